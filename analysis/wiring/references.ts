import type { ObjectReference } from "../../kubernetes/object";
import type { ConnectedGateway } from "../connection/connected-gateway";

/** References in the gateway's settings without an object name: Kubernetes rejects the pods. */
export function namelessReferences({ gateway }: ConnectedGateway): readonly ObjectReference[] {
  if (gateway.partial) return [];
  return (
    gateway.settings
      // A chart names the objects that it creates.
      .flatMap((source) => ("object" in source && !("value" in source && source.value) ? source.object : []))
      .filter(({ name }) => name.absent || name.text === "")
  );
}

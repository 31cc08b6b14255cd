import type { ObjectReference } from "../../kubernetes/object";
import type { ConnectedGateway } from "../connection/connected-gateway";

/** References of the gateway's settings that name no object: Kubernetes refuses the pods. */
export function namelessReferences({ gateway }: ConnectedGateway): readonly ObjectReference[] {
  if (gateway.partial) return [];
  return (
    gateway.settings
      // What a chart makes itself, it names itself.
      .flatMap((source) => ("object" in source && !("value" in source && source.value) ? source.object : []))
      .filter(({ name }) => name.absent || name.text === "")
  );
}

import type { Gateway } from "../../gateway/model/gateway";
import { reason } from "../../pulumi/match";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { type Autoscaler, findAutoscalers } from "./autoscaler";
import { countOf, countPlace, floorOf } from "./scaling";

/** Whether a gateway can have more replicas than a limit, and where that is written. */
export type ReplicaCount =
  | { readonly kind: "few" }
  | { readonly kind: "many"; readonly place: string }
  | { readonly kind: "unknown"; readonly value: Value };

/** An autoscaler decides; where there is none, the gateway's own number. */
export function countReplicas(gateway: Gateway, around: ResourceSet, limit: number): ReplicaCount {
  const { scaling } = gateway;
  if (!scaling) return { kind: "few" };
  const autoscalers = findAutoscalers(gateway, around);
  const { keeper } = floorOf(scaling, autoscalers);
  const most = keeper?.most ?? scaling.most;
  const read = countOf(most);
  if (read.kind === "unknown") return read;
  if (read.kind === "number" && read.number > limit) {
    return { kind: "many", place: countPlace(most, keeper) };
  }
  const open = keeper ? undefined : autoscalers.find((autoscaler) => exceeds(autoscaler, limit));
  const because = open && reason(open.targets);
  return because ? { kind: "unknown", value: because } : { kind: "few" };
}

function exceeds({ most }: Autoscaler, limit: number): boolean {
  const read = countOf(most);
  return read.kind !== "number" || read.number > limit;
}

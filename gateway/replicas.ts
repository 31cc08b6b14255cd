import type { ResourceSet } from "../pulumi/resource-set";
import { pathText, type Value } from "../pulumi/value";
import type { Gateway } from "./model";

/** Whether a gateway can have more replicas than a limit, and where that is written. */
export type ReplicaCount =
  | { readonly kind: "few" }
  | { readonly kind: "many"; readonly place: string }
  | { readonly kind: "unknown"; readonly value: Value };

export function countReplicas(gateway: Gateway, _around: ResourceSet, limit: number): ReplicaCount {
  const value = gateway.resource.props.get("spec", "replicas");
  if (value.unknown) return { kind: "unknown", value };
  return value.number !== undefined && value.number > limit
    ? { kind: "many", place: `\`${pathText(value.path)}\` is ${value.number}` }
    : { kind: "few" };
}

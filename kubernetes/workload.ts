import type { Resource } from "../pulumi/resource";
import type { Path, Value } from "../pulumi/value";

/** The property with the pod template, by kind. A Pod has none: it is the pod itself. */
export const podPaths: ReadonlyMap<string, Path> = new Map([
  ["Pod", []],
  ["Deployment", ["spec", "template"]],
  ["StatefulSet", ["spec", "template"]],
  ["DaemonSet", ["spec", "template"]],
  ["ReplicaSet", ["spec", "template"]],
  ["Job", ["spec", "template"]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template"]],
]);

/** The pod template of a workload; undefined for other resources. */
export function podOf({ props, type }: Resource): Value | undefined {
  const path = type.package === "kubernetes" ? podPaths.get(kindOf(type.name)) : undefined;
  return path && props.get(...path);
}

/** `serviceAccount` is the field's old name. */
export function accountOf(pod: Value): Value {
  const account = pod.get("spec", "serviceAccountName");
  return account.absent ? pod.get("spec", "serviceAccount") : account;
}

export function kindOf(name: string): string {
  return name.replace(/Patch$/, "");
}

/** The same, but only of a complete workload that no other workload creates. */
export function ownPodOf(resource: Resource): Value | undefined {
  const isWhole = podPaths.has(resource.type.name);
  const owners = resource.props.get("metadata", "ownerReferences");
  return isWhole && owners.items.length === 0 ? podOf(resource) : undefined;
}

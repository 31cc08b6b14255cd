import type { Resource } from "../pulumi/resource";
import type { Path, Value } from "../pulumi/value";

/** Where each kind keeps the pods that it makes. A Pod is its own. */
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

/** `serviceAccount` is the older name of the same field. */
export function accountOf(pod: Value): Value {
  const account = pod.get("spec", "serviceAccountName");
  return account.absent ? pod.get("spec", "serviceAccount") : account;
}

export function kindOf(name: string): string {
  return name.replace(/Patch$/, "");
}

/** The same, but only of a whole workload that no other workload makes. */
export function ownPodOf(resource: Resource): Value | undefined {
  const isWhole = podPaths.has(resource.type.name);
  const owners = resource.props.get("metadata", "ownerReferences");
  return isWhole && owners.items.length === 0 ? podOf(resource) : undefined;
}

import data from "./network-policies.json";

/** A kind of network policy besides Kubernetes' own. */
export interface NetworkPolicyKind {
  readonly group: string;
  readonly name: string;
  /** True if it applies to the whole cluster. */
  readonly ofCluster?: boolean;
  /** The property of `spec` that selects pods by label, if it is a label selector of Kubernetes. */
  readonly selector?: string;
}

const kinds: readonly NetworkPolicyKind[] = data.kinds;

/** The kind of a custom resource, by its API group and name. */
export function networkPolicyKindOf(group: string, name: string): NetworkPolicyKind | undefined {
  return kinds.find((kind) => kind.group === group && kind.name === name);
}

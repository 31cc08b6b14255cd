import data from "./network-policies.json";

/** A kind of network policy besides Kubernetes' own. */
export interface NetworkPolicyKind {
  readonly group: string;
  readonly name: string;
  /** True where it is of the whole cluster. */
  readonly ofCluster?: boolean;
  /** The property of `spec` that selects pods by their labels, if it is one of Kubernetes' label selectors. */
  readonly selector?: string;
}

const kinds: readonly NetworkPolicyKind[] = data.kinds;

/** The kind that a custom resource is, by its API group and name. */
export function networkPolicyKindOf(group: string, name: string): NetworkPolicyKind | undefined {
  return kinds.find((kind) => kind.group === group && kind.name === name);
}

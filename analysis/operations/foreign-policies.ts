import type { Gateway } from "../../gateway/model/gateway";
import { clusterOf, namespaceKey, sameCluster, whereIs } from "../../kubernetes/object";
import { labelSelector } from "../../kubernetes/selector";
import { Join } from "../../pulumi/join";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { type NetworkPolicyKind, networkPolicyKindOf } from "../../support/network-policies";

/**
 * Policies of other projects that may restrict the gateway's network: those of its namespace and of the whole cluster.
 * Their rules have another format and are not read.
 */
export function foreignPolicies({ namespace, pods, resource }: Gateway, around: Stack): Resource[] {
  if (!namespace || !pods || resource.type.package !== "kubernetes") return [];
  const cluster = clusterOf(resource);
  return [namespaceKey(namespace), everywhere]
    .flatMap((place) => join.find(["policy", cluster, place], around))
    .filter((policy) => {
      const selector = policy.props.get("spec", kindOf(policy)?.selector ?? "");
      // Cilium may add the source of a label as a prefix to its name.
      const isPlain = selector.get("matchLabels").entries.every(([name]) => !name.includes(":"));
      const takes = selector.absent || !isPlain ? undefined : labelSelector(selector, pods.labels);
      return sameCluster(policy, resource) && takes?.kind !== "no";
    });
}

const everywhere = "*";

const join = new Join<Stack>((object) => {
  const kind = kindOf(object);
  if (!kind) return [];
  const [cluster, namespace] = whereIs(object);
  return [["policy", cluster, kind.ofCluster ? everywhere : namespace]];
});

function kindOf({ type }: Resource): NetworkPolicyKind | undefined {
  return type.package === "kubernetes" ? networkPolicyKindOf(type.module, type.name) : undefined;
}

import type { Gateway } from "../../gateway/model/gateway";
import { isOfKind, type Kind } from "../../kubernetes/kinds";
import { objectNamespace, sameCluster } from "../../kubernetes/object";
import { all, type Match, matchIf, no, unclear, unknown, yes } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { isRecord, type Value } from "../../pulumi/value";

/** Objects that may be in the gateway's own namespace and cluster, each with whether it is. */
export function neighbours(kind: Kind, gateway: Gateway, around: Stack): [Resource, Match][] {
  const namespace = gateway.namespace?.string;
  // By namespace, so that many gateways with many objects take no longer for each.
  const keys = namespace === undefined ? [kind] : [`${kind} in ${namespace}`, `${kind} anywhere`];
  return keys
    .flatMap((key) => around.lookUp(namespace === undefined ? kindOf : placeOf, key))
    .filter((object) => isOfKind(kind, object))
    .map((object): [Resource, Match] => [object, beside(object, gateway)])
    .filter(([, match]) => match.kind !== "no");
}

/** The label that Kubernetes itself puts on every namespace. */
export const namespaceNameLabel = "kubernetes.io/metadata.name";

/** That label, and those that the stack declares. */
export function namespaceLabels(gateway: Gateway, around: Stack): Value | undefined {
  const { namespace, resource } = gateway;
  const name = namespace?.string;
  const found = around
    .lookUp(nameOfNamespace, name ?? "")
    .find((object) => isOfKind("Namespace", object) && sameCluster(object, resource));
  if (!namespace || name === undefined || !found) return undefined;
  const labels = found.props.get("metadata", "labels");
  return labels.unknown
    ? labels
    : labels.with({ ...(isRecord(labels.whole) ? labels.whole : {}), [namespaceNameLabel]: name });
}

const kindOf = ({ type }: Resource): string | undefined =>
  type.package === "kubernetes" ? type.name.replace(/Patch$/, "") : undefined;

const placeOf = (resource: Resource): string | undefined => {
  const kind = kindOf(resource);
  const namespace = objectNamespace(resource).string;
  return kind && `${kind} ${namespace === undefined ? "anywhere" : `in ${namespace}`}`;
};

const nameOfNamespace = (resource: Resource): string | undefined =>
  kindOf(resource) === "Namespace" ? resource.props.get("metadata", "name").string : undefined;

function beside(object: Resource, { namespace, remote, resource }: Gateway): Match {
  // An extension of Azure's runs in a cluster that no provider of the stack is known to be, as does what a hub installs.
  const isHere = resource.type.package === "kubernetes" && !remote;
  const cluster = isHere ? matchIf(sameCluster(object, resource)) : unclear;
  return all([cluster, sameNamespace(object, namespace, resource)]);
}

function sameNamespace(object: Resource, namespace: Value | undefined, from: Resource): Match {
  const own = objectNamespace(object);
  if (!namespace) return unclear;
  if (own.unknown && namespace.unknown) {
    const sources = new Set(from.dependenciesOf("metadata").map(({ urn }) => urn));
    return object.dependenciesOf("metadata").some(({ urn }) => sources.has(urn)) ? yes : unclear;
  }
  if (own.unknown || namespace.unknown) return unknown(own.unknown ? own : namespace);
  if (own.absent && namespace.absent) return yes;
  // One that is left out is whatever the provider says, which may be just that.
  if (own.absent || namespace.absent) return unclear;
  return own.string === namespace.string ? yes : no;
}

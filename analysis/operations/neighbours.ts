import type { Gateway } from "../../gateway/model/gateway";
import { isOfKind, type Kind } from "../../kubernetes/kinds";
import { clusterOf, objectName, objectNamespace, sameCluster } from "../../kubernetes/object";
import { Join } from "../../pulumi/join";
import { all, type Match, matchIf, no, unclear, unknown, yes } from "../../pulumi/match";
import { isRecord } from "../../pulumi/plain";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";

/** Which of the objects near a gateway are searched for. */
export interface Sought {
  /** The key with which an object names its subject; undefined if it may apply to any. */
  readonly join: Join<Stack>;
  /** The gateway's name there; undefined if an object may use any name. */
  readonly about: string | readonly string[] | undefined;
}

/** Objects that may be in the gateway's namespace and cluster, each with the verdict whether it is. */
export function neighbours(
  kind: Kind,
  gateway: Gateway,
  around: Stack,
  { join, about }: Sought = { join: byKind, about: undefined },
): [Resource, Match][] {
  const namespace = gateway.namespace?.string;
  const found = join.find([kind, about, clusterAround(gateway), namespace], around);
  const isNamed = (object: Resource) => objectNamespace(object).string !== undefined;
  // Objects that certainly are in this namespace come first.
  const inOrder =
    namespace === undefined
      ? found
      : [...found.filter(isNamed), ...found.filter((object) => !isNamed(object))];
  return inOrder
    .filter((object) => isOfKind(kind, object))
    .map((object): [Resource, Match] => [object, beside(object, gateway)])
    .filter(([, match]) => match.kind !== "no");
}

/** Joins objects to gateways by cluster, namespace, and the name that `aboutOf` returns. */
export function joinBeside(aboutOf: (object: Resource, around: Stack) => string | undefined): Join<Stack> {
  return new Join((object, around) => {
    const kind = kindOf(object);
    const place = [clusterOf(object), objectNamespace(object).string];
    return kind === undefined ? [] : [[kind, aboutOf(object, around), ...place]];
  });
}

const byKind = joinBeside(() => undefined);

/** Objects by their own name. */
export const byOwnName = joinBeside((object) => objectName(object).string);

/** The label that Kubernetes sets on every namespace. */
export const namespaceNameLabel = "kubernetes.io/metadata.name";

/** That label, and those in the stack. */
export function namespaceLabels(gateway: Gateway, around: Stack): Value | undefined {
  const { namespace, resource } = gateway;
  const name = namespace?.string;
  const found =
    name === undefined
      ? undefined
      : namespaces.find([name, clusterOf(resource)], around).find((object) => sameCluster(object, resource));
  if (!namespace || name === undefined || !found) return undefined;
  const labels = found.props.get("metadata", "labels");
  return labels.unknown
    ? labels
    : labels.with({ ...(isRecord(labels.whole) ? labels.whole : {}), [namespaceNameLabel]: name });
}

const kindOf = ({ type }: Resource): string | undefined =>
  type.package === "kubernetes" ? type.name.replace(/Patch$/, "") : undefined;

const namespaces = new Join<Stack>((object) => {
  const isNamespace = kindOf(object) === "Namespace" && isOfKind("Namespace", object);
  const name = isNamespace ? objectName(object).string : undefined;
  return name === undefined ? [] : [[name, clusterOf(object)]];
});

/**
 * The cluster of an Azure extension, or of a gateway that a hub installs, can't be matched to a provider in the stack.
 */
function isHere({ remote, resource }: Gateway): boolean {
  return resource.type.package === "kubernetes" && !remote;
}

function clusterAround(gateway: Gateway): string | undefined {
  return isHere(gateway) ? clusterOf(gateway.resource) : undefined;
}

function beside(object: Resource, gateway: Gateway): Match {
  const { namespace, resource } = gateway;
  const cluster = isHere(gateway) ? matchIf(sameCluster(object, resource)) : unclear;
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
  // The default is the provider's namespace, which may be the same.
  if (own.absent || namespace.absent) return unclear;
  return own.string === namespace.string ? yes : no;
}

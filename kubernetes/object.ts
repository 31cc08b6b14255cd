import { Join } from "../pulumi/join";
import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import { mayEqual, type Value } from "../pulumi/value";

/** A name by which one Kubernetes object points at another in its namespace. */
export interface ObjectReference {
  readonly kind: "ConfigMap" | "Secret" | "ServiceAccount";
  readonly name: Value;
  readonly namespace: Value;
}

/** The object's name in the cluster. Pulumi's name for the resource is another matter. */
export function objectName(resource: Resource): Value {
  return resource.props.get("metadata", "name");
}

export function objectNamespace(resource: Resource): Value {
  return resource.props.get("metadata", "namespace");
}

/**
 * The object that a reference points at, if the stack holds it. A name that is not known during preview is followed by
 * the dependency that it comes from, if that leaves no choice.
 */
export function findObject(
  { kind, name, namespace }: ObjectReference,
  from: Resource,
  around: ResourceSet,
): Resource | undefined {
  if (!name.unknown) {
    return byKind
      .find([kind, name.string, clusterOf(from), namespaceKey(namespace)], around)
      .find((object) => hasName(object, name) && isThere(object, namespace, from));
  }
  const [found, ...others] = dependenciesAt(name, from).filter(
    (resource) =>
      kindOfObject(resource) === kind && inNamespace(resource, namespace) && sameCluster(resource, from),
  );
  return others.length === 0 ? found : undefined;
}

/**
 * The objects of a kind that have this name or may have it, in the cluster of `from`; without a namespace those in any.
 */
export function objectsNamed(
  kind: string,
  name: Value,
  namespace: Value | undefined,
  from: Resource,
  around: ResourceSet,
): Resource[] {
  return byKind
    .find([kind, name.string, clusterOf(from), namespace && namespaceKey(namespace)], around)
    .filter((object) => mayEqual(objectName(object), name) && isThere(object, namespace, from));
}

export function objectsOfKind(kind: string, around: ResourceSet): readonly Resource[] {
  return byKind.find([kind, undefined, undefined, undefined], around);
}

/** One key of a ConfigMap or Secret as the container would read it. */
export function objectData(object: Resource, key: string): Value {
  const [plain, encoded] =
    object.type.name === "Secret" ? (["stringData", "data"] as const) : (["data", "binaryData"] as const);
  const value = object.props.get(plain, key);
  if (!value.absent) return value;
  const base64 = object.props.get(encoded, key);
  return base64.string === undefined
    ? base64
    : base64.with(Buffer.from(base64.string, "base64").toString("utf8"));
}

/** What a ConfigMap or Secret holds, by key, as a container would read it; invalid base64 is left out. */
export function objectEntries({ props, type }: Resource): [string, Value][] {
  const secret = type.name.startsWith("Secret");
  const plain = props.get(secret ? "stringData" : "data").entries;
  const encoded = props.get(secret ? "data" : "binaryData").entries.flatMap(([key, value]): typeof plain => {
    if (value.unknown) return [[key, value]];
    const isBase64 = value.string !== undefined && /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/.test(value.string);
    return isBase64 ? [[key, value.with(Buffer.from(value.string, "base64").toString("utf8"))]] : [];
  });
  return [...plain, ...encoded.filter(([key]) => !plain.some(([other]) => other === key))];
}

/**
 * The keys of a ConfigMap or Secret. `complete` is false where there may be others: a part of the data is unknown, which
 * is `open` then, or a Secret is declared empty and so is filled elsewhere.
 */
export function objectKeys(object: Resource): {
  keys: string[];
  complete: boolean;
  open: Value | undefined;
} {
  const parts = ["data", "stringData", "binaryData"].map((part) => object.props.get(part));
  const keys = parts.flatMap((part) => part.entries.map(([key]) => key));
  const filledElsewhere = object.type.name === "Secret" && keys.length === 0;
  const open = parts.find((part) => part.unknown);
  return { keys, complete: !filledElsewhere && !open, open };
}

const byKind = new Join((object) => {
  const kind = kindOfObject(object);
  return kind === undefined ? [] : [[kind, objectName(object).string, ...whereIs(object)]];
});

function kindOfObject({ type }: Resource): string | undefined {
  return type.package === "kubernetes" ? type.name : undefined;
}

/** Where an object is, for a join: its cluster and its namespace. */
export function whereIs(object: Resource): [cluster: string | undefined, namespace: string | undefined] {
  return [clusterOf(object), namespaceKey(objectNamespace(object))];
}

function hasName(object: Resource, { string }: Value): boolean {
  return string !== undefined && objectName(object).string === string;
}

function isThere(object: Resource, namespace: Value | undefined, from: Resource): boolean {
  return sameCluster(object, from) && (!namespace || inNamespace(object, namespace));
}

/** Whether an object is in a namespace, or may be. */
export function inNamespace(resource: Resource, namespace: Value): boolean {
  const own = objectNamespace(resource);
  return Boolean(own.unknown || namespace.unknown) || namespaceName(own) === namespaceName(namespace);
}

/** The provider's own default was filled in before a policy looks; what is left is Kubernetes'. */
export function namespaceName(namespace: Value): string | undefined {
  return namespace.absent ? "default" : namespace.string;
}

/** A namespace as a part of a join key. Values that aren't strings share a key of their own. */
export function namespaceKey(namespace: Value): string | undefined {
  return namespace.unknown ? undefined : (namespaceName(namespace) ?? "\0");
}

/**
 * Two clusters in one stack have a provider each, and may hold objects of the same name. What another provider installs
 * into a cluster, such as Azure, doesn't identify the cluster.
 */
export function sameCluster(one: Resource, other: Resource): boolean {
  const comparable = one.type.package === other.type.package && one.provider && other.provider;
  return !comparable || cluster(one.provider) === cluster(other.provider);
}

/** The cluster in which Kubernetes' provider makes a resource, as a part of a join; undefined where it may be any. */
export function clusterOf({ provider, type }: Resource): string | undefined {
  return type.package === "kubernetes" && provider ? cluster(provider) : undefined;
}

/**
 * The provider that Pulumi makes itself is called after its version, and there may be one of each: `default_4_34_2`.
 */
function cluster(provider: string): string {
  return provider.replace(/::default_\d\w*$/, "::default");
}

function dependenciesAt({ path }: Value, from: Resource): readonly Resource[] {
  return from.dependenciesOf(String(path[0]));
}

import { Join } from "../pulumi/join";
import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import { mayEqual, type Value } from "../pulumi/value";

/** A reference from one Kubernetes object to another in its namespace. */
export interface ObjectReference {
  readonly kind: "ConfigMap" | "Secret" | "ServiceAccount";
  readonly name: Value;
  readonly namespace: Value;
}

/** The object's name in the cluster, which may differ from the resource's name in Pulumi. */
export function objectName(resource: Resource): Value {
  return resource.props.get("metadata", "name");
}

export function objectNamespace(resource: Resource): Value {
  return resource.props.get("metadata", "namespace");
}

/**
 * The object that a reference refers to, if it is in the stack. A name that is unknown during a preview is resolved
 * through the dependency that it comes from, if there is only one.
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
 * The objects of a kind that have, or may have, this name in the cluster of `from`; without a namespace, those in any
 * namespace.
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

/** One key of a ConfigMap or Secret, as the container would read it. */
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

/** The content of a ConfigMap or Secret by key, as a container would read it. Invalid base64 is left out. */
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
 * The keys of a ConfigMap or Secret. `complete` is false if there may be others: a part of the data is unknown
 * (`open`), or a Secret is declared without data, so something else fills it.
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

/** An object's location, for a join: its cluster and namespace. */
export function whereIs(object: Resource): [cluster: string | undefined, namespace: string | undefined] {
  return [clusterOf(object), namespaceKey(objectNamespace(object))];
}

function hasName(object: Resource, { string }: Value): boolean {
  return string !== undefined && objectName(object).string === string;
}

function isThere(object: Resource, namespace: Value | undefined, from: Resource): boolean {
  return sameCluster(object, from) && (!namespace || inNamespace(object, namespace));
}

/** Whether an object is, or may be, in a namespace. */
export function inNamespace(resource: Resource, namespace: Value): boolean {
  const own = objectNamespace(resource);
  return Boolean(own.unknown || namespace.unknown) || namespaceName(own) === namespaceName(namespace);
}

/** The provider's default was filled in before a policy runs, so the remaining default is Kubernetes'. */
export function namespaceName(namespace: Value): string | undefined {
  return namespace.absent ? "default" : namespace.string;
}

/** A namespace as a part of a join key. Values that aren't strings share one key. */
export function namespaceKey(namespace: Value): string | undefined {
  return namespace.unknown ? undefined : (namespaceName(namespace) ?? "\0");
}

/**
 * Each cluster of a stack has its own provider, and clusters may have objects of the same name. A resource of another
 * provider, such as Azure's, doesn't identify the cluster.
 */
export function sameCluster(one: Resource, other: Resource): boolean {
  const comparable = one.type.package === other.type.package && one.provider && other.provider;
  return !comparable || cluster(one.provider) === cluster(other.provider);
}

/**
 * The cluster in which Kubernetes' provider creates a resource, as a part of a join key; undefined if it may be any.
 */
export function clusterOf({ provider, type }: Resource): string | undefined {
  return type.package === "kubernetes" && provider ? cluster(provider) : undefined;
}

/** A default provider's name contains its version, and there may be one per version: `default_4_34_2`. */
function cluster(provider: string): string {
  return provider.replace(/::default_\d\w*$/, "::default");
}

function dependenciesAt({ path }: Value, from: Resource): readonly Resource[] {
  return from.dependenciesOf(String(path[0]));
}

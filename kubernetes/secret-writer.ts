import { type Match, yesUnlessUnknown } from "../pulumi/match";
import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { mayEqual } from "../pulumi/value";
import { type SecretWriterKind, secretWriterKinds } from "../support/secret-writers";
import {
  namespaceName,
  type ObjectReference,
  objectName,
  objectNamespace,
  objectsInNamespace,
} from "./object";

/** A custom resource that writes a Secret and keeps it up to date. */
export interface SecretFeeder {
  readonly kind: "external-secret" | "secret-provider-class" | "sealed-secret";
  readonly resource: Resource;
  /** The keys that it writes, or undefined where it does not list them. */
  readonly keys: readonly string[] | undefined;
  /** Whether it is this Secret that it writes. */
  readonly holds: Match;
}

/** The custom resources of the stack that feed the Secret. */
export function findFeeders(secret: ObjectReference, from: Resource, around: ResourceSet): SecretFeeder[] {
  const { namespace } = secret;
  return [
    ...objectsInNamespace("ExternalSecret", namespace, from, around)
      .filter((resource) => refreshes(resource, "spec"))
      .map((resource) =>
        feeder("external-secret", resource, externalTarget(resource, "spec"), externalKeys(resource)),
      ),
    // A cluster-wide one writes into the namespaces that it selects; which ones, the cluster knows.
    ...objectsInNamespace("ClusterExternalSecret", undefined, from, around)
      .filter((resource) => refreshes(resource, "spec", "externalSecretSpec"))
      .map((resource) =>
        feeder(
          "external-secret",
          resource,
          externalTarget(resource, "spec", "externalSecretSpec"),
          undefined,
        ),
      ),
    ...objectsInNamespace("SecretProviderClass", namespace, from, around).flatMap((resource) =>
      resource.props
        .get("spec", "secretObjects")
        .items.map((object) =>
          feeder(
            "secret-provider-class",
            resource,
            object.get("secretName"),
            keysAt(object.get("data"), "key"),
          ),
        ),
    ),
    ...objectsInNamespace("SealedSecret", namespace, from, around).map((resource) =>
      feeder("sealed-secret", resource, sealedTarget(resource), sealedKeys(resource)),
    ),
    ...secretWriterKinds.flatMap((writer) => writtenBy(writer, secret, from, around)),
  ].filter(({ target }) => mayEqual(target, secret.name));
}

/** What the operators of `support/secret-writers.json` write into the Secret's namespace. */
function writtenBy(
  { group, kinds, targets }: SecretWriterKind,
  { namespace }: ObjectReference,
  from: Resource,
  around: ResourceSet,
) {
  return kinds
    .flatMap((kind) => objectsInNamespace(kind, undefined, from, around))
    .filter(({ type }) => type.module === group)
    .flatMap((resource) =>
      targets
        .flatMap(({ list, name, namespace: place }) => {
          const objects = list ? resource.props.get(...list).items : [resource.props];
          return objects.map((object) => ({
            target: object.get(...name),
            into: place && object.get(...place),
          }));
        })
        .filter(({ target, into }) => !target.absent && isInto(into, resource, namespace))
        .map(({ target }) => feeder("external-secret", resource, target, undefined)),
    );
}

/** Whether an operator writes into a namespace: the one that it names, else its own. */
function isInto(named: Value | undefined, resource: Resource, namespace: Value): boolean {
  const into = named && !named.absent ? named : objectNamespace(resource);
  return into.unknown || namespace.unknown ? true : namespaceName(into) === namespaceName(namespace);
}

function feeder(
  kind: SecretFeeder["kind"],
  resource: Resource,
  target: Value,
  keys: readonly string[] | undefined,
): SecretFeeder & { target: Value } {
  return { kind, resource, keys, target, holds: yesUnlessUnknown(target) };
}

/** Policies of an ExternalSecret that never look again by themselves. */
const stillPolicies = new Set(["CreatedOnce", "OnChange"]);

/**
 * An ExternalSecret that never looks again rotates nothing.
 * Source: External Secrets Operator, API of ExternalSecret: refreshPolicy, and refreshInterval "0" for never.
 */
function refreshes(resource: Resource, ...path: string[]): boolean {
  const { text: interval } = resource.props.get(...path, "refreshInterval");
  const policy = resource.props.get(...path, "refreshPolicy").string;
  return !stillPolicies.has(policy ?? "") && !(interval !== undefined && /^(?:0(?:h|m|s)?)+$/.test(interval));
}

/** The Secret that an ExternalSecret writes: `target.name`, else one of its own name. */
function externalTarget(resource: Resource, ...path: string[]): Value {
  const target = resource.props.get(...path, "target", "name");
  if (!target.absent) return target;
  const own = resource.props.get("spec", "externalSecretName");
  return own.absent ? objectName(resource) : own;
}

/** With `dataFrom` or `templateFrom` others decide which keys there are. A template makes keys of its own. */
function externalKeys(resource: Resource): readonly string[] | undefined {
  const template = resource.props.get("spec", "target", "template");
  const elsewhere = [resource.props.get("spec", "dataFrom"), template.get("templateFrom")];
  const keys = keysAt(resource.props.get("spec", "data"), "secretKey");
  if (!keys || template.get("data").unknown || !elsewhere.every((value) => value.absent)) return undefined;
  return [...keys, ...template.get("data").entries.map(([key]) => key)];
}

function sealedTarget(resource: Resource): Value {
  const target = resource.props.get("spec", "template", "metadata", "name");
  return target.absent ? objectName(resource) : target;
}

function sealedKeys(resource: Resource): readonly string[] | undefined {
  const data = [["encryptedData"], ["template", "data"]].map((path) => resource.props.get("spec", ...path));
  return data.some(({ unknown }) => unknown)
    ? undefined
    : data.flatMap(({ entries }) => entries.map(([key]) => key));
}

function keysAt(list: Value, name: string): readonly string[] | undefined {
  const keys = list.items.map((item) => item.get(name).string);
  return list.unknown || keys.includes(undefined) ? undefined : keys.flatMap((key) => key ?? []);
}

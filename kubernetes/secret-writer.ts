import { Join } from "../pulumi/join";
import { type Match, yesUnlessUnknown } from "../pulumi/match";
import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { mayEqual } from "../pulumi/value";
import { type SecretWriterKind, secretWriterKinds, secretWriterOf } from "../support/secret-writers";
import {
  clusterOf,
  namespaceKey,
  namespaceName,
  type ObjectReference,
  objectName,
  objectNamespace,
  sameCluster,
} from "./object";

/** A custom resource that writes a Secret and keeps it up to date. */
export interface SecretFeeder {
  readonly kind: "external-secret" | "secret-provider-class" | "sealed-secret";
  readonly resource: Resource;
  /** The keys that it writes; undefined if it doesn't list them. */
  readonly keys: readonly string[] | undefined;
  /** Whether it writes this Secret. */
  readonly holds: Match;
}

/** The custom resources in the stack that write the Secret. */
export function findFeeders(secret: ObjectReference, from: Resource, around: ResourceSet): SecretFeeder[] {
  const { name, namespace } = secret;
  const found = byTarget.find(
    ["feeder", name.unknown ? undefined : textKey(name), clusterOf(from), namespaceKey(namespace)],
    around,
  );
  return kindsInOrder.flatMap((kind) =>
    found
      .filter((resource) => resource.type.name === kind && sameCluster(resource, from))
      .flatMap((resource) =>
        fedBy(resource)
          .filter(({ target, into }) => mayEqual(target, name) && (!into || isInto(into, namespace)))
          .map(({ target, keys, kind }) => ({ kind, resource, keys, holds: yesUnlessUnknown(target) })),
      ),
  );
}

/** A Secret that a custom resource writes; `into` is its namespace, undefined if it is determined in the cluster. */
interface Fed extends Pick<SecretFeeder, "kind" | "keys"> {
  readonly target: Value;
  readonly into: Value | undefined;
}

/** Custom resources by the Secrets that they write. */
const byTarget = new Join((resource) =>
  fedBy(resource).map(({ target, into }) => [
    "feeder",
    target.unknown ? undefined : textKey(target),
    clusterOf(resource),
    into && namespaceKey(into),
  ]),
);

function textKey({ string }: Value): string {
  return string ?? "\0";
}

const kindsInOrder = [
  ...new Set([
    "ExternalSecret",
    "ClusterExternalSecret",
    "SecretProviderClass",
    "SealedSecret",
    ...secretWriterKinds.flatMap(({ kinds }) => kinds),
  ]),
];

/** The Secrets that a resource writes. */
function fedBy(resource: Resource): Fed[] {
  const { props, type } = resource;
  if (type.package !== "kubernetes") return [];
  const into = objectNamespace(resource);
  switch (type.name) {
    case "ExternalSecret": {
      if (!refreshes(resource, "spec")) return [];
      const target = externalTarget(resource, "spec");
      return [{ kind: "external-secret", target, keys: externalKeys(resource), into }];
    }
    // A cluster-wide one writes to the namespaces that it selects, which are known only in the cluster.
    case "ClusterExternalSecret": {
      if (!refreshes(resource, "spec", "externalSecretSpec")) return [];
      const target = externalTarget(resource, "spec", "externalSecretSpec");
      return [{ kind: "external-secret", target, keys: undefined, into: undefined }];
    }
    case "SecretProviderClass":
      return props.get("spec", "secretObjects").items.map((object) => ({
        kind: "secret-provider-class",
        target: object.get("secretName"),
        keys: keysAt(object.get("data"), "key"),
        into,
      }));
    case "SealedSecret":
      return [{ kind: "sealed-secret", target: sealedTarget(resource), keys: sealedKeys(resource), into }];
    default:
      return writtenBy(secretWriterOf(type.module, type.name), resource);
  }
}

/**
 * The Secrets of the operators in `support/secret-writers.json`: in the namespace that the custom resource names, else
 * in its own.
 */
function writtenBy(writer: SecretWriterKind | undefined, { props }: Resource): Fed[] {
  return (writer?.targets ?? []).flatMap(({ list, name, namespace }) => {
    const objects = list ? props.get(...list).items : [props];
    return objects
      .map((object): Fed => {
        const named = namespace && object.get(...namespace);
        const into = named && !named.absent ? named : props.get("metadata", "namespace");
        return { kind: "external-secret", target: object.get(...name), keys: undefined, into };
      })
      .filter(({ target }) => !target.absent);
  });
}

function isInto(into: Value, namespace: Value): boolean {
  return into.unknown || namespace.unknown ? true : namespaceName(into) === namespaceName(namespace);
}

/** Policies of an ExternalSecret that don't refresh the Secret periodically. */
const stillPolicies = new Set(["CreatedOnce", "OnChange"]);

/**
 * An ExternalSecret that isn't refreshed rotates nothing.
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

/** With `dataFrom` or `templateFrom`, the keys are determined elsewhere. A template defines its own keys. */
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

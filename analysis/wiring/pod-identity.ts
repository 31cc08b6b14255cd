import {
  findObject,
  objectName,
  objectNamespace,
  objectsNamed,
  objectsOfKind,
  sameCluster,
} from "../../kubernetes/object";
import { accountOf, podOf } from "../../kubernetes/workload";
import { addTo } from "../../pulumi/group";
import { type Unknown, unknown } from "../../pulumi/match";
import { perStack } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";
import { type ConnectedGateway, isSet } from "../connection/connected-gateway";

/**
 * What a pod needs for workload identity besides the federated credential.
 * Source: "Use Microsoft Entra workload identity authentication for the self-hosted gateway"; Azure workload identity,
 * labels and annotations: its webhook handles pods with the label, and reads the client id from the service account.
 */
export type PodVerdict =
  | { readonly kind: "label"; readonly path: string }
  | { readonly kind: "annotation"; readonly account: string; readonly resource: string }
  | { readonly kind: "account"; readonly account: string; readonly resource: string; readonly name: string }
  | {
      readonly kind: "namespace";
      readonly account: string;
      readonly resource: string;
      readonly there: string;
      readonly here: string;
    }
  | Unknown;

const useLabel = "azure.workload.identity/use";
const clientIdAnnotation = "azure.workload.identity/client-id";

/** The namespace and the service account of a gateway's pods. Undefined if unknown. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

export function judgePod(connected: ConnectedGateway, stack: Stack): PodVerdict[] {
  return [...judgeLabel(connected), ...judgeAccount(connected, stack)];
}

/** The service account of the gateway's pods. */
export function gatewayAccount({ gateway }: ConnectedGateway): Account | undefined {
  const namespace = gateway.namespace?.string;
  const name = gateway.pod && accountName(gateway.pod.account, gateway.partial);
  return namespace && name ? { namespace, name } : undefined;
}

/** The client ID in the annotation of the gateway's service account, and its ServiceAccount. */
export function gatewayClientId(
  connected: ConnectedGateway,
  stack: Stack,
): { account: Resource; annotation: Value } | undefined {
  const account = serviceAccountOf(connected, stack);
  return account && { account, annotation: annotationOf(account) };
}

/**
 * Whether the stack has that account for something else than these gateways (URNs): as a ServiceAccount, or in a
 * workload.
 */
export function isTakenByOthers(account: Account, gateways: ReadonlySet<string>, stack: Stack): boolean {
  const declared = stack.lookUp(accountKey, keyOf(account));
  const pods = podAccounts(stack).get(keyOf(account)) ?? [];
  return declared.length > 0 || pods.some((urn) => !gateways.has(urn));
}

function judgeLabel(connected: ConnectedGateway): PodVerdict[] {
  const { pod, partial } = connected.gateway;
  // A container that already has the token's file doesn't need the webhook, and so no label.
  if (!pod || isSet("AZURE_FEDERATED_TOKEN_FILE", connected)) return [];
  const label = pod.labels.get(useLabel);
  if (label.unknown) return [unknown(label)];
  if (label.text === "true" || (partial && label.absent)) return [];
  return [{ kind: "label", path: pathText(pod.labels.get(useLabel).path) }];
}

function judgeAccount(connected: ConnectedGateway, stack: Stack): PodVerdict[] {
  const { gateway } = connected;
  if (!gateway.pod || gateway.pod.makesAccount || !gateway.namespace || isSet("AZURE_CLIENT_ID", connected))
    return [];
  const account = serviceAccountOf(connected, stack);
  const name = accountName(gateway.pod.account, gateway.partial);
  if (account) {
    return isAnnotated(account, stack) === false
      ? [{ kind: "annotation", account: objectName(account).string ?? name ?? "", resource: account.name }]
      : [];
  }
  if (name === undefined) return [];
  // One whose name isn't known yet may be the gateway's.
  const ours = (other: { resource: Resource }) => sameCluster(other.resource, gateway.resource);
  if (unnamedAccounts(stack).some(ours)) return [];
  // Another workload may use the account. An account for workload identity that no workload uses is the gateway's.
  const idle = idleAccounts(stack);
  const here = gateway.namespace.string ?? "";
  const beside = idle.inNamespace.get(here)?.find(ours);
  if (beside) return [{ kind: "account", account: name, resource: beside.resource.name, name: beside.name }];
  const elsewhere = name === "default" || !here ? undefined : idle.named.get(name)?.find(ours);
  return elsewhere
    ? [
        {
          kind: "namespace",
          account: name,
          resource: elsewhere.resource.name,
          there: elsewhere.namespace,
          here,
        },
      ]
    : [];
}

const unnamedAccounts = perStack((stack) =>
  objectsOfKind("ServiceAccount", stack)
    .filter((account) => objectName(account).string === undefined)
    .map((resource) => ({ resource })),
);

interface IdleAccount extends Account {
  readonly resource: Resource;
}

/** Accounts with a client ID that no workload in the stack uses, by namespace and by name. */
const idleAccounts = perStack((stack) => {
  const inNamespace = new Map<string, IdleAccount[]>();
  const named = new Map<string, IdleAccount[]>();
  for (const resource of objectsOfKind("ServiceAccount", stack)) {
    const [namespace, name] = [objectNamespace(resource).string, objectName(resource).string];
    if (!namespace || !name || annotationOf(resource).absent) continue;
    const idle = { resource, namespace, name };
    if (podAccounts(stack).has(keyOf(idle))) continue;
    addTo(inNamespace, namespace, idle);
    addTo(named, name, idle);
  }
  return { inNamespace, named };
});

function serviceAccountOf({ gateway }: ConnectedGateway, stack: Stack): Resource | undefined {
  const { pod, namespace, resource, partial } = gateway;
  if (!pod || !namespace) return undefined;
  const name = accountName(pod.account, partial);
  const reference = name === undefined ? pod.account : pod.account.with(name);
  return reference.absent
    ? undefined
    : findObject({ kind: "ServiceAccount", name: reference, namespace }, resource, stack);
}

/** Undefined if unknown, for example if a ServiceAccountPatch in the stack may add the annotation. */
function isAnnotated(account: Resource, stack: Stack): boolean | undefined {
  const annotation = annotationOf(account);
  if (annotation.unknown) return undefined;
  if (annotation.string?.trim()) return true;
  const name = objectName(account);
  const patches = objectsNamed("ServiceAccountPatch", name, objectNamespace(account), account, stack);
  return patches.some((patch) => objectName(patch).string === name.string && !annotationOf(patch).absent);
}

function annotationOf(account: Resource): Value {
  return account.props.get("metadata", "annotations", clientIdAnnotation);
}

function accountName(account: Value, partial: boolean): string | undefined {
  if (account.absent) return partial ? undefined : "default";
  return account.string === "" ? "default" : account.string;
}

/** The workloads in the stack by the service account of their pods. */
const podAccounts = perStack((stack) => {
  const urns = new Map<string, string[]>();
  for (const resource of stack) {
    const pod = podOf(resource);
    const name = pod && accountName(accountOf(pod), resource.type.name.endsWith("Patch"));
    const namespace = objectNamespace(resource).string;
    if (!name || !namespace) continue;
    addTo(urns, keyOf({ namespace, name }), resource.urn);
  }
  return urns;
});

const accountKey = (resource: Resource): string | undefined => {
  if (resource.type.package !== "kubernetes" || resource.type.name !== "ServiceAccount") return undefined;
  const namespace = objectNamespace(resource).string;
  const name = objectName(resource).string;
  return namespace && name ? keyOf({ namespace, name }) : undefined;
};

function keyOf({ namespace, name }: Account): string {
  return `${namespace}:${name}`;
}

import { areApart, clientIdOf, identitiesAmong, identitiesAt } from "../../azure/identity";
import { azureKind, azureResources } from "../../azure/types";
import { objectName } from "../../kubernetes/object";
import { addTo } from "../../pulumi/group";
import { type Unknown, unknown } from "../../pulumi/match";
import { listText } from "../../pulumi/message";
import { perStack } from "../../pulumi/per-stack";
import type { Subject } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { type ConnectedGateway, connectedGatewaysOf, gatewayText } from "../connection/connected-gateway";
import { type Account, gatewayAccount, gatewayClientId, isTakenByOthers } from "./pod-identity";

/**
 * A federated credential: with it, Entra ID trusts a Kubernetes service account as an application or a user-assigned
 * identity.
 */
export interface FederatedCredential extends Subject {
  /** `system:serviceaccount:<namespace>:<service account>`. */
  readonly subject: Value;
  /** The account in the subject; undefined if there is none, or if the subject is unknown. */
  readonly account: Account | undefined;
  /** The applications or identities in the stack that it may belong to. */
  readonly identities: readonly Resource[];
}

export type SubjectVerdict =
  | { readonly kind: "fine" }
  /** It doesn't match these gateways' account or any other in the stack, but is similar to theirs. */
  | { readonly kind: "near"; readonly subject: string; readonly expected: string; readonly gateways: string }
  | Unknown;

const federatedCredentialsOf = perStack((stack) =>
  azureResources("federated-credential", stack).flatMap((resource) => read(resource, stack) ?? []),
);

export function readFederatedCredential(resource: Resource, stack: Stack): FederatedCredential | undefined {
  return azureKind(resource.type) === "federated-credential" ? read(resource, stack) : undefined;
}

/**
 * A credential with the same namespace or the same account as a gateway, but not both, was meant for it, unless the
 * gateway has another one or the account belongs to another workload. A credential with neither belongs to other
 * software.
 */
export function judgeSubject(credential: FederatedCredential, stack: Stack): SubjectVerdict {
  const lonely = gatewaysWithoutCredential(stack);
  if (lonely.named.size === 0) return { kind: "fine" };
  if (credential.subject.unknown) return unknown(credential.subject);
  const { account } = credential;
  if (!account || isTakenByOthers(account, workloadIdentityUrns(stack), stack)) return { kind: "fine" };
  // An unknown one may be the gateway's.
  if (hasUnknownSubject(stack)) return { kind: "fine" };
  const near = [
    ...(lonely.inNamespace.get(account.namespace) ?? []),
    ...(lonely.named.get(account.name) ?? []),
  ].filter(({ connected }) => mayBelong(credential, connected, stack));
  const [first] = near;
  return first
    ? {
        kind: "near",
        subject: subjectText(account),
        expected: subjectText(first),
        gateways: listText(near, ({ connected }) => gatewayText(connected)),
      }
    : { kind: "fine" };
}

/**
 * If the gateway's service account has the client ID of another identity than the federated credential's: the names of
 * the ServiceAccount and of both identities.
 */
export function foreignClientId(
  connected: ConnectedGateway,
  stack: Stack,
): { account: string; credential: string } | undefined {
  const client = gatewayClientId(connected, stack);
  const credentials = credentialsFor(connected, stack);
  const [credential] = credentials;
  if (!client || !credential) return undefined;
  return credentials.every((one) => isForeign(client, one.identities))
    ? {
        account: objectName(client.account).string ?? client.account.name,
        credential: credential.resource.name,
      }
    : undefined;
}

function isForeign(
  { account, annotation }: { account: Resource; annotation: Value },
  identities: readonly Resource[],
): boolean {
  const clientIds = identities.map(clientIdOf);
  if (annotation.string && clientIds.length > 0 && clientIds.every(({ string }) => string !== undefined)) {
    return !clientIds.some(({ string }) => string?.toLowerCase() === annotation.string?.trim().toLowerCase());
  }
  return (
    annotation.unknown === "preview" &&
    areApart(identitiesAmong(account.dependenciesOf("metadata")), identities)
  );
}

function mayBelong(credential: FederatedCredential, connected: ConnectedGateway, stack: Stack): boolean {
  const client = gatewayClientId(connected, stack);
  return !client || !isForeign(client, credential.identities);
}

const hasUnknownSubject = perStack((stack) =>
  federatedCredentialsOf(stack).some(({ subject }) => subject.unknown),
);

const workloadIdentityGateways = perStack((stack) =>
  connectedGatewaysOf(stack).filter(
    ({ method, gateway }) => method.kind === "entra" && method.mode === "workloadIdentity" && gateway.pod,
  ),
);

const workloadIdentityUrns = perStack(
  (stack) => new Set(workloadIdentityGateways(stack).map(({ gateway }) => gateway.resource.urn)),
);

interface LonelyGateway extends Account {
  readonly connected: ConnectedGateway;
}

/** Gateways without a credential in the stack, by the namespace and by the name of their account. */
const gatewaysWithoutCredential = perStack((stack) => {
  const inNamespace = new Map<string, LonelyGateway[]>();
  const named = new Map<string, LonelyGateway[]>();
  for (const connected of workloadIdentityGateways(stack)) {
    const account = gatewayAccount(connected);
    if (!account || credentialsFor(connected, stack).length > 0) continue;
    const lonely = { ...account, connected };
    addTo(inNamespace, account.namespace, lonely);
    addTo(named, account.name, lonely);
  }
  return { inNamespace, named };
});

function credentialsFor(connected: ConnectedGateway, stack: Stack): readonly FederatedCredential[] {
  const account = gatewayAccount(connected);
  return (account && credentialsBySubject(stack).get(subjectText(account))) ?? [];
}

const credentialsBySubject = perStack((stack) => {
  const bySubject = new Map<string, FederatedCredential[]>();
  for (const credential of federatedCredentialsOf(stack)) {
    if (!credential.account) continue;
    addTo(bySubject, subjectText(credential.account), credential);
  }
  return bySubject;
});

/** The property for a credential's identity, by provider. */
const owners = ["resourceName", "userAssignedIdentityId", "parentId", "applicationId"];

function read(resource: Resource, stack: Stack): FederatedCredential {
  const subject = resource.props.get("subject");
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(subject.string ?? "") ?? [];
  return {
    resource,
    subject,
    account: namespace && name ? { namespace, name } : undefined,
    identities: owners.flatMap((key) => identitiesAt(resource.props.get(key), resource, stack)),
  };
}

function subjectText({ namespace, name }: Account): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

import { areApart, clientIdOf, identitiesAmong, identitiesAt } from "../../azure/identity";
import { azureKind, azureResources } from "../../azure/types";
import { settingName } from "../../gateway/model/setting-names";
import { clock } from "../../pulumi/clock";
import { addTo } from "../../pulumi/group";
import { type Unknown, unknown } from "../../pulumi/match";
import { perStack } from "../../pulumi/per-stack";
import type { Subject } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import {
  type ConnectedGateway,
  computedFrom,
  connectedGatewaysOf,
  isMissing,
} from "../connection/connected-gateway";

/** A secret or a certificate of an Entra application. */
export interface AppCredential extends Subject {
  readonly kind: "password" | "certificate";
  /** The properties that determine its lifetime. */
  readonly term: Value;
  /** The reference to its application or service principal. */
  readonly owner: Value;
  /** That application, if it is in the stack. */
  readonly applications: readonly Resource[];
}

/** When it expires, according to the program. */
export type End =
  | { readonly kind: "at"; readonly time: number; readonly value: Value }
  | Unknown
  /** Entra ID's default: about two years after its creation. */
  | { readonly kind: "unset" }
  /** It is replaced when something else changes, or its format can't be parsed. */
  | { readonly kind: "undetermined" };

export function readAppCredential(resource: Resource, stack: Stack): AppCredential | undefined {
  return credentialsByUrn(stack).get(resource.urn);
}

export function endOf({ term }: AppCredential): End {
  const [end, relative, start] = [term.get("endDate"), term.get("endDateRelative"), term.get("startDate")];
  const time = readTime(end);
  if (time !== undefined) return { kind: "at", time, value: end };
  if (end.unknown === "ignored" || end.unknown === "encrypted") return unknown(end);
  const duration = readDuration(relative.string ?? "");
  if (duration !== undefined)
    return { kind: "at", time: (readTime(start) ?? clock.now()) + duration, value: relative };
  if (relative.unknown) return unknown(relative);
  if (!relative.absent || (end.string ?? "") !== "") return { kind: "undetermined" };
  // It may be unset: then the provider returns a value that is unknown in a preview.
  if (end.unknown) return unknown(end);
  return term.get("rotateWhenChanged").absent ? { kind: "unset" } : { kind: "undetermined" };
}

/** The gateways that sign in with it. */
export function usersOf({ resource }: AppCredential, stack: Stack): readonly ConnectedGateway[] {
  return usersByUrn(stack).get(resource.urn) ?? [];
}

const usersByUrn = perStack((stack) => {
  const users = new Map<string, ConnectedGateway[]>();
  for (const connected of connectedGatewaysOf(stack)) {
    const { method } = connected;
    if (method.kind !== "entra" || method.mode !== "azureAdApp") continue;
    for (const credential of candidatesFor(connected, stack))
      if (isUsedBy(credential, connected, stack)) addTo(users, credential.resource.urn, connected);
  }
  return users;
});

/** The credentials that may be the gateway's: they or their application match it, or the stack has only one. */
function candidatesFor(connected: ConnectedGateway, stack: Stack): readonly AppCredential[] {
  if (ownersOf(stack).size <= 1) return [...credentialsByUrn(stack).values()];
  const sources = sourcesOf(connected, stack);
  const clientId = clientIdSetting(connected);
  const references = [
    ...[...sources, ...identitiesAmong(sources)].map(({ urn }) => urn),
    ...(clientId ? [clientId] : []),
  ];
  return [...new Set(references.flatMap((name) => credentialsByName(stack).get(name) ?? []))];
}

/** Credentials by their URN, and by the URNs and client IDs of their applications. */
const credentialsByName = perStack((stack) => {
  const byName = new Map<string, AppCredential[]>();
  for (const credential of credentialsByUrn(stack).values()) {
    addTo(byName, credential.resource.urn, credential);
    for (const application of credential.applications) {
      addTo(byName, application.urn, credential);
      const clientId = clientIdOf(application).string?.toLowerCase();
      if (clientId !== undefined) addTo(byName, clientId, credential);
    }
  }
  return byName;
});

function sourcesOf(connected: ConnectedGateway, stack: Stack): readonly Resource[] {
  return [settingName.clientSecret, settingName.clientId]
    .flatMap((name) => connected.settings.found.get(name) ?? [])
    .flatMap((setting) => computedFrom(setting, connected, stack));
}

function clientIdSetting({ settings }: ConnectedGateway): string | undefined {
  return settings.found.get(settingName.clientId)?.value?.string?.trim().toLowerCase();
}

function isUsedBy(credential: AppCredential, connected: ConnectedGateway, stack: Stack): boolean {
  if (
    isMissing(
      credential.kind === "password" ? settingName.clientSecret : settingName.certificatePath,
      connected,
    )
  )
    return false;
  const sources = sourcesOf(connected, stack);
  if (sources.some(({ urn }) => urn === credential.resource.urn)) return true;
  if (sources.some(({ type }) => azureKind(type) === "credential") && credential.kind === "password")
    return false;

  const { applications } = credential;
  const identities = identitiesAmong(sources);
  if (identities.length > 0 && applications.length > 0) return !areApart(identities, applications);
  const clientId = clientIdSetting(connected);
  // An application that doesn't exist yet has no client ID that the program could contain.
  if (clientId && applications.length > 0) {
    return applications.some((application) => clientIdOf(application).string?.toLowerCase() === clientId);
  }
  // They can't be distinguished. If the stack has one application, it is the gateway's.
  return ownersOf(stack).size <= 1;
}

const credentialsByUrn = perStack((stack) => {
  const inline = azureResources("identity", stack).filter(({ props }) => !props.get("password").absent);
  const credentials = [...azureResources("credential", stack), ...inline].map((resource) =>
    read(resource, stack),
  );
  return new Map(credentials.map((credential) => [credential.resource.urn, credential]));
});

const ownersOf = perStack(
  (stack) =>
    new Set(
      [...credentialsByUrn(stack).values()].map(
        ({ resource, owner, applications }) => applications[0]?.urn ?? owner.string ?? resource.urn,
      ),
    ),
);

function read(resource: Resource, stack: Stack): AppCredential {
  const { props, type } = resource;
  const certificate = type.name.endsWith("Certificate");
  // An application may have a password of its own.
  if (azureKind(type) === "identity") {
    return {
      resource,
      kind: "password",
      term: props.get("password"),
      owner: props.get("clientId"),
      applications: [resource],
    };
  }
  const owner = props.get(type.name.startsWith("Service") ? "servicePrincipalId" : "applicationId");
  return {
    resource,
    kind: certificate ? "certificate" : "password",
    term: props,
    owner,
    applications: identitiesAt(owner, resource, stack),
  };
}

function readTime(value: Value): number | undefined {
  const text = value.string;
  const time = text !== undefined && /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const units = { h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** A duration in Go's format: `4320h`, `2400h30m`. */
function readDuration(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:\.\d{1,9})?[hms])+$/.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units],
    0,
  );
}

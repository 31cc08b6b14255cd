import { type ReaderRole, readRole } from "../../azure/role";
import { readService, type Service, servicesOf } from "../../azure/service";
import { gateways } from "../../gateway";
import type { KnownImage } from "../../gateway/model/image";
import { settingName } from "../../gateway/model/setting-names";
import { addTo } from "../../pulumi/group";
import { perStack } from "../../pulumi/per-stack";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Stack } from "../../pulumi/resource-set";
import { type EntraMode, tagTooOld } from "../../support/entra";
import {
  type ConnectedGateway,
  connectedGatewaysIn,
  connectedGatewaysOf,
  isMissing,
  isSet,
} from "../connection/connected-gateway";
import { targetOf } from "../connection/target-service";
import { type AppCredential, readAppCredential, usersOf } from "./app-credential";

/** A requirement of authentication with Entra ID. */
export type EntraPart =
  | (Subject & { readonly kind: "gateway"; readonly connected: ConnectedGateway })
  /** A service to which these gateways authenticate. */
  | (Subject & {
      readonly kind: "service";
      readonly service: Service;
      readonly users: readonly ConnectedGateway[];
    })
  /** A role, and whether gateways in this stack need it. */
  | (Subject & { readonly kind: "role"; readonly role: ReaderRole; readonly needed: boolean })
  /** The identity with which these gateways authenticate. */
  | (Subject & {
      readonly kind: "credential";
      readonly credential: AppCredential;
      readonly users: readonly ConnectedGateway[];
    });

export const entraParts: Subjects<EntraPart, Stack> = {
  noun: gateways.noun,
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, stack) => {
    const role = readRole(resource);
    if (role) return [{ kind: "role", resource, role, needed: entraGateways(stack).length > 0 }];
    const service = readService(resource);
    if (service) {
      const users = usersByService(stack).get(resource.urn);
      return users ? [{ kind: "service", resource, service, users }] : [];
    }
    const credential = readAppCredential(resource, stack);
    if (credential) {
      const users = usersOf(credential, stack);
      return users.length > 0 ? [{ kind: "credential", resource, credential, users }] : [];
    }
    return connectedGatewaysIn(resource, stack).map((connected) => ({
      kind: "gateway",
      resource,
      connected,
    }));
  },
};

const entraGateways = perStack((stack) =>
  connectedGatewaysOf(stack).filter(({ method }) => method.kind === "entra"),
);

/** The gateways that authenticate with Entra ID, by the URN of their service. */
const usersByService = perStack((stack) => {
  const services = servicesOf(stack);
  const users = new Map<string, ConnectedGateway[]>();
  for (const connected of entraGateways(stack)) {
    const target = targetOf(connected, stack);
    // If nothing identifies the service, it must be the only one.
    const only = target.kind === "open" && services.length === 1 ? services[0] : undefined;
    const urn = (target.kind === "service" ? target.service : only)?.resource.urn;
    if (urn !== undefined) addTo(users, urn, connected);
  }
  return users;
});

/** Settings of another method than `config.service.auth` selects. */
export function foreignSettings(connected: ConnectedGateway): string[] {
  const { method } = connected;
  const azureAd = ["tenantId", "clientId", "clientSecret", "certificatePath"].map(azureAdSetting);
  switch (method.kind) {
    case "token":
      return azureAd.filter((name) => isSet(name, connected));
    case "entra": {
      // A tenant and a client ID are harmless with workload identity.
      const foreign = method.mode === "azureAdApp" ? [] : azureAd.slice(2);
      return [settingName.authKey, ...foreign].filter((name) => isSet(name, connected));
    }
    default:
      return [];
  }
}

/** The missing settings of an Entra app: tenant, client ID. */
export function missingForApp(connected: ConnectedGateway): string[] {
  return ["tenantId", "clientId"].map(azureAdSetting).filter((name) => isMissing(name, connected));
}

/** Whether an Entra app has neither a secret nor a certificate. */
export function lacksCredential(connected: ConnectedGateway): boolean {
  return ["clientSecret", "certificatePath"].map(azureAdSetting).every((name) => isMissing(name, connected));
}

/**
 * Whether it uses workload identity on a host without service accounts. A container that has the token's file gets its
 * identity from elsewhere.
 */
export function lacksServiceAccount(connected: ConnectedGateway, mode: EntraMode): boolean {
  const isFed = isSet("AZURE_FEDERATED_TOKEN_FILE", connected) || connected.settings.unseen.length > 0;
  return mode === "workloadIdentity" && connected.gateway.platform !== "kubernetes" && !isFed;
}

/** The image, if it doesn't support this method yet. */
export function oldImage({ gateway: { image } }: ConnectedGateway, mode: EntraMode): KnownImage | undefined {
  if (image.kind !== "known" || image.reference.tag === undefined) return undefined;
  return tagTooOld(image.reference.tag, mode) ? image : undefined;
}

function azureAdSetting(name: string): string {
  return `config.service.auth.azureAd.${name}`;
}

/** The gateways of the example. The policies report what a gateway lacks. */
import { encrypted, type Props, type State, secret, uuid } from "./state";

/** The authentication method of a gateway. */
type Auth =
  | { readonly kind: "workloadIdentity" }
  /** An Entra application with a client secret that expires on `ends`. If undefined, the secret isn't in the stack. */
  | { readonly kind: "app"; readonly ends?: string }
  /** An access token that expires on `ends`. If undefined, the token is encrypted. */
  | { readonly kind: "token"; readonly ends?: string };

/** A part that a gateway may lack. */
export type Lack = "backup" | "budget" | "discovery" | "probes" | "requests" | "rotation";

export interface GatewayOf {
  readonly name: string;
  readonly tag: string;
  readonly owner?: string;
  readonly auth: Auth;
  readonly lacks?: readonly Lack[];
  readonly replicas?: number;
  /** Additional settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

export const repository = "mcr.microsoft.com/azure-api-management/gateway";
export const endpoint = "contoso-apim.configuration.azure-api.net";
export const status = "/status-0123456789abcdef";
export const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/gateways";

/** A token in the format of a real one, with an invalid signature. */
export function tokenOf(name: string, ends: string): string {
  const minute = `${ends.replaceAll("-", "")}0800`;
  return `GatewayKey ${name}&${minute}&${Buffer.from(`signature of ${name}`).toString("base64")}`;
}

export const isComplete = ({ lacks = [] }: GatewayOf, part: Lack) => !lacks.includes(part);

export const clientIdOf = (name: string) => uuid(`client of ${name}`);
export const tenantId = uuid("tenant");

/** The gateway's settings without its credential. */
export function settingsOf({ name, auth, settings }: GatewayOf): Record<string, string> {
  const base = { "gateway.name": name, "config.service.endpoint": endpoint };
  const method = "config.service.auth";
  if (auth.kind === "workloadIdentity") return { ...base, [method]: auth.kind, ...settings };
  if (auth.kind === "token") return { ...base, ...settings };
  return {
    ...base,
    [method]: "azureAdApp",
    [`${method}.azureAd.tenantId`]: tenantId,
    [`${method}.azureAd.clientId`]: clientIdOf(name),
    ...settings,
  };
}

/** The credential that a gateway reads from a secret: the setting and its value. Undefined for workload identity. */
export function credentialOf({ name, auth }: GatewayOf): { setting: string; value: Props } | undefined {
  if (auth.kind === "workloadIdentity") return undefined;
  if (auth.kind === "app")
    return { setting: "config.service.auth.azureAd.clientSecret", value: encrypted(`secret of ${name}`) };
  const value = auth.ends === undefined ? encrypted(`token of ${name}`) : secret(tokenOf(name, auth.ends));
  return { setting: "config.service.auth", value };
}

/** The Entra application of a gateway and its client secret. */
export function applicationOf({ name, auth }: GatewayOf): State[] {
  if (auth.kind !== "app" || auth.ends === undefined) return [];
  const applicationId = `/applications/${uuid(`object of ${name}`)}`;
  return [
    {
      type: "azuread:index/applicationRegistration:ApplicationRegistration",
      name,
      inputs: { displayName: `Gateway ${name}` },
      outputs: { id: applicationId, clientId: clientIdOf(name), displayName: `Gateway ${name}` },
    },
    {
      type: "azuread:index/applicationPassword:ApplicationPassword",
      name,
      inputs: { applicationId, endDate: `${auth.ends}T00:00:00Z` },
      outputs: { applicationId, endDate: `${auth.ends}T00:00:00Z`, value: encrypted(`secret of ${name}`) },
    },
  ];
}

export const labelsOf = ({ owner }: GatewayOf): Props =>
  owner === undefined ? {} : { "apim-gateway/owner": owner, "apim-gateway/responsibility": "customer" };
export const tagsOf = ({ owner }: GatewayOf): Props =>
  owner === undefined ? {} : { "apim-gateway-owner": owner, "apim-gateway-responsibility": "customer" };
export const pairs = (settings: Readonly<Record<string, unknown>>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));

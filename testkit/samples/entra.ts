/** Builders of gateways that authenticate with Entra ID, and of the resources in Azure that they need. */
import type { Props, Resource } from "../pack";
import { containerApp as gatewayApp } from "./container-app";
import { literals } from "./credentials";
import { deployment as gatewayDeployment, goodImage } from "./kubernetes";

export type Env = Record<string, unknown>;

export const endpoint = { "config.service.endpoint": "contoso.configuration.azure-api.net" };
export const workloadIdentity: Env = {
  ...endpoint,
  "config.service.auth": "workloadIdentity",
  "gateway.name": "gw",
};
export const azureAdApp: Env = {
  ...endpoint,
  "config.service.auth": "azureAdApp",
  "config.service.auth.azureAd.tenantId": "11111111-1111-1111-1111-111111111111",
  "config.service.auth.azureAd.clientId": "22222222-2222-2222-2222-222222222222",
  "config.service.auth.azureAd.clientSecret": "not-a-real-secret",
  "gateway.name": "gw",
};
export const tokenOf = (gateway: string) => `GatewayKey ${gateway}&202612110000&c2lnbmF0dXJl`;
export const token: Env = { ...endpoint, "config.service.auth": tokenOf("gw") };

/** Settings with some removed and others added. */
export function without(env: Env, ...names: string[]): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}

export interface Pod {
  namespace?: unknown;
  account?: unknown;
  labels?: unknown;
  image?: unknown;
  envFrom?: unknown;
}

export const identityLabel = { "azure.workload.identity/use": "true" };

/** A Deployment of a gateway with these settings. */
export function deployment(env: Env, pod: Pod = {}, more: Partial<Resource> = {}): Resource {
  const { namespace = "apim", account = "gw", labels = identityLabel, image = goodImage, envFrom } = pod;
  const parts = { image, env: literals(env), envFrom, pod: { serviceAccountName: account } };
  const metadata = { name: more.name ?? "gateway", namespace };
  return gatewayDeployment({ ...parts, podMetadata: { labels }, metadata }, more);
}

/** A Container App of a gateway; `inVault` are settings that come from secrets in a Key Vault. */
export function containerApp(env: Env, image = goodImage, inVault: readonly string[] = []): Resource {
  const references = inVault.map((name, index) => ({ name, secretRef: `s${index}` }));
  const secrets = inVault.map((_, index) => ({ name: `s${index}`, keyVaultUrl: "https://vault/secrets/s" }));
  return gatewayApp({ image, env: [...literals(env), ...references], secrets });
}

export function serviceAccount(metadata: Props = {}, more: Partial<Resource> = {}): Resource {
  const annotations = { "azure.workload.identity/client-id": "22222222-2222-2222-2222-222222222222" };
  return {
    type: "kubernetes:core/v1:ServiceAccount",
    props: { metadata: { name: "gw", namespace: "apim", annotations, ...metadata } },
    ...more,
  };
}

/** The two providers of Azure, whose shapes differ. */
export interface Azure {
  readonly service: (name: unknown, props?: Props, more?: Partial<Resource>) => Resource;
  readonly gateway: (name: unknown, service: unknown, more?: Partial<Resource>) => Resource;
  readonly role: (permission: Props, more?: Partial<Resource>) => Resource;
  readonly assignment: (role: Resource, more?: Partial<Resource>) => Resource;
  readonly federated: (subject: unknown, more?: Partial<Resource>) => Resource;
}

const roleGuid = "33333333-3333-3333-3333-333333333333";
const armId = (service: unknown) =>
  `/subscriptions/44444444-4444-4444-4444-444444444444/resourceGroups/rg/providers/Microsoft.ApiManagement/service/${service}`;

/** Inputs hold the path parameters, outputs do not. */
export const native: Azure = {
  service: (name, props = {}, more = {}) => {
    const common = { sku: { name: "Premium", capacity: 1 }, identity: { type: "SystemAssigned" }, ...props };
    return {
      type: "azure-native:apimanagement:ApiManagementService",
      props: { serviceName: name, resourceGroupName: "rg", ...common },
      outputs: { name, ...common },
      ...more,
    };
  },
  gateway: (name, service, more = {}) => ({
    type: "azure-native:apimanagement:Gateway",
    props: { gatewayId: name, serviceName: service, resourceGroupName: "rg" },
    outputs: { name, id: `${armId(service)}/gateways/${name}` },
    ...more,
  }),
  role: (permission, more = {}) => ({
    type: "azure-native:authorization:RoleDefinition",
    props: { permissions: [permission], roleDefinitionId: roleGuid, scope: "/subscriptions/s" },
    ...more,
  }),
  assignment: (role, more = {}) => ({
    type: "azure-native:authorization:RoleAssignment",
    props: {
      roleDefinitionId: `/x/${role.props.roleDefinitionId ?? roleGuid}`,
      principalId: "p",
      scope: "/subscriptions/s",
    },
    ...more,
  }),
  federated: (subject, more = {}) => ({
    type: "azure-native:managedidentity:FederatedIdentityCredential",
    props: {
      subject,
      issuer: "https://issuer",
      audiences: ["api://AzureADTokenExchange"],
      resourceName: "gw-identity",
    },
    outputs: { subject, issuer: "https://issuer", name: "federatedidentitycredential" },
    ...more,
  }),
};

const classic: Azure = {
  service: (name, props = {}, more = {}) => ({
    type: "azure:apimanagement/service:Service",
    props: { name, skuName: "Premium_1", identity: { type: "SystemAssigned" }, ...props },
    ...more,
  }),
  gateway: (name, service, more = {}) => ({
    type: "azure:apimanagement/gateway:Gateway",
    props: { name, apiManagementId: armId(service), locationData: { name: "here" } },
    ...more,
  }),
  role: (permission, more = {}) => ({
    type: "azure:authorization/roleDefinition:RoleDefinition",
    props: {
      name: "Gateway reader",
      permissions: [permission],
      roleDefinitionId: roleGuid,
      scope: "/subscriptions/s",
    },
    ...more,
  }),
  assignment: (role, more = {}) => ({
    type: "azure:authorization/assignment:Assignment",
    props: { roleDefinitionName: role.props.name, principalId: "p", scope: "/subscriptions/s" },
    ...more,
  }),
  federated: (subject, more = {}) => ({
    type: "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
    props: {
      subject,
      issuer: "https://issuer",
      audiences: ["api://AzureADTokenExchange"],
      applicationId: "/applications/a",
    },
    ...more,
  }),
};

export const providers = { native, classic };

export const subjectOf = (namespace: string, account: string) =>
  `system:serviceaccount:${namespace}:${account}`;

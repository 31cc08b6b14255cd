import type { Resource } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";
import type { ResourceType } from "../pulumi/resource-type";

/** The role that a resource of Azure or Entra ID has for a gateway. */
export type AzureKind =
  | "service"
  | "gateway"
  | "gateway-api"
  | "role"
  | "role-assignment"
  | "federated-credential"
  | "credential"
  | "identity"
  | "vault-secret";

/**
 * Types that aren't gateways but affect one. Modules are in lower case, without an API version.
 * Source: the SDKs @pulumi/azure-native 3.28, @pulumi/azure 6.40 and @pulumi/azuread 6.9.
 */
const kinds: Readonly<Record<string, AzureKind>> = {
  "azure-native:apimanagement:ApiManagementService": "service",
  "azure:apimanagement/service:Service": "service",
  "azure-native:apimanagement:Gateway": "gateway",
  "azure:apimanagement/gateway:Gateway": "gateway",
  "azure-native:apimanagement:GatewayApiEntityTag": "gateway-api",
  "azure:apimanagement/gatewayapi:GatewayApi": "gateway-api",
  "azure-native:authorization:RoleDefinition": "role",
  "azure:authorization/roledefinition:RoleDefinition": "role",
  "azure-native:authorization:RoleAssignment": "role-assignment",
  "azure:authorization/assignment:Assignment": "role-assignment",
  "azure-native:managedidentity:FederatedIdentityCredential": "federated-credential",
  "azure:armmsi/federatedidentitycredential:FederatedIdentityCredential": "federated-credential",
  "azuread:index/applicationfederatedidentitycredential:ApplicationFederatedIdentityCredential":
    "federated-credential",
  "azuread:index/applicationpassword:ApplicationPassword": "credential",
  "azuread:index/applicationcertificate:ApplicationCertificate": "credential",
  "azuread:index/serviceprincipalpassword:ServicePrincipalPassword": "credential",
  "azuread:index/serviceprincipalcertificate:ServicePrincipalCertificate": "credential",
  "azure-native:managedidentity:UserAssignedIdentity": "identity",
  "azure:authorization/userassignedidentity:UserAssignedIdentity": "identity",
  "azuread:index/application:Application": "identity",
  "azuread:index/applicationregistration:ApplicationRegistration": "identity",
  "azuread:index/serviceprincipal:ServicePrincipal": "identity",
  "azure-native:keyvault:Secret": "vault-secret",
  "azure:keyvault/secret:Secret": "vault-secret",
};

export function azureKind({ package: provider, module, name }: ResourceType): AzureKind | undefined {
  const key = `${provider}:${module}:${name}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
}

/** The stack's resources of a kind. */
export function azureResources(kind: AzureKind, stack: Stack): readonly Resource[] {
  return stack.lookUp(kindOf, kind);
}

const kindOf = (resource: Resource): string | undefined => azureKind(resource.type);

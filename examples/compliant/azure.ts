// The Azure resources: the service, its gateway with an API, and the identity with which the gateway authenticates.
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as authorization from "@pulumi/azure-native/authorization";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as resources from "@pulumi/azure-native/resources";
import { clusterIssuer, gatewayId, namespace, owner, serviceAccount, serviceName } from "./names";

const group = new resources.ResourceGroup("apim", { location: "westeurope" });
const resourceGroupName = group.name;

const service = new apimanagement.ApiManagementService("apim", {
  resourceGroupName,
  serviceName,
  // Only the classic tiers Developer and Premium support self-hosted gateways. Developer has no SLA.
  sku: { name: "Premium", capacity: 1 },
  publisherName: "Contoso",
  publisherEmail: "apis@contoso.com",
  // The service validates the tokens of its gateways with this identity.
  identity: { type: "SystemAssigned" },
  // Version 1 of the configuration API is retired. Gateways of version 2 use configuration API v2.
  configurationApi: { legacyApi: "Disabled" },
  tags: { "apim-gateway-owner": owner, "apim-gateway-responsibility": "microsoft" },
});
const inService = { resourceGroupName, serviceName };

const api = new apimanagement.Api(
  "orders",
  { ...inService, apiId: "orders", displayName: "Orders", path: "orders", protocols: ["https"] },
  { dependsOn: service },
);
const gateway = new apimanagement.Gateway(
  gatewayId,
  { ...inService, gatewayId, locationData: { name: "Berlin" } },
  { dependsOn: service },
);
new apimanagement.GatewayApiEntityTag(
  "orders",
  { ...inService, gatewayId, apiId: "orders" },
  { dependsOn: [gateway, api] },
);

// The gateway authenticates with workload identity, so no secret can expire or leak.
const identity = new managedidentity.UserAssignedIdentity("gateway", {
  resourceGroupName,
  resourceName: "gateway-berlin",
});
new managedidentity.FederatedIdentityCredential("gateway", {
  resourceGroupName,
  resourceName: identity.name,
  federatedIdentityCredentialResourceName: "gateway",
  issuer: clusterIssuer,
  subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
  audiences: ["api://AzureADTokenExchange"],
});

const configurationReader = new authorization.RoleDefinition("configuration-reader", {
  roleName: "API Management Gateway Configuration Reader Role",
  scope: group.id,
  assignableScopes: [group.id],
  // This is a data action. In `actions` it would have no effect.
  permissions: [{ dataActions: ["Microsoft.ApiManagement/service/gateways/getConfiguration/action"] }],
});
const accessValidator = new authorization.RoleDefinition("access-validator", {
  roleName: "API Management Configuration API Access Validator Service Role",
  scope: group.id,
  assignableScopes: [group.id],
  permissions: [{ actions: ["Microsoft.Authorization/*/read"] }],
});
new authorization.RoleAssignment("configuration-reader", {
  scope: service.id,
  principalId: identity.principalId,
  principalType: "ServicePrincipal",
  roleDefinitionId: configurationReader.id,
});
new authorization.RoleAssignment("access-validator", {
  scope: group.id,
  principalId: service.identity.apply((own) => own?.principalId ?? ""),
  principalType: "ServicePrincipal",
  roleDefinitionId: accessValidator.id,
});

/** The client ID of the identity, for the annotation of the service account. */
export const clientId = identity.clientId;

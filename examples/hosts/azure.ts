// Azure's side of all these gateways: one service of the tier Premium, and a Gateway resource for each of them.
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

const serviceName = "contoso-apim";

export const { name: resourceGroupName } = new resources.ResourceGroup("apim", { location: "westeurope" });

const service = new apimanagement.ApiManagementService("apim", {
  resourceGroupName,
  serviceName,
  sku: { name: "Premium", capacity: 1 },
  publisherName: "Contoso",
  publisherEmail: "apis@contoso.com",
  identity: { type: "SystemAssigned" },
});

/** Where every gateway gets its configuration. */
export const endpoint = `${serviceName}.configuration.azure-api.net`;

/** What gateways sign in with on hosts that take Entra ID. Azure makes up its client id: it is not known in a preview. */
export const identity = new managedidentity.UserAssignedIdentity("gateways", {
  resourceGroupName,
  resourceName: "gateways",
});

/** Declares a gateway, and gives an access token for it. */
export function newGateway(gatewayId: string): pulumi.Output<string> {
  new apimanagement.Gateway(
    gatewayId,
    { resourceGroupName, serviceName, gatewayId, locationData: { name: gatewayId } },
    { dependsOn: service },
  );
  return madeUpToken(gatewayId);
}

/**
 * A token in the form of a real one that no service has signed; it ends in 20 days. A program gets a real one from its
 * configuration or from a Key Vault. For Pulumi it is a secret, which says nothing about what Azure or Kubernetes make of it.
 */
function madeUpToken(gatewayId: string): pulumi.Output<string> {
  const end = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
  const signature = Buffer.from(`signature of ${gatewayId}`).toString("base64");
  return pulumi.secret(`GatewayKey ${gatewayId}&${end}0000&${signature}`);
}

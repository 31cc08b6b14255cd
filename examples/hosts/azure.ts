// The Azure resources for all gateways of this example: one service in the Premium tier and a Gateway resource for
// each.
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

/** The configuration endpoint of all gateways. */
export const endpoint = `${serviceName}.configuration.azure-api.net`;

/**
 * The identity of the gateways on hosts that support Entra ID. Azure generates its client ID, so it is unknown in a
 * preview.
 */
export const identity = new managedidentity.UserAssignedIdentity("gateways", {
  resourceGroupName,
  resourceName: "gateways",
});

/** Declares a Gateway resource and returns an access token for it. */
export function newGateway(gatewayId: string): pulumi.Output<string> {
  new apimanagement.Gateway(
    gatewayId,
    { resourceGroupName, serviceName, gatewayId, locationData: { name: gatewayId } },
    { dependsOn: service },
  );
  return madeUpToken(gatewayId);
}

/**
 * Returns a token in the format of a real one, with an invalid signature. It expires in 20 days. A real program reads
 * the token from its configuration or from a Key Vault. Pulumi treats the value as a secret, but Azure and Kubernetes
 * may still store it in plain text.
 */
function madeUpToken(gatewayId: string): pulumi.Output<string> {
  const end = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
  const signature = Buffer.from(`signature of ${gatewayId}`).toString("base64");
  return pulumi.secret(`GatewayKey ${gatewayId}&${end}0000&${signature}`);
}

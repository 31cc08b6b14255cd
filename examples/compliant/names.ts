// Names that the Azure resources and the Kubernetes objects share.
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

export const serviceName = config.get("serviceName") ?? "contoso-apim";
export const gatewayId = "berlin";
export const namespace = "apim-gateway";
export const serviceAccount = "gateway";
/** OIDC issuer of the cluster: `az aks show --query oidcIssuerProfile.issuerUrl`. */
export const clusterIssuer =
  config.get("clusterIssuer") ??
  "https://westeurope.oic.prod-aks.azure.com/00000000-0000-0000-0000-000000000000/";
/** The team that owns the gateway. */
export const owner = config.get("owner") ?? "platform-team";

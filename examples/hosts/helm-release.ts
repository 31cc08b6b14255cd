// Microsoft's chart, installed by Pulumi as a Helm release.
// Mistakes: the chart's version determines the image, here 2.10.1, which is out of support; the chart doesn't support
// the authentication type `azureAd` and renders no authentication settings, without an error.
import * as k8s from "@pulumi/kubernetes";
import { endpoint, identity, newGateway } from "./azure";

newGateway("oslo");

new k8s.helm.v3.Release("oslo", {
  name: "oslo",
  chart: "azure-api-management-gateway",
  version: "1.14.1",
  repositoryOpts: { repo: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/" },
  namespace: "oslo",
  createNamespace: true,
  values: {
    gateway: {
      name: "oslo",
      configuration: { uri: endpoint },
      auth: {
        type: "azureAd",
        azureAd: { tenant: { id: identity.tenantId }, app: { id: identity.clientId } },
      },
    },
  },
});

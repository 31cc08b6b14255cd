// Microsoft's chart, installed by a HelmRelease of Flux.
// Mistakes: with a range of chart versions, Flux can change the image; the endpoint is that of configuration API v1.
import * as k8s from "@pulumi/kubernetes";
import { identity, newGateway } from "./azure";

newGateway("lisbon");

new k8s.apiextensions.CustomResource("lisbon-charts", {
  apiVersion: "source.toolkit.fluxcd.io/v1",
  kind: "HelmRepository",
  metadata: { name: "apim-gateway", namespace: "flux-system" },
  spec: {
    interval: "1h",
    url: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/",
  },
});
new k8s.apiextensions.CustomResource("lisbon", {
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "lisbon", namespace: "flux-system" },
  spec: {
    interval: "10m",
    targetNamespace: "apim",
    chart: {
      spec: {
        chart: "azure-api-management-gateway",
        version: ">=1.15.0",
        sourceRef: { kind: "HelmRepository", name: "apim-gateway" },
      },
    },
    values: {
      gateway: {
        name: "lisbon",
        configuration: { uri: "https://contoso-apim.management.azure-api.net" },
        auth: { type: "WorkloadIdentity", azureAd: { app: { id: identity.clientId } } },
      },
    },
  },
});

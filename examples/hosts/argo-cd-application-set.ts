// Microsoft's chart on many clusters: an ApplicationSet, from whose template Argo CD creates an Application for each
// cluster.
// Mistakes: `2.13` is a rolling tag. Values in braces are unknown in a preview and are not checked.
import * as k8s from "@pulumi/kubernetes";
import { endpoint, identity, newGateway } from "./azure";

for (const gatewayId of ["malmo", "turku"]) newGateway(gatewayId);

new k8s.apiextensions.CustomResource("nordic", {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ApplicationSet",
  metadata: { name: "nordic", namespace: "argocd" },
  spec: {
    generators: [{ clusters: { selector: { matchLabels: { region: "nordic" } } } }],
    template: {
      metadata: { name: "gateway-{{name}}" },
      spec: {
        project: "default",
        source: {
          repoURL: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/",
          chart: "azure-api-management-gateway",
          targetRevision: "1.16.1",
          helm: {
            valuesObject: {
              image: { tag: "2.13" },
              gateway: {
                name: "{{name}}",
                configuration: { uri: endpoint },
                auth: { type: "WorkloadIdentity", azureAd: { app: { id: identity.clientId } } },
              },
            },
          },
        },
        destination: { server: "{{server}}", namespace: "apim" },
      },
    },
  },
});

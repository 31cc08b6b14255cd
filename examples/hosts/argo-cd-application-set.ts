// The same for many clusters: an ApplicationSet, whose template Argo CD fills in for each of them.
// Wrong: `2.13` moves with every patch. What stands in braces is not known here, and not judged.
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

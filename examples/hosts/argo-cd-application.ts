// Microsoft's chart, installed by an Application of Argo CD.
// Mistakes: the token is a Helm parameter, so everyone who can read the Application can read the token.
import * as k8s from "@pulumi/kubernetes";
import { endpoint, newGateway } from "./azure";

const token = newGateway("madrid");

new k8s.apiextensions.CustomResource("madrid", {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: {
    name: "madrid",
    namespace: "argocd",
    annotations: { "apim-gateway/token-rotation": "monthly, by the platform team" },
  },
  spec: {
    project: "default",
    source: {
      repoURL: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/",
      chart: "azure-api-management-gateway",
      targetRevision: "1.16.1",
      helm: {
        releaseName: "madrid",
        parameters: [
          { name: "gateway.configuration.uri", value: endpoint },
          { name: "gateway.auth.key", value: token },
        ],
      },
    },
    destination: { server: "https://kubernetes.default.svc", namespace: "apim" },
    syncPolicy: { automated: { prune: true, selfHeal: true } },
  },
});

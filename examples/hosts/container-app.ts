// Azure Container Apps as in Microsoft's article, with the native and the classic provider.
// Mistakes: the article's image is out of support, and its token is in plain text; the second app runs a preview
// version.
import * as app from "@pulumi/azure-native/app";
import { endpoint, newGateway, resourceGroupName } from "./azure";
import { ContainerApp } from "./classic-azure";

const environment = new app.ManagedEnvironment("paris", { resourceGroupName, environmentName: "paris" });

new app.ContainerApp("paris", {
  resourceGroupName,
  containerAppName: "paris",
  managedEnvironmentId: environment.id,
  configuration: { ingress: { external: true, targetPort: 8080 } },
  template: {
    containers: [
      {
        name: "gateway",
        image: "mcr.microsoft.com/azure-api-management/gateway:2.5.0",
        env: [
          { name: "config.service.endpoint", value: endpoint },
          { name: "config.service.auth", value: newGateway("paris") },
          { name: "net.server.http.forwarded.proto.enabled", value: "true" },
        ],
      },
    ],
    scale: { minReplicas: 1, maxReplicas: 3 },
  },
  tags: { "apim-gateway-token-rotation": "monthly, by the platform team" },
});

new ContainerApp("brussels", {
  name: "brussels",
  resourceGroupName,
  containerAppEnvironmentId: environment.id,
  revisionMode: "Single",
  ingress: {
    externalEnabled: true,
    targetPort: 8080,
    trafficWeights: [{ latestRevision: true, percentage: 100 }],
  },
  secrets: [{ name: "gateway-token", value: newGateway("brussels") }],
  template: {
    minReplicas: 1,
    maxReplicas: 3,
    containers: [
      {
        name: "gateway",
        image: "mcr.microsoft.com/azure-api-management/gateway:v2-preview",
        cpu: 0.5,
        memory: "1Gi",
        envs: [
          { name: "config.service.endpoint", value: endpoint },
          { name: "config.service.auth", secretName: "gateway-token" },
          { name: "net.server.http.forwarded.proto.enabled", value: "true" },
        ],
      },
    ],
  },
  tags: { "apim-gateway-token-rotation": "monthly, by the platform team" },
});

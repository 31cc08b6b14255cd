// Azure Container Instances, by the native and by the classic provider.
// Wrong: the first group's client secret is no secret there. The second never says how to sign in. Its endpoint is an
// output of the service that is not known in a preview: the policies say so, and judge it during the update.
import * as containerinstance from "@pulumi/azure-native/containerinstance";
import * as pulumi from "@pulumi/pulumi";
import { endpoint, identity, newGateway, resourceGroupName, service } from "./azure";
import { ContainerGroup } from "./classic-azure";

newGateway("dublin");
newGateway("cork");
const image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";
const ports = [{ port: 8080, protocol: "TCP" }];

new containerinstance.ContainerGroup("dublin", {
  resourceGroupName,
  containerGroupName: "dublin",
  osType: "Linux",
  ipAddress: { type: "Public", ports },
  containers: [
    {
      name: "gateway",
      image,
      ports,
      resources: { requests: { cpu: 2, memoryInGB: 2 } },
      environmentVariables: [
        { name: "gateway.name", value: "dublin" },
        { name: "config.service.endpoint", value: endpoint },
        { name: "config.service.auth", value: "azureAdApp" },
        { name: "config.service.auth.azureAd.tenantId", value: identity.tenantId },
        { name: "config.service.auth.azureAd.clientId", value: "3f1f6a52-6a0e-4c5e-8d3b-2f6f0f9d7a11" },
        { name: "config.service.auth.azureAd.clientSecret", value: pulumi.secret("secret of dublin") },
      ],
    },
  ],
});

new ContainerGroup("cork", {
  name: "cork",
  resourceGroupName,
  osType: "Linux",
  containers: [
    {
      name: "gateway",
      image,
      ports,
      cpu: 2,
      memory: 2,
      environmentVariables: {
        "gateway.name": "cork",
        "config.service.endpoint": service.managementApiUrl,
      },
    },
  ],
});

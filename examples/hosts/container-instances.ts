// Azure Container Instances, with the native and the classic provider. Azure rejects environment variable names that
// contain a dot, so `env` in the container's command passes the settings. `docker image inspect` shows the entry point
// of the image.
// Mistakes: the client secret of the first group is in its command, where everyone with access to the group can read
// it. It belongs in a secure variable that the command references. The second group doesn't set an authentication
// method.
import * as containerinstance from "@pulumi/azure-native/containerinstance";
import * as pulumi from "@pulumi/pulumi";
import { endpoint, identity, newGateway, resourceGroupName } from "./azure";
import { ContainerGroup } from "./classic-azure";

newGateway("dublin");
newGateway("cork");
const image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";
const entryPoint = "/app/start-gateway";
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
      command: [
        "env",
        "gateway.name=dublin",
        pulumi.interpolate`config.service.endpoint=${endpoint}`,
        "config.service.auth=azureAdApp",
        pulumi.interpolate`config.service.auth.azureAd.tenantId=${identity.tenantId}`,
        "config.service.auth.azureAd.clientId=3f1f6a52-6a0e-4c5e-8d3b-2f6f0f9d7a11",
        pulumi.interpolate`config.service.auth.azureAd.clientSecret=${pulumi.secret("secret of dublin")}`,
        entryPoint,
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
      commands: [
        "sh",
        "-c",
        `exec env 'gateway.name=cork' 'config.service.endpoint=contoso-apim.configuration.azure-api.net' ${entryPoint}`,
      ],
    },
  ],
});

// Docker, which Microsoft documents for evaluation: a container and a Swarm service.
// Mistakes: the pulled image is out of support, which is found although the container references it by an unknown ID;
// the token is in plain text in the container's environment variables; the service runs a beta version and uses the API
// gateway's hostname as configuration endpoint.
import * as pulumi from "@pulumi/pulumi";
import { endpoint, newGateway } from "./azure";
import { Container, RemoteImage, Service } from "./docker-provider";

const token = newGateway("warsaw");
const labels = [{ label: "apim-gateway/token-rotation", value: "monthly, by the platform team" }];

const pulled = new RemoteImage("gateway", { name: "mcr.microsoft.com/azure-api-management/gateway:2.9.2" });
new Container("warsaw", {
  name: "warsaw",
  image: pulled.imageId,
  envs: [`config.service.endpoint=${endpoint}`, pulumi.interpolate`config.service.auth=${token}`],
  ports: [{ internal: 8080, external: 80 }],
  labels,
});

newGateway("gdansk");
new Service("gdansk", {
  name: "gdansk",
  taskSpec: {
    containerSpec: {
      image: "mcr.microsoft.com/azure-api-management/gateway:beta",
      env: {
        "gateway.name": "gdansk",
        "config.service.endpoint": "https://contoso-apim.azure-api.net",
        "config.service.auth": "azureAdApp",
        "config.service.auth.azureAd.tenantId": "11111111-1111-1111-1111-111111111111",
        "config.service.auth.azureAd.clientId": "22222222-2222-2222-2222-222222222222",
        "config.service.auth.azureAd.certificatePath": "/certs/gateway.pfx",
      },
    },
  },
  endpointSpec: { ports: [{ targetPort: 8080, publishedPort: 80 }] },
});

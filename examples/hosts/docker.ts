// Docker, which Microsoft documents for evaluation: a container, and a service of a swarm.
// Wrong: the image that was pulled is out of support, though the container names it by an id that is not known yet, and its
// variables, with the token, are in plain sight; the service runs a beta and asks the gateway's own host for its configuration.
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

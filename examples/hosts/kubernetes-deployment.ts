// A Kubernetes Deployment with its settings in a ConfigMap and workload identity, as in Microsoft's article.
// Mistakes: the image is three minor versions older than the newest one, so it is no longer supported.
import * as k8s from "@pulumi/kubernetes";
import { endpoint, identity, newGateway } from "./azure";

newGateway("berlin");
const { name: namespace } = new k8s.core.v1.Namespace("berlin", { metadata: { name: "berlin" } }).metadata;

const account = new k8s.core.v1.ServiceAccount("berlin", {
  metadata: {
    name: "berlin",
    namespace,
    annotations: { "azure.workload.identity/client-id": identity.clientId },
  },
});
const settings = new k8s.core.v1.ConfigMap("berlin", {
  metadata: { name: "berlin-environment", namespace },
  data: {
    "gateway.name": "berlin",
    "config.service.endpoint": endpoint,
    "config.service.auth": "workloadIdentity",
  },
});
const labels = { app: "berlin" };
new k8s.apps.v1.Deployment("berlin", {
  metadata: { name: "berlin", namespace },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels: { ...labels, "azure.workload.identity/use": "true" } },
      spec: {
        serviceAccountName: account.metadata.name,
        containers: [
          {
            name: "gateway",
            image: "mcr.microsoft.com/azure-api-management/gateway:2.10.1",
            ports: [{ name: "http", containerPort: 8080 }],
            envFrom: [{ configMapRef: { name: settings.metadata.name } }],
          },
        ],
      },
    },
  },
});

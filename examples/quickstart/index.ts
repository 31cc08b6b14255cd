// Two self-hosted gateways as in the portal's "Deployment scripts" and in Microsoft's article on Container Apps.
// They work on the day of the deployment. `npm run preview` shows what fails later.
import * as apimanagement from "@pulumi/azure-native/apimanagement";
import * as app from "@pulumi/azure-native/app";
import * as resources from "@pulumi/azure-native/resources";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const serviceName = config.get("serviceName") ?? "contoso-apim";
const endpoint = `${serviceName}.configuration.azure-api.net`;

const group = new resources.ResourceGroup("apim", { location: "westeurope" });
const service = new apimanagement.ApiManagementService("apim", {
  resourceGroupName: group.name,
  serviceName,
  sku: { name: "Developer", capacity: 1 },
  configurationApi: { legacyApi: "Disabled" },
  publisherName: "Contoso",
  publisherEmail: "apis@contoso.com",
});
for (const gatewayId of ["berlin", "paris"]) {
  new apimanagement.Gateway(
    gatewayId,
    { resourceGroupName: group.name, serviceName, gatewayId, locationData: { name: gatewayId } },
    { dependsOn: service },
  );
}

// A token expires after at most 30 days, and nothing in this program rotates it.
const berlinToken = config.getSecret("berlinToken") ?? madeUpToken("berlin");
const parisToken = config.getSecret("parisToken") ?? madeUpToken("paris");

const namespace = new k8s.core.v1.Namespace("apim", { metadata: { name: "apim" } }).metadata.name;
const settings = new k8s.core.v1.ConfigMap("berlin-env", {
  metadata: { name: "berlin-env", namespace },
  data: { "config.service.endpoint": endpoint, "neighborhood.host": "berlin-instance-discovery" },
});
const owner = { "apim-gateway/owner": "team-integration" };
const token = new k8s.core.v1.Secret("berlin-token", {
  metadata: {
    name: "berlin-token",
    namespace,
    labels: { ...owner, "apim-gateway/responsibility": "shared" },
  },
  stringData: { value: berlinToken },
});
const labels = { app: "berlin" };
new k8s.apps.v1.Deployment("berlin", {
  metadata: { name: "berlin", namespace, labels: { ...owner, "apim-gateway/responsibility": "customer" } },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
    template: {
      metadata: { labels },
      spec: {
        terminationGracePeriodSeconds: 60,
        containers: [
          {
            name: "berlin",
            // Three minor versions older than the newest one, so no longer supported.
            image: "mcr.microsoft.com/azure-api-management/gateway:2.10.1",
            ports: [
              { name: "http", containerPort: 8080 },
              { name: "https", containerPort: 8081 },
              { name: "rate-limit-dc", protocol: "UDP", containerPort: 4290 },
              { name: "dc-heartbeat", protocol: "UDP", containerPort: 4291 },
            ],
            resources: { requests: { cpu: "2", memory: "2Gi" } },
            securityContext: { allowPrivilegeEscalation: false },
            readinessProbe: { httpGet: { path: "/status-0123456789abcdef", port: "http" } },
            livenessProbe: { httpGet: { path: "/status-0123456789abcdef", port: "http" } },
            envFrom: [{ configMapRef: { name: settings.metadata.name } }],
            env: [
              {
                name: "config.service.auth",
                valueFrom: { secretKeyRef: { name: token.metadata.name, key: "value" } },
              },
            ],
          },
        ],
      },
    },
  },
});
new k8s.core.v1.Service("berlin-live-traffic", {
  metadata: { name: "berlin-live-traffic", namespace },
  spec: {
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    selector: labels,
    ports: [
      { name: "http", port: 80, targetPort: 8080 },
      { name: "https", port: 443, targetPort: 8081 },
    ],
  },
});
new k8s.core.v1.Service("berlin-instance-discovery", {
  metadata: { name: "berlin-instance-discovery", namespace },
  spec: {
    clusterIP: "None",
    selector: labels,
    ports: [
      { name: "rate-limit-discovery", port: 4290, targetPort: "rate-limit-dc", protocol: "UDP" },
      { name: "discovery-heartbeat", port: 4291, targetPort: "dc-heartbeat", protocol: "UDP" },
    ],
  },
});

const environment = new app.ManagedEnvironment("paris", {
  resourceGroupName: group.name,
  environmentName: "paris",
});
new app.ContainerApp("paris", {
  resourceGroupName: group.name,
  containerAppName: "paris",
  managedEnvironmentId: environment.id,
  configuration: {
    ingress: { external: true, targetPort: 8080 },
    secrets: [{ name: "gateway-token", value: parisToken }],
  },
  template: {
    terminationGracePeriodSeconds: 60,
    containers: [
      {
        name: "gateway",
        // A rolling tag: the newest version when a replica starts.
        image: "mcr.microsoft.com/azure-api-management/gateway:v2",
        resources: { cpu: 2, memory: "4Gi" },
        probes: ["Liveness", "Readiness"].map((type) => ({
          type,
          httpGet: { path: "/status-0123456789abcdef", port: 8080 },
        })),
        env: [
          { name: "config.service.endpoint", value: endpoint },
          { name: "config.service.auth", secretRef: "gateway-token" },
          { name: "net.server.http.forwarded.proto.enabled", value: "true" },
        ],
      },
    ],
    scale: { minReplicas: 1, maxReplicas: 1 },
  },
});

/** Returns a token in the format of a real one, with an invalid signature. It expires in 20 days. */
function madeUpToken(gatewayId: string): pulumi.Output<string> {
  const end = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", "");
  const signature = Buffer.from("not a signature").toString("base64");
  return pulumi.secret(`GatewayKey ${gatewayId}&${end}0000&${signature}`);
}

/** The objects that chart 1.15.1 renders from its default values for the release `gw`, in Helm's order. */
import type { Resource } from "../pack";

const fullName = "gw-azure-api-management-gateway";
const discovery = `${fullName}-instance-discovery`;
const selector = {
  "app.kubernetes.io/name": fullName,
  "app.kubernetes.io/component": "self-hosted-gateway",
  "app.kubernetes.io/instance": "gw",
};
const labels = {
  "helm.sh/chart": "azure-api-management-gateway-1.15.1",
  ...selector,
  "app.kubernetes.io/version": "2.11.1",
  "app.kubernetes.io/managed-by": "Helm",
};
const probe = { httpGet: { path: "/status-0123456789abcdef", port: "http" } };

/** Some of its objects have the release's namespace, the others leave it to `kubectl apply`. */
export function officialChart(service: object = {}): Resource[] {
  const object = (type: string, name: string, props: object, named = false): Resource => ({
    type: `kubernetes:${type}`,
    name,
    props: { metadata: { name, labels, ...(named ? { namespace: "apim" } : {}) }, ...props },
  });
  return [
    object(
      "policy/v1:PodDisruptionBudget",
      fullName,
      { spec: { maxUnavailable: "25%", selector: { matchLabels: selector } } },
      true,
    ),
    object("core/v1:ServiceAccount", fullName, {}),
    object("core/v1:Secret", fullName, { type: "Opaque", data: { "gateway-key": "R2F0ZXdheUtleSB4" } }),
    object("core/v1:ConfigMap", fullName, {
      data: {
        "config.service.endpoint": "contoso.configuration.azure-api.net",
        "telemetry.metrics.cloud": "true",
        "telemetry.logs.std": "text",
        "telemetry.logs.std.level": "info",
        "telemetry.logs.std.color": "true",
        "telemetry.logs.local": "auto",
        "telemetry.logs.local.json.endpoint": "127.0.0.1:8888",
        "telemetry.metrics.local": "none",
        "observability.opentelemetry.enabled": "false",
      },
    }),
    object(
      "core/v1:Service",
      discovery,
      {
        spec: {
          clusterIP: "None",
          type: "ClusterIP",
          ports: [
            { port: 4290, targetPort: "rate-limit-dc", protocol: "UDP", name: "rate-limit-discovery" },
            { port: 4291, targetPort: "dc-heartbeat", protocol: "UDP", name: "discovery-heartbeat" },
          ],
          selector,
        },
      },
      true,
    ),
    object("core/v1:Service", fullName, {
      spec: {
        type: "ClusterIP",
        ports: [
          { port: 8080, targetPort: "http", protocol: "TCP", name: "http" },
          { port: 8081, targetPort: "https", protocol: "TCP", name: "https" },
        ],
        selector,
        ...service,
      },
    }),
    object("apps/v1:Deployment", fullName, {
      apiVersion: "apps/v1",
      spec: {
        replicas: 3,
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: selector },
          spec: {
            terminationGracePeriodSeconds: 60,
            serviceAccountName: fullName,
            containers: [
              {
                name: "azure-api-management-gateway",
                image: "mcr.microsoft.com/azure-api-management/gateway:2.11.1",
                imagePullPolicy: "IfNotPresent",
                env: [
                  { name: "runtime.deployment.mechanism", value: "Helm" },
                  { name: "runtime.deployment.artifact.version", value: "1.15.1" },
                  { name: "runtime.deployment.highAvailability.enabled", value: "true" },
                  { name: "neighborhood.host", value: discovery },
                  {
                    name: "config.service.auth",
                    valueFrom: { secretKeyRef: { name: fullName, key: "gateway-key" } },
                  },
                ],
                envFrom: [{ configMapRef: { name: fullName } }],
                ports: [
                  { name: "http", containerPort: 8080 },
                  { name: "https", containerPort: 8081 },
                  { name: "rate-limit-dc", protocol: "UDP", containerPort: 4290 },
                  { name: "dc-heartbeat", protocol: "UDP", containerPort: 4291 },
                ],
                readinessProbe: probe,
                livenessProbe: probe,
                resources: {},
              },
            ],
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: selector },
              },
            ],
          },
        },
      },
    }),
  ];
}

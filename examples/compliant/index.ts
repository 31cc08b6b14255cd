// A self-hosted gateway for production that passes all policies. Comments explain settings that the policies require.
import * as k8s from "@pulumi/kubernetes";
import { clientId } from "./azure";
import { gatewayId, namespace as namespaceName, owner, serviceAccount, serviceName } from "./names";

const namespace = new k8s.core.v1.Namespace("gateway", { metadata: { name: namespaceName } }).metadata.name;

const account = new k8s.core.v1.ServiceAccount("gateway", {
  metadata: {
    name: serviceAccount,
    namespace,
    annotations: { "azure.workload.identity/client-id": clientId },
  },
});
const settings = new k8s.core.v1.ConfigMap("gateway", {
  metadata: { name: "gateway-env", namespace },
  data: {
    "gateway.name": gatewayId,
    "config.service.endpoint": `${serviceName}.configuration.azure-api.net`,
    "config.service.auth": "workloadIdentity",
    // Replicas discover each other through this Service, to share rate limits.
    "neighborhood.host": "gateway-instance-discovery",
    "telemetry.logs.std": "json",
  },
});
// The configuration backup, for pods that start while the service is unreachable. All replicas write to it.
const backup = new k8s.core.v1.PersistentVolumeClaim("gateway", {
  metadata: { name: "gateway-backup", namespace },
  spec: {
    accessModes: ["ReadWriteMany"],
    storageClassName: "azurefile-csi",
    resources: { requests: { storage: "1Gi" } },
  },
});

const labels = { app: "gateway" };
const status = { httpGet: { path: "/status-0123456789abcdef", port: "http" } };
const spread = (topologyKey: string) => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: { matchLabels: labels },
});
new k8s.apps.v1.Deployment("gateway", {
  metadata: {
    name: "gateway",
    namespace,
    labels: { ...labels, "apim-gateway/owner": owner, "apim-gateway/responsibility": "customer" },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: { labels: { ...labels, "azure.workload.identity/use": "true" } },
      spec: {
        serviceAccountName: account.metadata.name,
        // Gives a pod time to complete its current requests before it ends.
        terminationGracePeriodSeconds: 60,
        securityContext: { runAsNonRoot: true, runAsUser: 1001, fsGroup: 1001 },
        topologySpreadConstraints: [spread("topology.kubernetes.io/zone"), spread("kubernetes.io/hostname")],
        containers: [
          {
            name: "gateway",
            image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2",
            envFrom: [{ configMapRef: { name: settings.metadata.name } }],
            ports: [
              { name: "http", containerPort: 8080 },
              { name: "https", containerPort: 8081 },
              { name: "rate-limit", protocol: "UDP", containerPort: 4290 },
              { name: "heartbeat", protocol: "UDP", containerPort: 4291 },
            ],
            readinessProbe: status,
            livenessProbe: status,
            startupProbe: { ...status, failureThreshold: 30 },
            resources: { requests: { cpu: "2", memory: "2Gi" }, limits: { memory: "2Gi" } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            volumeMounts: [{ name: "backup", mountPath: "/apim/config" }],
          },
        ],
        volumes: [{ name: "backup", persistentVolumeClaim: { claimName: backup.metadata.name } }],
      },
    },
  },
});
new k8s.policy.v1.PodDisruptionBudget("gateway", {
  metadata: { name: "gateway", namespace },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
});
new k8s.core.v1.Service("gateway", {
  metadata: { name: "gateway", namespace },
  spec: {
    type: "LoadBalancer",
    // Preserves the client's IP address and the gateway's own load balancing.
    externalTrafficPolicy: "Local",
    selector: labels,
    ports: [{ name: "https", port: 443, targetPort: "https" }],
  },
});
new k8s.core.v1.Service("gateway-instance-discovery", {
  metadata: { name: "gateway-instance-discovery", namespace },
  spec: {
    clusterIP: "None",
    selector: labels,
    ports: [
      { name: "rate-limit", protocol: "UDP", port: 4290, targetPort: "rate-limit" },
      { name: "heartbeat", protocol: "UDP", port: 4291, targetPort: "heartbeat" },
    ],
  },
});

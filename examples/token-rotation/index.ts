// A gateway that authenticates with an access token, which is neither in the program nor in the state. A job outside
// the cluster requests a new token from Azure every week and stores it in Key Vault. An ExternalSecret copies it to the
// namespace.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const owner = config.get("owner") ?? "platform-team";
const namespace = "apim-token";
const tokenSecret = "berlin-token";
const ownership = { "apim-gateway/owner": owner, "apim-gateway/responsibility": "customer" };

new k8s.core.v1.Namespace("gateway", { metadata: { name: namespace } });

new k8s.apiextensions.CustomResource("token", {
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata: { name: tokenSecret, namespace },
  spec: {
    // Much shorter than the 30 days for which a token is valid.
    refreshInterval: "1h",
    secretStoreRef: { kind: "ClusterSecretStore", name: "key-vault" },
    target: {
      name: tokenSecret,
      template: {
        metadata: { labels: { "apim-gateway/owner": owner, "apim-gateway/responsibility": "shared" } },
      },
    },
    data: [{ secretKey: "value", remoteRef: { key: "apim-gateway-berlin-token" } }],
  },
});

const labels = { app: "berlin" };
const status = { httpGet: { path: "/status-0123456789abcdef", port: 8080 } };
const backup = new k8s.core.v1.PersistentVolumeClaim("berlin", {
  metadata: { name: "berlin-backup", namespace },
  spec: {
    accessModes: ["ReadWriteMany"],
    storageClassName: "azurefile-csi",
    resources: { requests: { storage: "1Gi" } },
  },
});
new k8s.apps.v1.Deployment("berlin", {
  metadata: {
    name: "berlin",
    namespace,
    labels: { ...labels, ...ownership },
    // A pod reads the token only when it starts. Reloader restarts the pods when the Secret changes.
    annotations: { "secret.reloader.stakater.com/reload": tokenSecret },
  },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    template: {
      metadata: { labels },
      spec: {
        terminationGracePeriodSeconds: 60,
        securityContext: { runAsNonRoot: true, runAsUser: 1001, fsGroup: 1001 },
        topologySpreadConstraints: [
          {
            topologyKey: "topology.kubernetes.io/zone",
            maxSkew: 1,
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: labels },
          },
        ],
        containers: [
          {
            name: "gateway",
            image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2",
            env: [
              { name: "config.service.endpoint", value: "contoso-apim.configuration.azure-api.net" },
              {
                name: "config.service.auth",
                valueFrom: { secretKeyRef: { name: tokenSecret, key: "value" } },
              },
              { name: "neighborhood.host", value: "berlin-instance-discovery" },
            ],
            readinessProbe: status,
            livenessProbe: status,
            resources: { requests: { cpu: "2", memory: "2Gi" } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
            volumeMounts: [{ name: "backup", mountPath: "/apim/config" }],
          },
        ],
        volumes: [{ name: "backup", persistentVolumeClaim: { claimName: backup.metadata.name } }],
      },
    },
  },
});
new k8s.policy.v1.PodDisruptionBudget("berlin", {
  metadata: { name: "berlin", namespace },
  spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
});
new k8s.core.v1.Service("berlin-instance-discovery", {
  metadata: { name: "berlin-instance-discovery", namespace },
  spec: {
    clusterIP: "None",
    selector: labels,
    ports: [
      { name: "rate-limit", protocol: "UDP", port: 4290 },
      { name: "heartbeat", protocol: "UDP", port: 4291 },
    ],
  },
});

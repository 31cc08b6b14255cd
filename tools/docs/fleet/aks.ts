import {
  clientIdOf,
  credentialOf,
  type GatewayOf,
  isComplete,
  labelsOf,
  repository,
  settingsOf,
  status,
} from "./gateway";
import type { Props, State } from "./state";

/** A Deployment on AKS with its related objects. */
export function aks(gateway: GatewayOf): State[] {
  const { name, tag, replicas = 3 } = gateway;
  const namespace = "gateways";
  const app = { app: name };
  const metadata = { name, namespace };
  const object = (type: string, own: string, content: Props): State => ({
    type: `kubernetes:${type}`,
    name: own,
    inputs: {
      apiVersion: type.slice(0, type.indexOf(":")).replace("core/", ""),
      kind: type.slice(type.indexOf(":") + 1),
      metadata: { ...metadata, name: own, ...(content.metadata as Props) },
      ...Object.fromEntries(Object.entries(content).filter(([key]) => key !== "metadata")),
    },
  });
  const credential = credentialOf(gateway);
  const probe = { httpGet: { path: status, port: "http" } };
  const container = {
    name: "gateway",
    image: `${repository}:${tag}`,
    envFrom: [{ configMapRef: { name: `${name}-env` } }],
    ...(credential && {
      env: [
        { name: credential.setting, valueFrom: { secretKeyRef: { name: `${name}-token`, key: "value" } } },
      ],
    }),
    ports: [
      { name: "http", containerPort: 8080 },
      { name: "rate-limit", containerPort: 4290, protocol: "UDP" },
      { name: "heartbeat", containerPort: 4291, protocol: "UDP" },
    ],
    ...(isComplete(gateway, "probes") && { readinessProbe: probe, livenessProbe: probe }),
    ...(isComplete(gateway, "requests") && { resources: { requests: { cpu: "2", memory: "2Gi" } } }),
    securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
    ...(isComplete(gateway, "backup") && { volumeMounts: [{ name: "backup", mountPath: "/apim/config" }] }),
  };
  const discovery = `${name}-discovery`;
  const found: (State | false)[] = [
    object("core/v1:ServiceAccount", name, {
      metadata: { annotations: { "azure.workload.identity/client-id": clientIdOf(name) } },
    }),
    object("core/v1:ConfigMap", `${name}-env`, {
      data: {
        ...settingsOf(gateway),
        ...(isComplete(gateway, "discovery") && { "neighborhood.host": discovery }),
      },
    }),
    credential !== undefined &&
      object("core/v1:Secret", `${name}-token`, {
        metadata: {
          labels: { ...labelsOf(gateway), ...(gateway.owner && { "apim-gateway/responsibility": "shared" }) },
          ...(isComplete(gateway, "rotation") && {
            annotations: { "apim-gateway/token-rotation": "monthly, by the pipeline of the team" },
          }),
        },
        stringData: { value: credential.value },
      }),
    isComplete(gateway, "backup") &&
      object("core/v1:PersistentVolumeClaim", `${name}-backup`, {
        spec: {
          accessModes: ["ReadWriteMany"],
          storageClassName: "azurefile-csi",
          resources: { requests: { storage: "1Gi" } },
        },
      }),
    object("apps/v1:Deployment", name, {
      metadata: {
        labels: { ...app, ...labelsOf(gateway) },
        ...(credential && { annotations: { "reloader.stakater.com/auto": "true" } }),
      },
      spec: {
        replicas,
        selector: { matchLabels: app },
        template: {
          metadata: { labels: { ...app, "azure.workload.identity/use": "true" } },
          spec: {
            serviceAccountName: name,
            terminationGracePeriodSeconds: 60,
            securityContext: { fsGroup: 1001 },
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "ScheduleAnyway",
                labelSelector: { matchLabels: app },
              },
            ],
            containers: [container],
            ...(isComplete(gateway, "backup") && {
              volumes: [{ name: "backup", persistentVolumeClaim: { claimName: `${name}-backup` } }],
            }),
          },
        },
      },
    }),
    isComplete(gateway, "budget") &&
      object("policy/v1:PodDisruptionBudget", name, {
        spec: { maxUnavailable: 1, selector: { matchLabels: app } },
      }),
    isComplete(gateway, "discovery") &&
      object("core/v1:Service", discovery, {
        spec: {
          clusterIP: "None",
          selector: app,
          ports: [
            { name: "rate-limit", protocol: "UDP", port: 4290, targetPort: "rate-limit" },
            { name: "heartbeat", protocol: "UDP", port: 4291, targetPort: "heartbeat" },
          ],
        },
      }),
  ];
  return found.filter((state) => state !== false);
}

import {
  applicationOf,
  credentialOf,
  type GatewayOf,
  group,
  isComplete,
  pairs,
  repository,
  settingsOf,
  status,
  tagsOf,
} from "./gateway";
import type { State } from "./state";

/** A Container App. */
export function containerApp(gateway: GatewayOf): State[] {
  const { name, tag, auth, replicas = 1 } = gateway;
  const probe = (type: string) => ({ type, httpGet: { path: status, port: 8080 } });
  const credential = credentialOf(gateway);
  const vault = {
    identity: "system",
    keyVaultUrl: `https://contoso-gateways.vault.azure.net/secrets/${name}`,
  };
  const kept = auth.kind === "token" && auth.ends === undefined ? vault : { value: credential?.value };
  const settings = { ...settingsOf(gateway), "net.server.http.forwarded.proto.enabled": "true" };
  const container = {
    name: "gateway",
    image: `${repository}:${tag}`,
    env: [...pairs(settings), ...(credential ? [{ name: credential.setting, secretRef: "credential" }] : [])],
    resources: { cpu: 2, memory: "4Gi" },
    ...(isComplete(gateway, "probes") && { probes: [probe("Readiness"), probe("Liveness")] }),
    ...(isComplete(gateway, "backup") && {
      volumeMounts: [{ volumeName: "backup", mountPath: "/apim/config" }],
    }),
  };
  const inputs = {
    containerAppName: name,
    resourceGroupName: "gateways",
    managedEnvironmentId: `${group}/providers/Microsoft.App/managedEnvironments/logistics`,
    identity: { type: "SystemAssigned" },
    configuration: {
      ingress: { external: true, targetPort: 8080 },
      secrets: credential ? [{ name: "credential", ...kept }] : [],
    },
    template: {
      containers: [container],
      scale: { minReplicas: replicas, maxReplicas: 1 },
      terminationGracePeriodSeconds: 60,
      ...(isComplete(gateway, "backup") && {
        volumes: [{ name: "backup", storageType: "AzureFile", storageName: "backup" }],
      }),
    },
    tags: tagsOf(gateway),
  };
  return [...applicationOf(gateway), { type: "azure-native:app:ContainerApp", name, inputs }];
}

/** A container group of Azure Container Instances. */
export function containerGroup(gateway: GatewayOf): State[] {
  const { name, tag } = gateway;
  const probe = { httpGet: { path: status, port: 8080 } };
  const settings = {
    ...settingsOf(gateway),
    "config.service.auth.azureAd.certificatePath": "/certs/gateway.pfx",
  };
  const words = pairs(settings).map(({ name: setting, value }) => `'${setting}=${value}'`);
  const mount = { name: "backup", mountPath: "/apim/config" };
  const container = {
    name: "gateway",
    image: `${repository}:${tag}`,
    // Azure rejects environment variable names that contain a dot.
    command: ["sh", "-c", `exec env ${words.join(" ")} ./start-gateway`],
    resources: { requests: { cpu: 2, memoryInGB: 2 } },
    ...(isComplete(gateway, "probes") && { readinessProbe: probe, livenessProbe: probe }),
    volumeMounts: isComplete(gateway, "backup") ? [mount] : [],
  };
  const inputs = {
    containerGroupName: name,
    resourceGroupName: "gateways",
    osType: "Linux",
    containers: [container],
    volumes: isComplete(gateway, "backup")
      ? [{ name: "backup", azureFile: { shareName: "backup", storageAccountName: "contosogateways" } }]
      : [],
    tags: tagsOf(gateway),
  };
  return [{ type: "azure-native:containerinstance:ContainerGroup", name, inputs }];
}

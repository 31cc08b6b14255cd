import { containerApp as adapter } from "../../gateway/hosts/container-app";
import type { Resource } from "../harness";
import { column, entriesOf, tags } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

const path = "/status-0123456789abcdef";

function container({ image = goodImage, settings }: ContainerParts) {
  const all = { ...goodSettings, "net.server.http.forwarded.proto.enabled": "true", ...settings };
  return { name: "gateway", image, env: entriesOf(all).map(([name, value]) => ({ name, value })) };
}

function native(parts: ContainerParts): Resource {
  const probe = (type: string) => ({ type, httpGet: { path, port: 8080 } });
  const whole = {
    ...container(parts),
    resources: { cpu: 2, memory: "4Gi" },
    probes: [probe("Readiness"), probe("Liveness")],
    volumeMounts: [{ volumeName: "backup", mountPath: "/apim/config" }],
  };
  return {
    type: "azure-native:app:ContainerApp",
    props: {
      configuration: { ingress: { external: true, targetPort: 8080 } },
      template: {
        containers: [whole],
        scale: { minReplicas: 1, maxReplicas: 1 },
        terminationGracePeriodSeconds: 60,
        volumes: [{ name: "backup", storageType: "AzureFile", storageName: "share" }],
      },
      tags: parts.marks ?? tags,
    },
  };
}

function classic(parts: ContainerParts): Resource {
  const { env: envs, ...rest } = container(parts);
  const probes = [{ path, port: 8080, transport: "HTTP" }];
  const whole = {
    ...rest,
    envs,
    cpu: 2,
    memory: "4Gi",
    readinessProbes: probes,
    livenessProbes: probes,
    volumeMounts: [{ name: "backup", path: "/apim/config" }],
  };
  return {
    type: "azure:containerapp/app:App",
    props: {
      ingress: { externalEnabled: true, targetPort: 8080 },
      template: {
        containers: [whole],
        minReplicas: 1,
        maxReplicas: 1,
        terminationGracePeriodSeconds: 60,
        volumes: [{ name: "backup", storageType: "AzureFile", storageName: "share" }],
      },
      tags: parts.marks ?? tags,
    },
  };
}

export const containerApp = column<ContainerParts>({
  title: "Container App",
  adapter,
  shapes: [native, classic],
  cells: containerCells,
});

import { containerApp as adapter } from "../../gateway/hosts/container-app";
import { reports } from "../messages";
import type { Resource } from "../pack";
import { column, entriesOf, judged, tags } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

interface AppParts extends ContainerParts {
  readonly least?: number;
}

const path = "/status-0123456789abcdef";

function container({ image = goodImage, settings }: ContainerParts) {
  const all = { ...goodSettings, "net.server.http.forwarded.proto.enabled": "true", ...settings };
  return { name: "gateway", image, env: entriesOf(all).map(([name, value]) => ({ name, value })) };
}

function native(parts: AppParts): Resource {
  const { probed = true, backup = true, least = 1 } = parts;
  const probe = (type: string) => ({ type, httpGet: { path, port: 8080 } });
  const whole = {
    ...container(parts),
    resources: { cpu: 2, memory: "4Gi" },
    probes: probed ? [probe("Readiness"), probe("Liveness")] : [],
    volumeMounts: backup ? [{ volumeName: "backup", mountPath: "/apim/config" }] : [],
  };
  return {
    type: "azure-native:app:ContainerApp",
    props: {
      configuration: { ingress: { external: true, targetPort: 8080 } },
      template: {
        containers: [whole],
        scale: { minReplicas: least, maxReplicas: 1 },
        terminationGracePeriodSeconds: 60,
        volumes: [{ name: "backup", storageType: "AzureFile", storageName: "share" }],
      },
      tags: parts.marks ?? tags,
    },
  };
}

function classic(parts: AppParts): Resource {
  const { probed = true, backup = true, least = 1 } = parts;
  const { env: envs, ...rest } = container(parts);
  const probes = [{ path, port: 8080, transport: "HTTP" }];
  const whole = {
    ...rest,
    envs,
    cpu: 2,
    memory: "4Gi",
    ...(probed ? { readinessProbes: probes, livenessProbes: probes } : {}),
    volumeMounts: backup ? [{ name: "backup", path: "/apim/config" }] : [],
  };
  return {
    type: "azure:containerapp/app:App",
    props: {
      ingress: { externalEnabled: true, targetPort: 8080 },
      template: {
        containers: [whole],
        minReplicas: least,
        maxReplicas: 1,
        terminationGracePeriodSeconds: 60,
        volumes: [{ name: "backup", storageType: "AzureFile", storageName: "share" }],
      },
      tags: parts.marks ?? tags,
    },
  };
}

export const containerApp = column<AppParts>({
  title: "Container App",
  adapter,
  shapes: [native, classic],
  cells: {
    ...containerCells,
    "gateway-availability": judged({ least: 0 }, reports("zero")),
    "gateway-network": judged(
      { settings: { "net.server.http.forwarded.proto.enabled": undefined } },
      reports("forwarded"),
    ),
  },
});

import { containerGroup as adapter } from "../../gateway/hosts/container-group";
import type { Resource } from "../pack";
import { column, entriesOf, type Settings, silent, tags } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

const path = "/status-0123456789abcdef";

/** Azure rejects variables with a dot, so the command sets them. */
function commandOf(settings: Settings): string[] {
  const words = entriesOf(settings).map(([name, value]) => `'${name}=${value}'`);
  return ["sh", "-c", `exec env ${words.join(" ")} ./start-gateway`];
}

function native({
  image = goodImage,
  settings,
  marks = tags,
  probed = true,
  backup = true,
}: ContainerParts): Resource {
  const probe = { httpGet: { path, port: 8080 } };
  const container = {
    name: "gateway",
    image,
    command: commandOf({ ...goodSettings, ...settings }),
    resources: { requests: { cpu: 2, memoryInGB: 2 } },
    ...(probed ? { readinessProbe: probe, livenessProbe: probe } : {}),
    volumeMounts: backup ? [{ name: "backup", mountPath: "/apim/config" }] : [],
  };
  const share = { shareName: "backup", storageAccountName: "contoso" };
  return {
    type: "azure-native:containerinstance:ContainerGroup",
    props: { containers: [container], volumes: [{ name: "backup", azureFile: share }], tags: marks },
  };
}

function classic({
  image = goodImage,
  settings,
  marks = tags,
  probed = true,
  backup = true,
}: ContainerParts): Resource {
  const probe = { httpGets: [{ path, port: 8080, scheme: "http" }] };
  const container = {
    name: "gateway",
    image,
    commands: commandOf({ ...goodSettings, ...settings }),
    cpu: 2,
    memory: 2,
    ...(probed ? { readinessProbe: probe, livenessProbe: probe } : {}),
    volumes: backup
      ? [{ name: "backup", mountPath: "/apim/config", shareName: "backup", storageAccountName: "contoso" }]
      : [],
  };
  return { type: "azure:containerservice/group:Group", props: { containers: [container], tags: marks } };
}

export const containerGroup = column<ContainerParts>({
  title: "Container Instances",
  adapter,
  shapes: [native, classic],
  cells: {
    ...containerCells,
    "gateway-availability": silent("a container group has no replicas"),
    "gateway-network": silent("clients connect to it directly, without an ingress or NetworkPolicy"),
  },
});

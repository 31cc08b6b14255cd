import { docker as adapter } from "../../gateway/hosts/docker";
import type { Resource } from "../harness";
import { column, entriesOf, labels } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

const listed = Object.entries(labels).map(([label, value]) => ({ label, value }));

function container({ image = goodImage, settings }: ContainerParts): Resource {
  const envs = entriesOf({ ...goodSettings, ...settings }).map(([name, value]) => `${name}=${value}`);
  const volumes = [{ volumeName: "backup", containerPath: "/apim/config" }];
  return { type: "docker:index/container:Container", props: { image, envs, volumes, labels: listed } };
}

function service({ image = goodImage, settings }: ContainerParts): Resource {
  const containerSpec = {
    image,
    env: Object.fromEntries(entriesOf({ ...goodSettings, ...settings })),
    mounts: [{ type: "volume", source: "backup", target: "/apim/config" }],
  };
  return { type: "docker:index/service:Service", props: { taskSpec: { containerSpec }, labels: listed } };
}

export const docker = column<ContainerParts>({
  title: "Docker",
  adapter,
  shapes: [container, service],
  cells: containerCells,
});

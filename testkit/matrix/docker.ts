import { docker as adapter } from "../../gateway/hosts/docker";
import { reports } from "../messages";
import type { Props, Resource } from "../pack";
import { token } from "../samples/credentials";
import { column, entriesOf, judged, labels, silent } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

const list = (marks: Props) => Object.entries(marks).map(([label, value]) => ({ label, value }));

function container({ image = goodImage, settings, marks = labels }: ContainerParts): Resource {
  const envs = entriesOf({ ...goodSettings, ...settings }).map(([name, value]) => `${name}=${value}`);
  const volumes = [{ volumeName: "backup", containerPath: "/apim/config" }];
  return { type: "docker:index/container:Container", props: { image, envs, volumes, labels: list(marks) } };
}

function service({ image = goodImage, settings, marks = labels }: ContainerParts): Resource {
  const containerSpec = {
    image,
    env: Object.fromEntries(entriesOf({ ...goodSettings, ...settings })),
    mounts: [{ type: "volume", source: "backup", target: "/apim/config" }],
  };
  return {
    type: "docker:index/service:Service",
    props: { taskSpec: { containerSpec }, labels: list(marks) },
  };
}

const evaluation = "Docker is for evaluation only, which gateway-hosting reports";

export const docker = column<ContainerParts>({
  title: "Docker",
  adapter,
  shapes: [container, service],
  cells: {
    ...containerCells,
    // A setting in plain text is advisory there.
    "gateway-token-protected": judged({ marks: { ...labels, note: token() } }, reports("stray")),
    "gateway-hosting": judged({}, reports("evaluation"), { always: true }),
    "gateway-availability": silent(evaluation),
    "gateway-config-backup": silent(evaluation),
    "gateway-network": silent(evaluation),
  },
});

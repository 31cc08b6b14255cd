import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import type { Gateway } from "../model/gateway";
import { type GatewayImage, meansGateway, readImage } from "../model/image";
import type { SettingSource } from "../model/settings";
import type { Host } from "./host";
import { type Container, gatewayContainers } from "./recognize";

/** Docker: a container, or a service of a swarm. */
export const docker: Host = {
  hosts: ({ package: provider, module, name }) =>
    provider === "docker" && `index/${name.toLowerCase()}` === module && kinds.has(name),

  affects: ({ package: provider, name }) => provider === "docker" && name === "RemoteImage",

  // Docker mounts secrets as files, but the gateway reads its token from the environment only.
  secretStore: "none",

  read(resource, around) {
    const { props, type } = resource;
    const isService = type.name === "Service";
    const value = isService ? props.get("taskSpec", "containerSpec") : props;
    const settings = isService ? fromMap(value.get("env")) : fromLines(value.get("envs"));
    const container: Container = { value, settings };
    const labels = isService ? [props.get("labels"), value.get("labels")] : [props.get("labels")];
    return gatewayContainers([container], false, resource, around).map(
      (): Gateway => ({
        resource,
        host: isService ? "Docker service" : "Docker container",
        image: imageOf(value.get("image"), around),
        settings,
        partial: false,
        namespace: undefined,
        platform: "docker",
        labels: labels.map((value) => ({ style: "docker", value, owns: true })),
        hosting: { evaluationOnly: true },
      }),
    );
  },
};

const kinds = new Set(["Container", "Service"]);

/**
 * The image or, if only the ID or digest of a pulled image is set, the image that the program pulls. An ID doesn't
 * identify the image, so exactly one candidate is required.
 */
function imageOf(image: Value, around: ResourceSet): GatewayImage {
  const declared = readImage(image);
  const isId = /^sha256:[0-9a-f]{64}$/.test(image.string ?? "");
  const isDigest = declared.kind === "known" && declared.reference.digest && !declared.reference.tag;
  if (declared.kind !== "unknown" && !isId && !isDigest) return declared;
  const [pulled, ...others] = around.lookUp(pulledGateway, "gateway");
  const fromPull = pulled && others.length === 0 ? readImage(pulled.props.get("name")) : declared;
  if (fromPull !== declared && fromPull.kind === "known")
    return { ...fromPull, path: image.path, outOfReach: true };
  return isId ? { kind: "undetermined", reason: { kind: "image-id", path: image.path } } : declared;
}

const pulledGateway = ({ type, props }: Resource): string | undefined =>
  type.package === "docker" && type.name === "RemoteImage" && meansGateway(props.get("name").string ?? "")
    ? "gateway"
    : undefined;

/** `NAME=value`, one per line. */
function fromLines(lines: Value): SettingSource[] {
  if (lines.unknown) return [{ kind: "unreadable", value: lines }];
  return lines.items.flatMap((line): SettingSource[] => {
    if (line.unknown) return [{ kind: "unreadable", value: line }];
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(line.string ?? "") ?? [];
    return name === undefined ? [] : [{ kind: "literal", name, value: line.with(value) }];
  });
}

function fromMap(map: Value): SettingSource[] {
  if (map.unknown) return [{ kind: "unreadable", value: map }];
  return map.entries.map(([name, value]) => ({ kind: "literal", name, value }));
}

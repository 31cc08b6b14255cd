import type { Mount, Storage, Volume } from "../../analysis/operations/backup";
import type { Hosting, Probe } from "../../analysis/operations/hosting";
import type { Value } from "../../pulumi/value";

export function groupHosting(container: Value, provider: string): Hosting {
  const native = provider !== "azure";
  const requests = native ? container.get("resources", "requests") : container;
  return {
    requests: { cpu: requests.get("cpu"), memory: requests.get(native ? "memoryInGB" : "memory") },
    probes: {
      readiness: probe(container.get("readinessProbe"), native),
      liveness: probe(container.get("livenessProbe"), native),
    },
    privileged: native
      ? container.get("securityContext", "privileged")
      : container.get("securities", 0, "privilegeEnabled"),
  };
}

function probe(value: Value, native: boolean): Probe {
  const http = native ? value.get("httpGet") : value.get("httpGets", 0);
  return { value, path: http.absent || http.unknown ? undefined : http.get("path") };
}

/** The native provider has a list of volumes beside the mounts, the classic one writes both in one. */
export function groupStorage(props: Value, container: Value): Storage {
  const own = container.get("volumes");
  const place = own.absent ? container.get("volumeMounts") : own;
  const mounts = place.items.map((mount): Mount => {
    const name = mount.get("name");
    const volume = own.absent
      ? props.get("volumes").items.find((item) => item.get("name").string === name.string)
      : mount;
    const untold: Volume = { kind: "untold", value: props.get("volumes") };
    return {
      path: mount.get("mountPath"),
      volume: volume ? volumeOf(volume) : untold,
      readOnly: [mount.get("readOnly"), ...(volume ? [volume.get("azureFile", "readOnly")] : [])],
    };
  });
  const unread = place.unknown ? [{ path: place, volume: { kind: "untold", value: place } } as const] : [];
  return { place, mounts: [...mounts, ...unread] };
}

/** Source: @pulumi/azure-native 3.28, containerinstance.Volume; @pulumi/azure 6.40, GroupContainerVolume. */
function volumeOf(volume: Value): Volume {
  const shared = [volume.get("azureFile"), volume.get("shareName"), volume.get("azureFileReference")];
  if (shared.some(({ absent }) => !absent)) return { kind: "lasting" };
  const temporary = [volume.get("emptyDir"), volume.get("secret"), volume.get("gitRepo")];
  return temporary.some(({ absent }) => !absent)
    ? { kind: "temporary", what: "a volume of the group's own" }
    : { kind: "untold", value: volume };
}

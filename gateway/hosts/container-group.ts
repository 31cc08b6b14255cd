import type { Value } from "../../pulumi/value";
import { settingsInCommand } from "../model/command";
import type { Gateway } from "../model/gateway";
import { readImage } from "../model/image";
import type { SettingSource } from "../model/settings";
import type { Hosting, Mount, Probe, Storage, Volume } from "../model/workload";
import type { Host } from "./host";
import { type Container, gatewayContainers } from "./recognize";

/** Azure Container Instances, by the native and the classic provider. */
export const containerGroup: Host = {
  hosts: ({ package: provider, module, name }) =>
    (provider === "azure-native" && module === "containerinstance" && name === "ContainerGroup") ||
    (provider === "azure" && module === "containerservice/group" && name === "Group"),

  secretPlaces: ["containers", "initContainers"].flatMap((list) => [
    [list, "*", "environmentVariables", "*", "secureValue"],
    [list, "*", "secureEnvironmentVariables"],
  ]),

  secretStore: "secure",

  read(resource, around) {
    const { props, type } = resource;
    const settingsOf = type.package === "azure" ? classicSettings : nativeSettings;
    const containers = props
      .get("containers")
      .items.map((value): Container => ({ value, settings: [...settingsOf(value), ...inCommand(value)] }));
    return gatewayContainers(containers, false, resource, around).map(
      ({ value, settings }): Gateway => ({
        resource,
        host: "container group",
        image: readImage(value.get("image")),
        settings,
        partial: false,
        namespace: undefined,
        platform: "azure",
        labels: [{ style: "azure", value: props.get("tags"), owns: true }],
        hosting: hostingOf(value, type.package),
        storage: storageOf(props, value),
      }),
    );
  },
};

/** The native provider has `command`, the classic provider `commands`. */
function inCommand(container: Value): SettingSource[] {
  const command = ["command", "commands"].map((key) => container.get(key)).find(({ absent }) => !absent);
  if (!command) return [];
  const open = [command, ...command.items].filter(({ unknown }) => unknown);
  return [
    ...open.map((value): SettingSource => ({ kind: "unreadable", value })),
    ...settingsInCommand(command.items),
  ];
}

/** A list. The value of a `secureValueReference` is in Key Vault. */
function nativeSettings(container: Value): SettingSource[] {
  const variables = container.get("environmentVariables");
  if (variables.unknown) return [{ kind: "unreadable", value: variables }];
  return variables.items.flatMap((entry): SettingSource[] => {
    const { string: name, unknown } = entry.get("name");
    if (unknown) return [{ kind: "unreadable", value: entry.get("name") }];
    if (name === undefined) return [];
    const plain = entry.get("value");
    const secret = entry.get("secureValue");
    const keyVault = entry.get("secureValueReference");
    return [
      secret.absent && keyVault.absent
        ? { kind: "literal", name, value: plain }
        : { kind: "host-secret", name, value: secret, keyVault },
    ];
  });
}

/** Two maps. */
function classicSettings(container: Value): SettingSource[] {
  const plain = container.get("environmentVariables");
  const secret = container.get("secureEnvironmentVariables");
  return [
    ...[plain, secret]
      .filter(({ unknown }) => unknown)
      .map((value): SettingSource => ({ kind: "unreadable", value })),
    ...plain.entries.map(([name, value]): SettingSource => ({ kind: "literal", name, value })),
    ...secret.entries.map(
      ([name, value]): SettingSource => ({
        kind: "host-secret",
        name,
        value,
        keyVault: value.with(undefined),
      }),
    ),
  ];
}

/**
 * Azure accepts letters, digits and `_` only, so no setting of the gateway can be a variable.
 * Source: InvalidContainerEnvironmentVariable; Azure/azure-cli#21047, Azure/azure-rest-api-specs#19173.
 */
function refusedVariables(container: Value): Value[] {
  const variables = container.get("environmentVariables");
  const named = variables.items.map((entry) => entry.get("name"));
  const keyed = [variables, container.get("secureEnvironmentVariables")].flatMap(({ entries }) =>
    entries.map(([name, value]) => value.with(name)),
  );
  return [...named, ...keyed].filter(
    ({ string }) => string !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(string),
  );
}

function hostingOf(container: Value, provider: string): Hosting {
  const native = provider !== "azure";
  const requests = native ? container.get("resources", "requests") : container;
  return {
    requests: {
      cpu: requests.get("cpu"),
      memory: requests.get(native ? "memoryInGB" : "memory"),
      memoryUnit: 2 ** 30,
    },
    probes: {
      readiness: probe(container.get("readinessProbe"), native),
      liveness: probe(container.get("livenessProbe"), native),
    },
    refusedVariables: refusedVariables(container),
    privileged: native
      ? container.get("securityContext", "privileged")
      : container.get("securities", 0, "privilegeEnabled"),
  };
}

function probe(value: Value, native: boolean): Probe {
  const http = native ? value.get("httpGet") : value.get("httpGets", 0);
  return { value, path: http.absent || http.unknown ? undefined : http.get("path") };
}

/** The native provider has separate lists of volumes and mounts, the classic provider one list for both. */
function storageOf(props: Value, container: Value): Storage {
  const own = container.get("volumes");
  const place = own.absent ? container.get("volumeMounts") : own;
  const mounts = place.items.map((mount): Mount => {
    const name = mount.get("name");
    const volume = own.absent
      ? props.get("volumes").items.find((item) => item.get("name").string === name.string)
      : mount;
    const undetermined: Volume = { kind: "undetermined", value: props.get("volumes") };
    return {
      path: mount.get("mountPath"),
      volume: volume ? volumeOf(volume) : undetermined,
      readOnly: [mount.get("readOnly"), ...(volume ? [volume.get("azureFile", "readOnly")] : [])],
    };
  });
  const unread = place.unknown
    ? [{ path: place, volume: { kind: "undetermined", value: place } } as const]
    : [];
  return { place, mounts: [...mounts, ...unread] };
}

/** Source: @pulumi/azure-native 3.28, containerinstance.Volume; @pulumi/azure 6.40, GroupContainerVolume. */
function volumeOf(volume: Value): Volume {
  const shared = [volume.get("azureFile"), volume.get("shareName"), volume.get("azureFileReference")];
  if (shared.some(({ absent }) => !absent)) return { kind: "lasting" };
  const source = ["emptyDir", "secret", "gitRepo"].find((kind) => !volume.get(kind).absent);
  return source ? { kind: "temporary", source } : { kind: "undetermined", value: volume };
}

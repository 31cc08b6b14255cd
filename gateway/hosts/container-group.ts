import type { Value } from "../../pulumi/value";
import type { Gateway } from "../model/gateway";
import { readImage } from "../model/image";
import type { SettingSource } from "../model/settings";
import { groupHosting, groupStorage } from "./container-group-parts";
import type { Host } from "./host";
import { type Container, gatewayContainers } from "./recognise";

/** Azure Container Instances, by the native and the classic provider. */
export const containerGroup: Host = {
  hosts: ({ package: provider, module, name }) =>
    (provider === "azure-native" && module === "containerinstance" && name === "ContainerGroup") ||
    (provider === "azure" && module === "containerservice/group" && name === "Group"),

  secretPlaces: ["containers", "initContainers"].flatMap((list) => [
    [list, "*", "environmentVariables", "*", "secureValue"],
    [list, "*", "secureEnvironmentVariables"],
  ]),

  keepsSecrets: "Make it a secure variable of the container",

  read(resource, around) {
    const { props, type } = resource;
    const settingsOf = type.package === "azure" ? classicSettings : nativeSettings;
    const containers = props
      .get("containers")
      .items.map((value): Container => ({ value, settings: settingsOf(value) }));
    return gatewayContainers(containers, false, resource, around).map(
      ({ value, settings }): Gateway => ({
        resource,
        host: "container group",
        image: readImage(value.get("image")),
        settings,
        partial: false,
        namespace: undefined,
        marks: [{ style: "azure", value: props.get("tags") }],
        ownership: [{ style: "azure", value: props.get("tags") }],
        hosting: groupHosting(value, type.package),
        storage: groupStorage(props, value),
      }),
    );
  },
};

/** A list. What a `secureValueReference` names is kept in Key Vault. */
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

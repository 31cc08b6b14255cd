import type { Value } from "../../pulumi/value";
import type { Gateway } from "../model/gateway";
import { readImage } from "../model/image";
import type { SettingSource } from "../model/settings";
import { appHosting, appScaling, appStorage, appWords, endsTls } from "./container-app-parts";
import type { Host } from "./host";
import { type Container, gatewayContainers } from "./recognise";

/** What the native and the classic provider call the same things. */
const names = {
  "azure-native": {
    secrets: ["configuration", "secrets"],
    env: "env",
    reference: "secretRef",
    vault: "keyVaultUrl",
  },
  azure: { secrets: ["secrets"], env: "envs", reference: "secretName", vault: "keyVaultSecretId" },
} as const;

/** Azure Container Apps. */
export const containerApp: Host = {
  hosts: ({ package: provider, module, name }) =>
    (provider === "azure-native" && module === "app" && name === "ContainerApp") ||
    (provider === "azure" && module === "containerapp/app" && name === "App"),

  secretPlaces: [names["azure-native"].secrets, names.azure.secrets],

  read(resource, around) {
    const { props, type } = resource;
    const words = type.package === "azure" ? names.azure : names["azure-native"];
    const parts = type.package === "azure" ? appWords.azure : appWords["azure-native"];
    const secrets = props.get(...words.secrets);
    const containers = props
      .get("template", "containers")
      .items.map((value): Container => ({ value, settings: settingsOf(value, secrets, words) }));
    return gatewayContainers(containers, false, resource, around).map(
      ({ value, settings }): Gateway => ({
        resource,
        host: "Container App",
        image: readImage(value.get("image")),
        settings,
        partial: false,
        namespace: undefined,
        marks: [{ style: "azure", value: props.get("tags") }],
        ownership: [{ style: "azure", value: props.get("tags") }],
        hosting: appHosting(props, value, parts),
        scaling: appScaling(props, parts),
        storage: appStorage(props, value, parts),
        proxied: endsTls(props, parts),
      }),
    );
  },
};

type Words = (typeof names)[keyof typeof names];

function settingsOf(container: Value, secrets: Value, words: Words): SettingSource[] {
  const env = container.get(words.env);
  if (env.unknown) return [{ kind: "unreadable", value: env }];
  return env.items.flatMap((entry): SettingSource[] => {
    const name = entry.get("name");
    if (name.unknown) return [{ kind: "unreadable", value: name }];
    if (name.string === undefined) return [];
    const reference = entry.get(words.reference);
    if (reference.absent) return [{ kind: "literal", name: name.string, value: entry.get("value") }];
    const secret = secrets.items.find((candidate) => candidate.get("name").string === reference.string);
    // Which secret it is may be unknown; that it is one is not.
    const found = reference.unknown ? reference : (secret ?? secrets.get("missing"));
    return [
      { kind: "host-secret", name: name.string, value: found.get("value"), keyVault: found.get(words.vault) },
    ];
  });
}

import { unknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Path, Value } from "../../pulumi/value";
import { type ChartParts, chartParts } from "../chart/workload";
import { type GatewayImage, readTaggedImage } from "../model/image";
import { settingName } from "../model/setting-names";
import type { SettingSource } from "../model/settings";

import type { Host } from "./host";

const classicTypes = new Set([
  "arckubernetes/clusterextension:ClusterExtension",
  "containerservice/kubernetesclusterextension:KubernetesClusterExtension",
]);

/**
 * Microsoft's cluster extension for Azure Arc-enabled Kubernetes and AKS, declared with the native or the classic
 * provider.
 */
export const arcExtension: Host = {
  hosts: ({ package: provider, module, name }) =>
    (provider === "azure-native" && module === "kubernetesconfiguration" && name === "Extension") ||
    (provider === "azure" && classicTypes.has(`${module}:${name}`)),

  secretPlaces: [["configurationProtectedSettings"]],
  secretStore: "protected",

  read(resource) {
    const { props } = resource;
    if (props.get("extensionType").string?.toLowerCase() !== "microsoft.apimanagement.gateway") return [];
    const train = props.get("releaseTrain");
    return [
      {
        resource,
        host: "Arc extension",
        image: imageOf(resource),
        settings: settingsOf(props),
        settingNames,
        installer: {
          kind: "extension",
          layers: [props.get("configurationSettings"), props.get("configurationProtectedSettings")],
        },
        supportsTokensOnly: true,
        partial: false,
        namespace: namespaceOf(props),
        platform: "kubernetes",
        labels: [],
        ...partsOf((...path) => setting(props, path.join(".")).value),
        previewChannel: train.string?.toLowerCase() === "preview" ? train : undefined,
      },
    ];
  },
};

/** A setting may be in either map; the readable map is preferred to the protected one. */
function setting(props: Value, name: string): { value: Value; isProtected: boolean } {
  const plain = props.get("configurationSettings", name);
  const hidden = props.get("configurationProtectedSettings", name);
  const isPlain = hidden.absent || (!plain.absent && !plain.unknown);
  return isPlain ? { value: plain, isProtected: false } : { value: hidden, isProtected: true };
}

/** Without `image.tag`, the extension's version decides, and Microsoft doesn't document the image of a version. */
function imageOf({ props, type }: Resource): GatewayImage {
  const { value: tag } = setting(props, "image.tag");
  if (tag.unknown) return unknown(tag);
  if (!tag.absent && tag.text !== "") {
    return readTaggedImage(setting(props, "image.repository").value, tag);
  }
  const version = props.get("version");
  const upgrade = props.get("autoUpgradeMinorVersion");
  const native = type.package === "azure-native";
  // Azure's default is true. With the classic provider, a version alone turns automatic upgrades off.
  if (native && upgrade.boolean !== false) {
    return upgrade.unknown
      ? unknown(upgrade)
      : { kind: "floating", path: upgrade.path, cause: "auto-upgrade" };
  }
  if (version.unknown) return unknown(version);
  return version.text
    ? { kind: "undetermined" }
    : { kind: "floating", path: version.path, cause: "no-extension-version" };
}

function settingsOf(props: Value): SettingSource[] {
  const endpoint = setting(props, "gateway.configuration.uri").value;
  const token = setting(props, "gateway.auth.token");
  return [
    ...unlessAbsent(endpoint, { kind: "literal", name: settingName.endpoint, value: endpoint }),
    // An empty token counts as absent.
    ...(token.value.string === "" ? [] : unlessAbsent(token.value, tokenSource(token))),
    ...telemetry.flatMap(([name, own]) => {
      const value = props.get("configurationSettings", own);
      return unlessAbsent(value, { kind: "literal", name, value });
    }),
  ];
}

/**
 * Settings of the gateway with the extension's names for them. They are not secret, so they aren't expected in the
 * protected map.
 */
const telemetry = [
  ["telemetry.logs.std", "telemetry.logs.std"],
  ["telemetry.logs.local", "telemetry.logs.local"],
  ["telemetry.metrics.cloud", "telemetry.metrics.cloud"],
  ["telemetry.metrics.local", "telemetry.metrics.local"],
  ["telemetry.metrics.local.statsd.endpoint", "telemetry.metrics.localStatsd.endpoint"],
  ["observability.opentelemetry.enabled", "telemetry.metrics.opentelemetry.enabled"],
  ["observability.opentelemetry.collector.uri", "telemetry.metrics.opentelemetry.collector.uri"],
] as const;

/**
 * The extension has its own names for the settings, and supports tokens only.
 * Source: "Reference for self-hosted gateway Azure Arc settings".
 */
const settingNames = new Map<string, string>([
  [settingName.endpoint, "gateway.configuration.uri"],
  [settingName.auth, "gateway.auth.token"],
  ...telemetry,
]);

function unlessAbsent(value: Value, source: SettingSource): SettingSource[] {
  return value.absent ? [] : [source];
}

function tokenSource({ value, isProtected }: { value: Value; isProtected: boolean }): SettingSource {
  const name = settingName.auth;
  return isProtected
    ? { kind: "host-secret", name, value, keyVault: value.with(undefined), isToken: true }
    : { kind: "literal", name, value, isToken: true };
}

/** The namespace of the extension's scope, or the one in which a cluster-scoped extension is installed. */
function namespaceOf(props: Value): Value {
  const places = [
    props.get("scope", "namespace", "targetNamespace"),
    props.get("scope", "cluster", "releaseNamespace"),
    props.get("targetNamespace"),
    props.get("releaseNamespace"),
  ];
  return places.find((place) => !place.absent) ?? props.get("scope", "namespace", "targetNamespace");
}

/**
 * The parts of the model that the extension's settings determine. It installs the chart, but supports only some of its
 * values: none for the security context or the termination grace period.
 * Source: "Reference: Self-hosted gateway Azure Arc configuration settings".
 */
function partsOf(get: (...path: Path) => Value): ChartParts {
  // The release name is unknown, so its pods can't be matched by name.
  const releaseName = get("extension").with(undefined);
  const parts = chartParts({ values: { get }, releaseName }, { highAvailability: false });
  const { architecture, probes, requests } = parts.hosting;
  const { enabled, mounts, place } = parts.storage;
  return {
    ...parts,
    hosting: { architecture, probes, requests },
    storage: { enabled, mounts, place },
  };
}

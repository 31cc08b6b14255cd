import { arcExtension as adapter } from "../../gateway/hosts/arc-extension";
import { reports } from "../messages";
import type { Resource } from "../pack";
import { token } from "../samples/credentials";
import { native } from "../samples/entra";
import { cronJob } from "../samples/kubernetes";
import { serviceCells, sharesNamespace } from "./besides";
import { column, judged, type Settings, silent } from "./cell";
import { takeNewest, versions } from "./versions";

interface ArcParts {
  readonly settings?: Settings;
  readonly secrets?: Settings;
}

const common = ({ settings, secrets }: ArcParts) => ({
  extensionType: "Microsoft.ApiManagement.Gateway",
  version: "1.2.3",
  configurationSettings: {
    "gateway.configuration.uri": "contoso.configuration.azure-api.net",
    "service.type": "LoadBalancer",
    "highAvailability.enabled": "true",
    "resources.requests.cpu": "2",
    "resources.requests.memory": "2Gi",
    "gateway.configuration.backup.enabled": "true",
    "image.tag": versions.newest,
    ...settings,
  },
  configurationProtectedSettings: { "gateway.auth.token": token(), ...secrets },
});

const nativeShape = (parts: ArcParts): Resource => ({
  type: "azure-native:kubernetesconfiguration:Extension",
  props: {
    ...common(parts),
    autoUpgradeMinorVersion: false,
    scope: { namespace: { targetNamespace: "apim" } },
  },
});
const classicShape =
  (type: string) =>
  (parts: ArcParts): Resource => ({ type, props: { ...common(parts), targetNamespace: "apim" } });

export const arcExtension = column<ArcParts>({
  title: "Azure Arc extension",
  adapter,
  shapes: [
    nativeShape,
    classicShape("azure:arckubernetes/clusterExtension:ClusterExtension"),
    classicShape("azure:containerservice/kubernetesClusterExtension:KubernetesClusterExtension"),
  ],
  // The extension supports tokens only, so the token must be rotated.
  around: [cronJob(["generateToken"])],
  cells: {
    ...serviceCells,
    "gateway-image-supported": judged(
      { settings: { "image.tag": versions.outside } },
      reports("outside", { line: "2.9" }),
    ),
    "gateway-image-pinned": judged({ settings: { "image.tag": versions.moving } }, reports("rolling")),
    "gateway-image-current": judged({ settings: { "image.tag": versions.older } }, takeNewest),
    "gateway-image-source": judged(
      { settings: { "image.repository": "contoso.azurecr.io/azure-api-management/gateway" } },
      reports("unapproved"),
    ),
    "gateway-known-settings": judged(
      { settings: { "telemetry.log.std": "json" } },
      reports("extension-near", { nearest: "telemetry.logs.std" }),
    ),
    "gateway-auth-method": judged(
      { secrets: { "gateway.auth.token": undefined } },
      reports("tokenless", { setting: "gateway.auth.token" }),
    ),
    "gateway-entra-setup": silent("the extension supports only access tokens"),
    "gateway-wiring": judged({}, reports("tokenStranger", { name: "gw-europe" }), {
      beside: [native.service("contoso"), native.gateway("gw-asia", "contoso")],
    }),
    "gateway-token-protected": judged(
      { settings: { "gateway.auth.token": token() }, secrets: { "gateway.auth.token": undefined } },
      reports("plain-protected"),
    ),
    "gateway-token-valid": judged(
      { secrets: { "gateway.auth.token": token("202611010000") } },
      reports("expired", { expires: "2026-11-01 00:00 UTC" }),
    ),
    "gateway-configuration-endpoint": judged(
      { settings: { "gateway.configuration.uri": "contoso.azure-api.net" } },
      reports("foreign"),
    ),
    "gateway-hosting": judged(
      { settings: { "resources.requests.cpu": undefined } },
      reports("requests", { what: "CPU" }),
    ),
    "gateway-availability": judged(
      { settings: { "highAvailability.enabled": undefined } },
      reports("switchedOff"),
    ),
    "gateway-config-backup": judged(
      { settings: { "gateway.configuration.backup.enabled": undefined } },
      reports("switchedOff"),
    ),
    "gateway-network": silent(
      "it can't be matched with a NetworkPolicy, because the extension doesn't name its cluster as Pulumi does",
    ),
    "gateway-diagnostics": judged(
      { settings: { "telemetry.metrics.opentelemetry.enabled": "true" } },
      reports("nowhere"),
    ),
    "responsibility-labels": silent("the extension has no labels or tags"),
    "third-party-components": sharesNamespace,
  },
});

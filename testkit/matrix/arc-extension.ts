import { arcExtension as adapter } from "../../gateway/hosts/arc-extension";
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
  // The extension takes tokens only: something has to renew it.
  around: [cronJob(["generateToken"])],
  cells: {
    ...serviceCells,
    "gateway-image-supported": judged({ settings: { "image.tag": versions.outside } }, /not 2\.9/),
    "gateway-image-pinned": judged(
      { settings: { "image.tag": versions.moving } },
      /moves with every release/,
    ),
    "gateway-image-current": judged({ settings: { "image.tag": versions.older } }, takeNewest),
    "gateway-image-source": judged(
      { settings: { "image.repository": "contoso.azurecr.io/azure-api-management/gateway" } },
      /none of the approved repositories/,
    ),
    "gateway-auth-method": judged(
      { secrets: { "gateway.auth.token": undefined } },
      /sets no `gateway.auth.token`/,
    ),
    "gateway-entra-setup": silent("takes access tokens only"),
    "gateway-wiring": judged({}, /is `gw-europe`, but .* are/, {
      beside: [native.service("contoso"), native.gateway("gw-asia", "contoso")],
    }),
    "gateway-token-protected": judged(
      { settings: { "gateway.auth.token": token() }, secrets: { "gateway.auth.token": undefined } },
      /an access token in plain text\. Move it to `configurationProtectedSettings`/,
    ),
    "gateway-token-valid": judged(
      { secrets: { "gateway.auth.token": token("202611010000") } },
      /expired on 2026-11-01/,
    ),
    "gateway-configuration-endpoint": judged(
      { settings: { "gateway.configuration.uri": "contoso.azure-api.net" } },
      /the service's gateway/,
    ),
    "gateway-hosting": judged({ settings: { "resources.requests.cpu": undefined } }, /requests no CPU/),
    "gateway-availability": judged(
      { settings: { "highAvailability.enabled": undefined } },
      /no PodDisruptionBudget and spreads/,
    ),
    "gateway-config-backup": judged(
      { settings: { "gateway.configuration.backup.enabled": undefined } },
      /keeps no copy of its configuration/,
    ),
    "gateway-network": silent(
      "names no cluster in the way that a NetworkPolicy does, so none is matched with it",
    ),
    "gateway-diagnostics": judged(
      { settings: { "telemetry.metrics.opentelemetry.enabled": "true" } },
      /so nothing arrives anywhere/,
    ),
    "responsibility-labels": silent("carries no labels"),
    "third-party-components": sharesNamespace,
  },
});

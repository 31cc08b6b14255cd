import { reports } from "../messages";
/** The common parts of hosts that declare a gateway's container: an image, and settings by name. */
import type { Props } from "../pack";
import { token } from "../samples/credentials";
import { hasNoNamespace, serviceCells } from "./besides";
import { type Cells, judged, type Settings } from "./cell";
import { takeNewest, versions } from "./versions";

export interface ContainerParts {
  readonly image?: string;
  readonly settings?: Settings;
  /** Labels, or tags, instead of those for the gateway's owner. */
  readonly marks?: Props;
  /** Whether it has a readiness and a liveness probe. */
  readonly probed?: boolean;
  /** Whether it has a configuration backup. */
  readonly backup?: boolean;
}

const repository = "mcr.microsoft.com/azure-api-management/gateway";
export const goodImage = `${repository}:${versions.newest}`;

const auth = "config.service.auth";
const endpoint = "config.service.endpoint";

export const goodSettings: Settings = {
  [endpoint]: "contoso.configuration.azure-api.net",
  [auth]: "azureAdApp",
  [`${auth}.azureAd.tenantId`]: "11111111-1111-1111-1111-111111111111",
  [`${auth}.azureAd.clientId`]: "22222222-2222-2222-2222-222222222222",
  [`${auth}.azureAd.certificatePath`]: "/certs/gateway.pfx",
  "gateway.name": "gw-europe",
};

export const containerCells: Cells<ContainerParts> = {
  ...serviceCells,
  "gateway-image-supported": judged(
    { image: `${repository}:${versions.outside}` },
    reports("outside", { line: "2.9" }),
  ),
  "gateway-image-pinned": judged({ image: `${repository}:${versions.moving}` }, reports("rolling")),
  "gateway-image-current": judged({ image: `${repository}:${versions.older}` }, takeNewest),
  "gateway-image-source": judged(
    { image: `contoso.azurecr.io/azure-api-management/gateway:${versions.newest}` },
    reports("unapproved"),
  ),
  "gateway-known-settings": judged(
    { settings: { "telemetry.log.std": "json" } },
    reports("setting-near", { nearest: "telemetry.logs.std" }),
  ),
  "gateway-auth-method": judged(
    { settings: { [auth]: undefined } },
    reports("none", { setting: "config.service.auth" }),
  ),
  "gateway-entra-setup": judged({ settings: { "gateway.name": undefined } }, reports("name")),
  "gateway-wiring": judged({ settings: { "gateway.name": "=gw-europe" } }, reports("typo")),
  "gateway-token-protected": judged(
    { settings: { [auth]: token() } },
    reports(["plain-secret", "plain-app", "plain-secure"]),
  ),
  "gateway-token-valid": judged(
    { settings: { [auth]: token("202611010000") } },
    reports("expired", { expires: "2026-11-01 00:00 UTC" }),
  ),
  "gateway-configuration-endpoint": judged(
    { settings: { [endpoint]: "contoso.azure-api.net" } },
    reports("foreign"),
  ),
  "gateway-hosting": judged({ probed: false }, reports(["probesNone", "portProbesNone"])),
  "gateway-config-backup": judged({ backup: false }, reports("none")),
  "gateway-diagnostics": judged(
    { settings: { "observability.opentelemetry.enabled": "true" } },
    reports("nowhere"),
  ),
  "responsibility-labels": judged({ marks: {} }, reports("missing")),
  "third-party-components": hasNoNamespace,
};

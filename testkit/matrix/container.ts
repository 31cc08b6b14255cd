/** What is common to the hosts that declare a gateway's container: an image, and settings by name. */
import type { Props } from "../pack";
import { token } from "../samples/credentials";
import { hasNoNamespace, serviceCells } from "./besides";
import { type Cells, judged, type Settings } from "./cell";
import { takeNewest, versions } from "./versions";

export interface ContainerParts {
  readonly image?: string;
  readonly settings?: Settings;
  /** Labels, or tags, in place of those that say who answers for the gateway. */
  readonly marks?: Props;
  /** Whether something asks whether it is ready and alive. */
  readonly probed?: boolean;
  /** Whether it keeps a copy of its configuration. */
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
  "gateway-image-supported": judged({ image: `${repository}:${versions.outside}` }, /not 2\.9/),
  "gateway-image-pinned": judged({ image: `${repository}:${versions.moving}` }, /moves with every release/),
  "gateway-image-current": judged({ image: `${repository}:${versions.older}` }, takeNewest),
  "gateway-image-source": judged(
    { image: `contoso.azurecr.io/azure-api-management/gateway:${versions.newest}` },
    /none of the approved repositories/,
  ),
  "gateway-auth-method": judged({ settings: { [auth]: undefined } }, /sets no `config.service.auth`/),
  "gateway-entra-setup": judged({ settings: { "gateway.name": undefined } }, /gateway\.name/),
  "gateway-wiring": judged({ settings: { "gateway.name": "=gw-europe" } }, /Write the name without it/),
  "gateway-token-protected": judged({ settings: { [auth]: token() } }, /an access token in plain text/),
  "gateway-token-valid": judged({ settings: { [auth]: token("202611010000") } }, /expired on 2026-11-01/),
  "gateway-configuration-endpoint": judged(
    { settings: { [endpoint]: "contoso.azure-api.net" } },
    /the service's gateway/,
  ),
  "gateway-hosting": judged({ probed: false }, /has no readiness and no liveness probe/),
  "gateway-config-backup": judged({ backup: false }, /keeps no copy of its configuration/),
  "gateway-diagnostics": judged(
    { settings: { "observability.opentelemetry.enabled": "true" } },
    /so nothing arrives anywhere/,
  ),
  "responsibility-labels": judged({ marks: {} }, /nobody answers for/),
  "third-party-components": hasNoNamespace,
};

/** What is common to the hosts that declare a gateway's container: an image, and settings by name. */
import { token } from "../samples/credentials";
import { type Cells, judged, type Settings } from "./cell";

export interface ContainerParts {
  readonly image?: string;
  readonly settings?: Settings;
}

const repository = "mcr.microsoft.com/azure-api-management/gateway";
export const goodImage = `${repository}:2.13.2`;

const auth = "config.service.auth";
const endpoint = "config.service.endpoint";

export const goodSettings: Settings = {
  [endpoint]: "contoso.configuration.azure-api.net",
  [auth]: "workloadIdentity",
  "gateway.name": "gw-europe",
};

export const containerCells: Cells<ContainerParts> = {
  "gateway-image-supported": judged({ image: `${repository}:2.9.2` }, /not 2\.9/),
  "gateway-image-pinned": judged({ image: `${repository}:2.13` }, /moves with every release/),
  "gateway-auth-method": judged({ settings: { [auth]: undefined } }, /sets no `config.service.auth`/),
  "gateway-entra-setup": judged({ settings: { "gateway.name": undefined } }, /gateway\.name/),
  "gateway-wiring": judged({ settings: { "gateway.name": "=gw-europe" } }, /Write the name without it/),
  "gateway-token-protected": judged({ settings: { [auth]: token() } }, /an access token in plain text/),
  "gateway-token-valid": judged({ settings: { [auth]: token("202611010000") } }, /expired on 2026-11-01/),
  "gateway-configuration-endpoint": judged(
    { settings: { [endpoint]: "contoso.azure-api.net" } },
    /the service's gateway/,
  ),
};

import {
  closedPlace,
  closeLegacyApi,
  configurationApis,
  judgeLegacyApi,
} from "../analysis/service/configuration-api";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const apimConfigurationApi = resourcePolicy({
  name: "apim-configuration-api",
  displayName: "Gateways read their configuration from the new API only",
  description:
    "A service that can have self-hosted gateways keeps its old configuration API closed and the new one within reach.",
  level: "advisory",
  severity: "medium",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Set configurationApi.legacyApi to Disabled once no gateway of version 0 or 1 is left; Microsoft retired those in October 2023.",
  judges: configurationApis,
  options: {},
  messages: {
    open: "{place}, so the configuration API of version 1 stays open, which no supported gateway uses. Write `Disabled`.",
    untold:
      "The API version of this resource has no `configurationApi.legacyApi`, so the configuration API of version 1 stays open unless it was closed elsewhere. Use API version {version} or newer and write `Disabled`.",
    closed:
      "{place}: gateways lose the configuration endpoint unless they are in a network that reaches the service privately. Make sure that each is.",
  },

  check(api, { defect, notice, unknown }) {
    const legacy = judgeLegacyApi(api);
    const closed = closedPlace(api);
    const { openTier } = api;
    const unsure = api.reach.filter((value) => value.unknown);
    if (openTier) {
      if (legacy.kind !== "fine" || closed || unsure.length > 0) unknown(openTier);
      return;
    }
    if (legacy.kind === "open") defect("open", legacy);
    if (legacy.kind === "untold") notice("untold", legacy);
    if (legacy.kind === "unknown") unknown(legacy.value);
    if (closed) notice("closed", { place: closed });
    for (const value of unsure) unknown(value);
  },

  remediate: closeLegacyApi,
});

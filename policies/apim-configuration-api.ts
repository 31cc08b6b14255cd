import {
  closedPlace,
  closeLegacyApi,
  configurationApis,
  judgeLegacyApi,
} from "../analysis/service/configuration-api";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const apimConfigurationApi = resourcePolicy({
  name: "apim-configuration-api",
  displayName: "Configuration API version 1 is disabled",
  description:
    "Requires version 1 of the configuration API to be disabled, and version 2 to be reachable, on services that can have self-hosted gateways.",
  level: "advisory",
  severity: "medium",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Set configurationApi.legacyApi to Disabled. Only gateways of version 0 and 1 use version 1; Microsoft retired them in October 2023.",
  judges: configurationApis,
  options: {},
  messages: {
    unset:
      "`{path}` isn't set, so version 1 of the configuration API stays enabled, which no supported gateway uses. Set it to `Disabled`.",
    open: "`{path}` is `Enabled`, so version 1 of the configuration API stays enabled, which no supported gateway uses. Set it to `Disabled`.",
    invalid:
      "`{path}` must be `Enabled` or `Disabled`. No supported gateway uses version 1. Set it to `Disabled`.",
    undetermined:
      "The API version of this resource has no `configurationApi.legacyApi`, so version 1 of the configuration API stays enabled unless it was disabled elsewhere. Use API version {version} or newer, and set it to `Disabled`.",
    closed:
      "`{path}` is `{value}`, so gateways outside of the service's private network can't reach the configuration endpoint. Run each gateway in that network.",
  },

  check(api, report) {
    const { openTier, reach } = api;
    const legacy = judgeLegacyApi(api);
    const closed = closedPlace(api);
    const unsure = reach.filter((value) => value.unknown);
    if (openTier) {
      if (legacy.kind !== "fine" || closed || unsure.length > 0) report.unknown(openTier);
      return;
    }
    switch (legacy.kind) {
      case "fine":
        break;
      case "unset":
      case "open":
      case "invalid":
        report.defect(legacy.kind, legacy);
        break;
      case "undetermined":
        report.note("undetermined", legacy);
        break;
      case "unknown":
        report.unknown(legacy.value);
        break;
      default:
        never(legacy);
    }
    if (closed) report.note("closed", closed);
    for (const value of unsure) report.unknown(value);
  },

  remediate: closeLegacyApi,
});

import { stacksWithGateways } from "../analysis/stacks-with-gateways";
import { addDays, today } from "../pulumi/clock";
import { stackPolicy } from "../pulumi/policy";
import { releasesAsOf, stableVersions } from "../support/releases";
import { row } from "../support/responsibilities";

export const gatewayReleaseData = stackPolicy({
  name: "gateway-release-data",
  displayName: "The pack's release data is recent",
  description: "Requires the pack's list of gateway releases to be at most `maxAgeDays` days old.",
  level: "advisory",
  severity: "low",
  row: row("keeping-up-to-date"),
  remediationSteps: "Update the policy pack, or set latestVersion.",
  judges: stacksWithGateways,
  options: {
    maxAgeDays: {
      type: "integer",
      minimum: 1,
      maximum: 3650,
      default: 120,
      description: "Days after which the list is too old. A new minor comes about every four months.",
    },
  },
  messages: {
    old: "The pack's list of gateway releases is from {asOf} (newest {newest}), more than {days} days ago, so an image that lost support may pass. Update the pack, or set `latestVersion` of gateway-image-supported and gateway-image-current.",
  },

  check(_stack, { options: { maxAgeDays }, defect }) {
    if (today() <= addDays(releasesAsOf, maxAgeDays)) return;
    defect("old", { asOf: releasesAsOf, newest: stableVersions.at(-1) ?? "", days: `${maxAgeDays}` });
  },
});

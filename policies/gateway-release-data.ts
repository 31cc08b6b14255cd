import { stacksWithGateways } from "../analysis/stacks-with-gateways";
import { addDays, today } from "../pulumi/clock";
import { stackPolicy } from "../pulumi/policy";
import { releasesAsOf, stableVersions } from "../support/releases";
import { row } from "../support/responsibilities";

export const gatewayReleaseData = stackPolicy({
  name: "gateway-release-data",
  displayName: "The pack's list of releases is recent",
  description: "The list of gateway releases by which images are judged is not older than a few months.",
  level: "advisory",
  severity: "low",
  row: row("keeping-up-to-date"),
  remediationSteps: "Update the policy pack.",
  judges: stacksWithGateways,
  options: {
    maxAgeDays: {
      type: "integer",
      minimum: 1,
      maximum: 3650,
      default: 120,
      description: "Days after which the list counts as old. A new minor comes about every four months.",
    },
  },
  messages: {
    old: "This pack's list of gateway releases is of {asOf} (newest {newest}), more than {days} days ago, so it may take an image for supported that no longer is. Update the pack, or set `latestVersion` of gateway-image-supported and gateway-image-current.",
  },

  check(_stack, { options: { maxAgeDays }, defect }) {
    if (today() <= addDays(releasesAsOf, maxAgeDays)) return;
    defect("old", { asOf: releasesAsOf, newest: stableVersions.at(-1) ?? "", days: `${maxAgeDays}` });
  },
});

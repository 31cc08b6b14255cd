import { gateways } from "../gateway";
import { imageFix, imagePlace } from "../gateway/model/image";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { judgeCurrency, usualInterval } from "../support/currency";
import { row } from "../support/responsibilities";
import { supportWindow } from "../support/window";

export const gatewayImageCurrent = resourcePolicy({
  name: "gateway-image-current",
  displayName: "Gateway image is current",
  description:
    "A self-hosted gateway runs the newest patch of the newest minor, which is where fixes land, and no release with a known defect.",
  level: "advisory",
  severity: "medium",
  row: row("keeping-up-to-date"),
  remediationSteps: "Move to the newest release.",
  judges: gateways,
  options: {
    latestVersion: {
      type: "string",
      format: "version",
      description: "The newest released version, where it is newer than the pack's own list.",
    },
  },
  messages: {
    "known-bad":
      "{place}, a release with a known defect: {reason}. It is fixed in {fixedIn} ({source}). Write `{fix}`.",
    "old-patch":
      "{place}; {newestPatch} is the newest patch of {line}, and new fixes land in {newest} and later only. Write `{fix}`.",
    "old-minor": "{place}; it is supported, but fixes land in the newest minor only. Write `{fix}`.",
    "oldest-minor":
      "{place}; {line} is the oldest supported minor. Fixes land in the newest one only, and the next one, which usually comes {days} days after the one before, ends the support of {line}. Write `{fix}`.",
  },

  check({ image }, { options, defect, unknown }) {
    if (image.kind === "unknown") return unknown(image.value);
    if (image.kind !== "known") return;
    const window = supportWindow(options.latestVersion);
    const said = { place: imagePlace(image), fix: imageFix(image, window.newest), newest: window.newest };
    const currency = judgeCurrency(image.reference.tag, window);
    switch (currency.kind) {
      case "current":
        return;
      case "known-bad": {
        const { reason, fixedIn, source } = currency.issue;
        return defect("known-bad", { ...said, reason, fixedIn, source });
      }
      case "old-patch":
        return defect("old-patch", { ...said, ...currency });
      case "old-minor":
        return currency.isOldest
          ? defect("oldest-minor", { ...said, line: currency.line, days: `${usualInterval()}` })
          : defect("old-minor", said);
      default:
        never(currency);
    }
  },
});

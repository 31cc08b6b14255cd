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
    "Requires the newest patch of the newest minor, the only one that gets fixes, and no release with a known defect.",
  level: "advisory",
  severity: "medium",
  row: row("keeping-up-to-date"),
  remediationSteps: "Use the newest release.",
  judges: gateways,
  options: {
    latestVersion: {
      type: "string",
      format: "version",
      description: "The newest released version, if it is newer than the pack's own list.",
    },
  },
  messages: {
    "known-bad":
      "`{path}` (`{text}`) has a known defect: {reason}. Version {fixedIn} fixes it ({source}). Use `{fix}`.",
    "old-patch":
      "`{path}` (`{text}`) isn't the newest patch of {line}, {newestPatch}; new fixes come only in {newest} and later. Use `{fix}`.",
    "old-minor": "`{path}` (`{text}`) is supported, but only the newest minor gets fixes. Use `{fix}`.",
    "oldest-minor":
      "`{path}` (`{text}`) runs {line}, the oldest supported minor. It loses support with the next minor, which usually comes {days} days after the last one. Use `{fix}`.",
  },

  check({ image }, { options, defect, unknown }) {
    if (image.kind === "unknown") return unknown(image.value);
    if (image.kind !== "known") return;
    const window = supportWindow(options.latestVersion);
    const values = { ...imagePlace(image), fix: imageFix(image, window.newest), newest: window.newest };
    const currency = judgeCurrency(image.reference.tag, window);
    switch (currency.kind) {
      case "current":
        return;
      case "known-bad": {
        const { reason, fixedIn, source } = currency.issue;
        return defect("known-bad", { ...values, reason, fixedIn, source });
      }
      case "old-patch":
        return defect("old-patch", { ...values, ...currency });
      case "old-minor":
        return currency.isOldest
          ? defect("oldest-minor", { ...values, line: currency.line, days: `${usualInterval()}` })
          : defect("old-minor", values);
      default:
        never(currency);
    }
  },
});

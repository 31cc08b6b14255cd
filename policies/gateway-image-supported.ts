import { gateways } from "../gateway";
import { imageEdits, imageFix, imagePlace, unreadableFix } from "../gateway/model/image";
import { addDays, type Day, today } from "../pulumi/clock";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { releasesAsOf } from "../support/releases";
import { row } from "../support/responsibilities";
import { judgeImage, supportWindow } from "../support/window";

export const gatewayImageSupported = resourcePolicy({
  name: "gateway-image-supported",
  displayName: "Gateway image is supported",
  description:
    "A self-hosted gateway runs an image that Microsoft supports: one of the last three minors, no beta, no preview.",
  level: "mandatory",
  severity: "high",
  row: row("keeping-up-to-date"),
  remediationSteps: "Run a release of the last three minors; the newest minor also gets the fixes.",
  judges: gateways,
  options: {
    latestVersion: {
      type: "string",
      format: "version",
      description: "The newest released version, where it is newer than the pack's own list.",
    },
    graceDays: {
      type: "integer",
      minimum: 0,
      maximum: 3650,
      default: 0,
      description: "Days after a minor left the support window in which it is advisory.",
    },
  },
  messages: {
    outside: "{place}: Microsoft supports {window}, not {line}. Write `{fix}`.",
    grace:
      "{place}: Microsoft supports {window}; {line} left on {left} and is tolerated until {end}. Write `{fix}`.",
    prerelease: "{place}: Microsoft supports no beta and no preview. Write `{fix}`.",
    unversioned:
      "{place}: this does not tell the version, and so not whether Microsoft supports it. Write `{fix}`.",
    unreadable: "`{path}` is no {what}{text}. Write `{fix}`.",
    newer:
      "{place}, newer than any release that this pack knows ({newest}, as of {asOf}). Set `latestVersion`, or update the pack.",
    unlisted:
      "{place}, but this pack knows no such release (newest {newest}, as of {asOf}). Check that it exists.",
    untold: "{reason}; its support is not judged.",
  },

  check({ image }, { options, defect, notice, unknown }) {
    const window = supportWindow(options.latestVersion);
    switch (image.kind) {
      case "unknown":
        return unknown(image.value);
      case "untold":
        return image.reason ? notice("untold", { reason: image.reason }) : undefined;
      case "unreadable": {
        const text = image.text === undefined ? "" : `: \`${image.text}\``;
        const fix = unreadableFix(image, window.newest);
        return defect("unreadable", { path: pathText(image.path), text, what: wanted[image.holds], fix });
      }
      case "known": {
        const { newest, minors } = window;
        const said = { place: imagePlace(image), fix: imageFix(image, newest), newest, asOf: releasesAsOf };
        const verdict = judgeImage(image.reference, window);
        switch (verdict.kind) {
          case "outside": {
            const { line, left } = verdict;
            return inGrace(left, options.graceDays)
              ? notice("grace", {
                  ...said,
                  window: minors.join(", "),
                  line,
                  left,
                  end: addDays(left, options.graceDays),
                })
              : defect("outside", { ...said, window: minors.join(", "), line });
          }
          case "prerelease":
          case "unversioned":
            return defect(verdict.kind, said);
          case "newer":
          case "unlisted":
            return notice(verdict.kind, said);
        }
      }
    }
  },

  remediate({ image }, { latestVersion, graceDays }) {
    if (image.kind !== "known") return [];
    const window = supportWindow(latestVersion);
    const verdict = judgeImage(image.reference, window);
    const isDefect =
      verdict.kind === "prerelease" ||
      verdict.kind === "unversioned" ||
      (verdict.kind === "outside" && !inGrace(verdict.left, graceDays));
    return isDefect ? imageEdits(image, window.newest) : [];
  },
});

/** What a property that cannot be read should hold. */
const wanted = { reference: "image reference", repository: "image repository", tag: "image tag" };

function inGrace(left: Day, graceDays: number): boolean {
  return graceDays > 0 && today() <= addDays(left, graceDays);
}

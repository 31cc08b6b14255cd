import { gateways } from "../gateway";
import { imageEdits, imageFix, imagePlace, type KnownImage, unreadableFix } from "../gateway/model/image";
import { addDays, type Day, today } from "../pulumi/clock";
import { never } from "../pulumi/match";
import { type Judgement, resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { releasesAsOf } from "../support/releases";
import { row } from "../support/responsibilities";
import { judgeImage, supportWindow } from "../support/window";

const options = {
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
} as const;

const messages = {
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
} as const;

type Say = Judgement<typeof options, typeof messages>;

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
  options,
  messages,

  check({ image }, say) {
    switch (image.kind) {
      case "known":
        return checkVersion(image, say);
      case "unknown":
        return say.unknown(image.value);
      // A chart or an extension without a version is gateway-image-pinned's matter.
      case "floating":
        return;
      case "untold":
        return image.reason ? say.notice("untold", { reason: image.reason }) : undefined;
      case "unreadable": {
        const text = image.text === undefined ? "" : `: \`${image.text}\``;
        const fix = unreadableFix(image, supportWindow(say.options.latestVersion).newest);
        return say.defect("unreadable", { path: pathText(image.path), text, what: wanted[image.holds], fix });
      }
      default:
        never(image);
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

function checkVersion(image: KnownImage, say: Say) {
  const { latestVersion, graceDays } = say.options;
  const window = supportWindow(latestVersion);
  const { newest } = window;
  const minors = window.minors.join(", ");
  const said = { place: imagePlace(image), fix: imageFix(image, newest), newest, asOf: releasesAsOf };
  const verdict = judgeImage(image.reference, window);
  switch (verdict.kind) {
    case "supported":
    case "rolling":
      return;
    case "outside": {
      const { line, left } = verdict;
      if (!inGrace(left, graceDays)) return say.defect("outside", { ...said, window: minors, line });
      return say.notice("grace", { ...said, window: minors, line, left, end: addDays(left, graceDays) });
    }
    case "prerelease":
    case "unversioned":
      return say.defect(verdict.kind, said);
    case "newer":
    case "unlisted":
      return say.notice(verdict.kind, said);
    default:
      never(verdict);
  }
}

/** What a property that cannot be read should hold. */
const wanted = { reference: "image reference", repository: "image repository", tag: "image tag" };

function inGrace(left: Day, graceDays: number): boolean {
  return graceDays > 0 && today() <= addDays(left, graceDays);
}

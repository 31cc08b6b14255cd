import { gateways } from "../gateway";
import {
  imageEdits,
  imageFix,
  imagePlace,
  type KnownImage,
  type UndeterminedReason,
  unreadableFix,
} from "../gateway/model/image";
import { addDays, type Day, today } from "../pulumi/clock";
import { never } from "../pulumi/match";
import { type Judgment, resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { chartsAsOf, newestChart } from "../support/charts";
import { releasesAsOf } from "../support/releases";
import { row } from "../support/responsibilities";
import { judgeImage, supportWindow } from "../support/window";

const options = {
  latestVersion: {
    type: "string",
    format: "version",
    description: "The newest released version, if it is newer than the pack's own list.",
  },
  graceDays: {
    type: "integer",
    minimum: 0,
    maximum: 3650,
    default: 0,
    description: "Days during which a minor that lost support is only an advisory.",
  },
} as const;

const messages = {
  outside: "`{path}` (`{text}`) runs image version {line}, but Microsoft supports {window}. Use `{fix}`.",
  grace:
    "`{path}` (`{text}`) runs image version {line}, which lost support on {left} and is tolerated until {end}; Microsoft supports {window}. Use `{fix}`.",
  prerelease: "`{path}` (`{text}`) runs a beta or preview, which Microsoft doesn't support. Use `{fix}`.",
  unversioned: "`{path}` (`{text}`) doesn't identify a version, so support can't be verified. Use `{fix}`.",
  digest: "`{path}` (`{text}`) has a digest but no version tag, so support can't be verified. Use `{fix}`.",
  unreadable: "`{path}` isn't a valid image {part}. Use `{fix}`.",
  misspelled: "`{path}` is `{text}`, which isn't a valid image {part}. Use `{fix}`.",
  newer:
    "`{path}` (`{text}`) is newer than the newest release this pack knows ({newest}, as of {asOf}), so its support isn't checked. Set `latestVersion`, or update the pack.",
  unlisted:
    "`{path}` (`{text}`) isn't among the releases this pack knows (newest {newest}, as of {asOf}). Check that it exists.",
  source:
    "`{path}` doesn't identify the chart's version, so the image's support isn't checked. Set `image.tag`.",
  "no-version":
    "`{path}` isn't a chart version, so the image's support isn't checked. Use one, such as `{chart}`.",
  "unlisted-chart":
    "`{path}` is chart version {version}, which this pack doesn't know (newest {chart}, as of {asOf}), so the image's support isn't checked. Set `image.tag`, or update the pack.",
  "unlisted-chart-inferred":
    "`{path}` is chart version {version}, which this pack doesn't know (newest {chart}, as of {asOf}); by the usual numbering it runs image {image}. Set `image.tag`, or update the pack.",
  "image-id":
    "`{path}` is an image ID, which doesn't identify a version, so its support isn't checked. Use a tag.",
} as const;

type Report = Judgment<typeof options, typeof messages>;

export const gatewayImageSupported = resourcePolicy({
  name: "gateway-image-supported",
  displayName: "Gateway image version is supported",
  description:
    "Requires an image version that Microsoft supports: one of the last three minors, no beta and no preview.",
  level: "mandatory",
  severity: "high",
  row: row("keeping-up-to-date"),
  remediationSteps: "Use a release of the last three minors; only the newest minor gets fixes.",
  judges: gateways,
  options,
  messages,

  check({ image }, report) {
    switch (image.kind) {
      case "known":
        return checkVersion(image, report);
      case "unknown":
        return report.unknown(image.value);
      // gateway-image-pinned reports a chart or an extension without a version.
      case "floating":
        return;
      case "undetermined":
        return image.reason && reportUndetermined(image.reason, report);
      case "unreadable": {
        const { holds: part, path, text } = image;
        const fix = unreadableFix(image, supportWindow(report.options.latestVersion).newest);
        const values = { path: pathText(path), part, fix };
        return text === undefined
          ? report.defect("unreadable", values)
          : report.defect("misspelled", { ...values, text });
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

function reportUndetermined({ kind, path, chart, image }: UndeterminedReason, report: Report) {
  const values = { path: pathText(path), chart: newestChart, asOf: chartsAsOf };
  if (kind !== "unlisted-chart") return report.note(kind, values);
  const version = chart ?? "";
  if (image === undefined) return report.note(kind, { ...values, version });
  report.note("unlisted-chart-inferred", { ...values, version, image });
}

function checkVersion(image: KnownImage, report: Report) {
  const { latestVersion, graceDays } = report.options;
  const window = supportWindow(latestVersion);
  const { newest } = window;
  const minors = window.minors.join(", ");
  const values = { ...imagePlace(image), fix: imageFix(image, newest), newest, asOf: releasesAsOf };
  const verdict = judgeImage(image.reference, window);
  switch (verdict.kind) {
    case "supported":
    case "rolling":
      return;
    case "outside": {
      const { line, left } = verdict;
      if (!inGrace(left, graceDays)) return report.defect("outside", { ...values, window: minors, line });
      return report.note("grace", { ...values, window: minors, line, left, end: addDays(left, graceDays) });
    }
    case "prerelease":
      return report.defect("prerelease", values);
    case "unversioned":
      return report.defect(image.reference.digest ? "digest" : "unversioned", values);
    case "newer":
    case "unlisted":
      return report.note(verdict.kind, values);
    default:
      never(verdict);
  }
}

function inGrace(left: Day, graceDays: number): boolean {
  return graceDays > 0 && today() <= addDays(left, graceDays);
}

import { gateways } from "../gateway";
import { imageEdits, imageFix, imagePlace } from "../gateway/model/image";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { newestChart } from "../support/charts";
import { row } from "../support/responsibilities";
import { judgeImage, supportWindow } from "../support/window";

export const gatewayImagePinned = resourcePolicy({
  name: "gateway-image-pinned",
  displayName: "Gateway image is pinned to a version",
  description: "Requires one version of the image, so that it changes only on purpose.",
  level: "advisory",
  severity: "medium",
  row: row("keeping-up-to-date"),
  remediationSteps:
    "Use a specific version instead of a rolling tag, a range of chart versions, or no version.",
  judges: gateways,
  options: {
    latestVersion: {
      type: "string",
      format: "version",
      description: "The newest released version; set the same value for gateway-image-supported.",
    },
  },
  messages: {
    rolling:
      "`{path}` (`{text}`) uses the rolling tag `{tag}`, so two versions may run side by side after a restart. Use `{fix}`.",
    untagged:
      "`{path}` (`{text}`) has no tag, which means `latest`, so two versions may run side by side after a restart. Use `{fix}`.",
    "no-chart-version":
      "`{path}` isn't set, so the newest chart and image are installed. Set a version such as `{chart}`, or set `image.tag`.",
    "chart-range":
      "`{path}` is `{text}`, a range, so the newest chart and image in it are installed. Set a version such as `{chart}`, or set `image.tag`.",
    "auto-upgrade":
      "`{path}` isn't `false`, so Azure upgrades the extension and its image. Set `false` and a `version`, or set `image.tag`.",
    "no-extension-version":
      "`{path}` isn't set, so the newest version of the extension is installed. Set a version, or set `image.tag`.",
    preview:
      "`{path}` is `preview`, a release train without a promise of stability, but the only one that Microsoft documents for the {host}.",
  },

  check({ image, host, previewChannel }, { options, defect, note, unknown }) {
    if (previewChannel) note("preview", { path: pathText(previewChannel.path), host });
    switch (image.kind) {
      // gateway-image-supported reports an image that can't be read or has no version.
      case "unreadable":
      case "undetermined":
        return;
      case "unknown":
        return unknown(image.value);
      case "floating":
        return defect(image.cause, {
          path: pathText(image.path),
          text: image.text ?? "",
          chart: newestChart,
        });
      case "known": {
        const window = supportWindow(options.latestVersion);
        if (judgeImage(image.reference, window).kind !== "rolling") return;
        const { tag } = image.reference;
        return defect(tag === undefined ? "untagged" : "rolling", {
          tag: tag ?? "",
          ...imagePlace(image),
          fix: imageFix(image, window.newest),
        });
      }
      default:
        never(image);
    }
  },

  remediate({ image }, { latestVersion }) {
    const window = supportWindow(latestVersion);
    return image.kind === "known" && judgeImage(image.reference, window).kind === "rolling"
      ? imageEdits(image, window.newest)
      : [];
  },
});

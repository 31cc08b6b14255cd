import { gateways } from "../gateway";
import { imageEdits, imageFix, imagePlace } from "../gateway/model/image";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";
import { judgeImage, supportWindow } from "../support/window";

export const gatewayImagePinned = resourcePolicy({
  name: "gateway-image-pinned",
  displayName: "Gateway image is pinned",
  description:
    "A self-hosted gateway names one version of its image, so that it changes only when somebody decides so.",
  level: "advisory",
  severity: "medium",
  row: row("keeping-up-to-date"),
  remediationSteps:
    "Write the version that is meant instead of a tag, a chart version or a range that moves.",
  judges: gateways,
  options: {
    latestVersion: {
      type: "string",
      format: "version",
      description: "The newest released version, as in gateway-image-supported: both must see one window.",
    },
  },
  messages: {
    rolling:
      "{place}: {tag} moves with every release, so after a restart two versions may run side by side. Write `{fix}`.",
    floating: "`{path}`: {what}, so the gateway's version is whatever is newest when it is installed. {pin}.",
    preview:
      "`{path}` is a channel of previews: no version of the {host} that comes from there is promised to be stable.",
  },

  check({ image, host, previewChannel }, { options, defect, notice, unknown }) {
    if (previewChannel) notice("preview", { path: pathText(previewChannel.path), host });
    switch (image.kind) {
      // An image that cannot be read, or whose version nothing states, is gateway-image-supported's matter.
      case "unreadable":
      case "untold":
        return;
      case "unknown":
        return unknown(image.value);
      case "floating":
        return defect("floating", { path: pathText(image.path), what: image.what, pin: image.pin });
      case "known": {
        const window = supportWindow(options.latestVersion);
        if (judgeImage(image.reference, window).kind !== "rolling") return;
        const { tag } = image.reference;
        return defect("rolling", {
          place: imagePlace(image),
          tag: tag === undefined ? "no tag means `latest`, which" : `\`${tag}\``,
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

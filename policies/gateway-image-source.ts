import { gateways } from "../gateway";
import { imageRepository } from "../gateway/model/image-reference";
import { matchesAny } from "../pulumi/glob";
import { resourcePolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

export const gatewayImageSource = resourcePolicy({
  name: "gateway-image-source",
  displayName: "Gateway image comes from an approved repository",
  description:
    "A self-hosted gateway runs the image that Microsoft maintains, from Microsoft's registry or from an approved mirror.",
  level: "advisory",
  severity: "medium",
  row: row("image-maintenance"),
  remediationSteps: "Use mcr.microsoft.com/azure-api-management/gateway, or approve the mirror.",
  judges: gateways,
  options: {
    approvedRepositories: {
      type: "array",
      items: { type: "string", format: "glob" },
      default: ["mcr.microsoft.com/azure-api-management/gateway"],
      description:
        "Globs over image repositories, registry and path without tag, that gateways may come from.",
    },
  },
  messages: {
    unapproved:
      "`{path}`: the image comes from `{repository}`, which is none of the approved repositories. Use `{approved}`, or add it to `approvedRepositories`.",
    closed:
      "`{path}`: the image comes from `{repository}`, but `approvedRepositories` approves none. Add one to it.",
  },

  check({ image }, { options: { approvedRepositories }, defect, unknown }) {
    if (image.kind === "unknown") return unknown(image.value);
    if (image.kind !== "known") return;
    const repository = imageRepository(image.reference);
    // A registry is a host name, whose case means nothing.
    if (matchesAny(approvedRepositories, repository)) return;
    const [approved] = approvedRepositories;
    const said = { path: pathText(image.path), repository };
    if (approved === undefined) defect("closed", said);
    else defect("unapproved", { ...said, approved });
  },
});

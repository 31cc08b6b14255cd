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
    "Requires the image that Microsoft maintains, from Microsoft's registry or an approved mirror.",
  level: "advisory",
  severity: "medium",
  row: row("image-maintenance"),
  remediationSteps:
    "Use mcr.microsoft.com/azure-api-management/gateway, or add the mirror to approvedRepositories.",
  judges: gateways,
  options: {
    approvedRepositories: {
      type: "array",
      items: { type: "string", format: "glob" },
      default: ["mcr.microsoft.com/azure-api-management/gateway"],
      description: "Globs over allowed image repositories: registry and path without a tag.",
    },
  },
  messages: {
    unapproved:
      "`{path}` uses the repository `{repository}`, which isn't approved. Use `{approved}`, or add the repository to `approvedRepositories`.",
    closed:
      "`{path}` uses the repository `{repository}`, but `approvedRepositories` is empty. Add an approved repository to it.",
  },

  check({ image }, { options: { approvedRepositories }, defect, unknown }) {
    if (image.kind === "unknown") return unknown(image.value);
    if (image.kind !== "known") return;
    const repository = imageRepository(image.reference);
    // A registry is a hostname, which is case-insensitive.
    if (matchesAny(approvedRepositories, repository)) return;
    const [approved] = approvedRepositories;
    const values = { path: pathText(image.path), repository };
    if (approved === undefined) defect("closed", values);
    else defect("unapproved", { ...values, approved });
  },
});

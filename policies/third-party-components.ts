import { components } from "../analysis/ownership/components";
import { missingLabels } from "../analysis/ownership/ownership";
import { never } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const thirdPartyComponents = stackPolicy({
  name: "third-party-components",
  displayName: "Third-party components near a gateway have an owner",
  description:
    "Requires an owner label on software of other projects in a gateway's namespace or pods, which Microsoft's support doesn't cover.",
  level: "advisory",
  severity: "low",
  row: row("third-party"),
  remediationSteps:
    "Add the labels apim-gateway/owner=<team> and apim-gateway/responsibility=customer, or run the component in another namespace.",
  judges: components,
  options: {
    labelPrefix: {
      type: "string",
      format: "label-prefix",
      default: "apim-gateway",
      description: "The prefix of the labels, before `/`.",
    },
  },
  messages: {
    beside:
      "This {noun} of {project} runs in a gateway's namespace, and Microsoft's support doesn't cover {project}. Add its owner to `{place}`: `{labels}`.",
    injected:
      "`{by}` injects a sidecar of {project} into the pods of the {noun}, and Microsoft's support doesn't cover {project}. Add its owner to `{place}`: `{labels}`.",
  },

  check(component, { options, defect, unknown }) {
    const { noun, project, injectedBy, belongs } = component;
    const missing = missingLabels(component, options);
    if (missing.kind === "none") return;
    if (belongs.kind === "unknown") return unknown(belongs.value);
    switch (missing.kind) {
      case "unknown":
        return unknown(missing.value);
      case "some": {
        const { place, labels } = missing;
        return injectedBy
          ? defect("injected", { noun, project, place, labels, by: injectedBy })
          : defect("beside", { noun, project, place, labels });
      }
      default:
        never(missing);
    }
  },
});

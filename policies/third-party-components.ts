import { components } from "../analysis/ownership/components";
import { missingLabels } from "../analysis/ownership/ownership";
import { never } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const thirdPartyComponents = stackPolicy({
  name: "third-party-components",
  displayName: "Third-party software at a gateway has an owner",
  description:
    "Software of other projects that runs in a gateway's namespace or pods says who owns it: Microsoft's support does not cover it.",
  level: "advisory",
  severity: "low",
  row: row("third-party"),
  remediationSteps:
    "Label the component apim-gateway/owner=<team> and apim-gateway/responsibility=customer, or run it in another namespace.",
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
      "The {noun} is of {project} and runs in a gateway's namespace; Microsoft supports the gateway, not {project}. Say in `{place}` who does: {labels}.",
    injected:
      "`{by}` puts a side-car of {project} into the pods of the {noun}; Microsoft supports the gateway, not {project}. Say in `{place}` who does: {labels}.",
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

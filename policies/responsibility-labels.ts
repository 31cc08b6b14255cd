import { ownedThings } from "../analysis/ownership/owned";
import { ownershipEdits, ownershipGap, ownershipProblems } from "../analysis/ownership/ownership";
import { labelPlace } from "../gateway/model/labels";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { allRows, ownerRows, ownershipOf, responsibilityClasses } from "../support/responsibilities";

export const responsibilityLabels = resourcePolicy({
  name: "responsibility-labels",
  displayName: "Gateway resources name an owner and a responsibility",
  description:
    "Requires labels or tags on the resources of a self-hosted gateway that name their owner and who is responsible for them under Microsoft's support policy.",
  level: "mandatory",
  severity: "medium",
  row: allRows(),
  remediationSteps:
    "Add the labels apim-gateway/owner and apim-gateway/responsibility; on Azure resources the tags apim-gateway-owner and apim-gateway-responsibility.",
  judges: ownedThings,
  options: {
    labelPrefix: {
      type: "string",
      format: "label-prefix",
      default: "apim-gateway",
      description: "The prefix of the labels, before `/`; in the names of Azure tags, before `-`.",
    },
    ownerPattern: {
      type: "string",
      format: "pattern",
      description: "A regular expression that every owner must match.",
    },
    defaultOwner: {
      type: "string",
      description: "The owner that a remediation sets if none is named, and that messages suggest.",
    },
    rows: {
      type: "array",
      items: { type: "string", enum: ownerRows },
      default: ownerRows,
      description: "The rows of Microsoft's table that need an owner.",
    },
    includeServices: {
      type: "boolean",
      default: false,
      description: "Whether to check API Management services of the Developer and Premium tiers too.",
    },
  },
  messages: {
    missing:
      '`{place}` names neither an owner nor a responsibility (row "{row}" of Microsoft\'s support policy). Add `{labels}`.',
    "no-class":
      '`{place}` has no `{name}`, the party that is responsible (row "{row}" of Microsoft\'s support policy). Add `{labels}`.',
    "no-owner": "`{place}` has no `{name}`, so no one is named for {rows}. Add `{labels}`.",
    "other-class":
      '`{name}` in `{place}` is `{value}`, but the row "{row}" of Microsoft\'s support policy requires `{expected}`. Set it to `{expected}`.',
    "unknown-class":
      '`{name}` in `{place}` is `{value}`, but must be one of {classes}. Set `{expected}`, as for the row "{row}" of Microsoft\'s support policy.',
    "rejected-type": "`{name}` in `{place}` must be a string. Set the name of a team.",
    "rejected-form":
      "`{name}` in `{place}` is `{value}`, which isn't a valid Kubernetes label. Use at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends.",
    "rejected-length":
      "`{name}` in `{place}` is longer than the 256 characters that Azure allows. Use a shorter name.",
    "rejected-yaml":
      "`{name}` in `{place}` is `{value}`, which the chart writes without quotes, so Kubernetes gets no string and rejects it. Use a value with a letter in it, such as `team-{value}`.",
    unfamiliar:
      "`{name}` in `{place}` is `{value}`, which doesn't match `{pattern}` (option `ownerPattern`). Use an owner that matches.",
  },

  applies: ({ kind }, { includeServices }) => kind !== "service" || includeServices,

  check(owned, { options, defect, unknown }) {
    if (owned.belongs.kind === "unknown") return unknown(owned.belongs.value);
    const { row } = ownershipOf(owned.kind);
    const values = { row: row.title, expected: row.class, classes: responsibilityClasses.join(", ") };
    const problems = ownershipProblems(owned, options);
    const gap = ownershipGap(owned, problems, options);
    if (gap) defect(gap.kind, { ...values, ...gap, ...labelPlace(gap.label) });
    for (const problem of problems) {
      switch (problem.kind) {
        case "unknown":
          unknown(problem.value);
          break;
        case "no-class":
        case "no-owner":
          // A part of a finding.
          break;
        case "rejected":
          defect(`rejected-${problem.why}`, labelPlace(problem.label));
          break;
        case "other-class":
        case "unknown-class":
          defect(problem.kind, { ...values, ...labelPlace(problem.label) });
          break;
        case "unfamiliar":
          defect("unfamiliar", { ...labelPlace(problem.label), pattern: options.ownerPattern ?? "" });
          break;
        default:
          never(problem);
      }
    }
  },

  remediate: (owned, options) => (owned.belongs.kind !== "yes" ? [] : ownershipEdits(owned, options)),
});

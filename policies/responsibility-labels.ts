import { ownedThings } from "../analysis/ownership/owned";
import { ownerGap, ownershipEdits, ownershipProblems } from "../analysis/ownership/ownership";
import { labelPlace } from "../gateway/model/labels";
import { resourcePolicy } from "../pulumi/policy";
import { allRows, ownerRows, ownershipOf, responsibilityClasses } from "../support/responsibilities";

export const responsibilityLabels = resourcePolicy({
  name: "responsibility-labels",
  displayName: "Gateways say who answers for them",
  description:
    "What belongs to a self-hosted gateway says in labels or tags who owns it, and on whose side of Microsoft's support policy it falls.",
  level: "mandatory",
  severity: "medium",
  row: allRows(),
  remediationSteps:
    "Set the labels apim-gateway/owner and apim-gateway/responsibility, on Azure resources the tags apim-gateway-owner and apim-gateway-responsibility.",
  judges: ownedThings,
  options: {
    labelPrefix: {
      type: "string",
      format: "label-prefix",
      default: "apim-gateway",
      description: "The prefix of the labels, before `/`; before `-` in the names of Azure tags.",
    },
    ownerPattern: {
      type: "string",
      format: "pattern",
      description: "A regular expression that every owner matches.",
    },
    defaultOwner: {
      type: "string",
      description: "The owner that a remediation writes where none is said.",
    },
    rows: {
      type: "array",
      items: { type: "string", enum: ownerRows },
      default: ownerRows,
      description: "The rows of Microsoft's table for which somebody must answer.",
    },
    includeServices: {
      type: "boolean",
      default: false,
      description: "Whether API Management services of the Developer and Premium tiers are judged too.",
    },
  },
  messages: {
    "no-class":
      '`{place}` has no `{name}`. {what} falls in the row "{row}" of Microsoft\'s support policy: {why}. Write `{expected}`.',
    "other-class":
      '`{name}` in `{place}` is `{value}`. {what} falls in the row "{row}" of Microsoft\'s support policy: {why}. Write `{expected}`.',
    "unknown-class":
      '`{name}` in `{place}` is `{value}`, none of {classes}. {what} falls in the row "{row}" of Microsoft\'s support policy: {why}. Write `{expected}`.',
    "no-owner": "`{place}` has no `{name}`, so nobody answers for {rows}. Write who does{each}.",
    rejected: "`{name}` in `{place}` is `{value}`, but {reason}.",
    unfamiliar: "`{name}` in `{place}` is `{value}`, which does not match `{pattern}` (option ownerPattern).",
  },

  applies: ({ kind }, { includeServices }) => kind !== "service" || includeServices,

  check(owned, { options, defect, unknown }) {
    if (owned.belongs.kind === "unknown") return unknown(owned.belongs.value);
    const { what, why, row } = ownershipOf(owned.kind);
    for (const problem of ownershipProblems(owned, options)) {
      if (problem.kind === "unknown") unknown(problem.value);
      else {
        const said = { ...labelPlace(problem.label), what, why, row: row.title, expected: row.class };
        const classes = responsibilityClasses.join(", ");
        const pattern = options.ownerPattern ?? "";
        if (problem.kind === "rejected") defect("rejected", { ...said, reason: problem.why });
        else if (problem.kind === "no-owner") defect("no-owner", { ...said, ...ownerGap(problem) });
        else defect(problem.kind, { ...said, classes, pattern });
      }
    }
  },

  remediate: (owned, options) => (owned.belongs.kind !== "yes" ? [] : ownershipEdits(owned, options)),
});

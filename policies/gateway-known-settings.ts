import { settingsHolders } from "../analysis/credentials/written-settings";
import { nameProblems } from "../analysis/settings/names";
import { holdsToken } from "../gateway/model/token";
import { matchesAny } from "../pulumi/glob";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const gatewayKnownSettings = resourcePolicy({
  name: "gateway-known-settings",
  displayName: "Gateway settings are documented",
  description:
    "Requires settings, chart values and extension settings of a self-hosted gateway to be ones that its version reads.",
  level: "advisory",
  severity: "medium",
  row: row("keeping-up-to-date"),
  remediationSteps: "Correct the name or the value as the message suggests, or remove the setting.",
  judges: settingsHolders,
  options: {
    allow: {
      type: "array",
      items: { type: "string", format: "glob" },
      default: [],
      description: "Globs over names of settings and values that are not reported.",
    },
  },
  messages: {
    setting:
      "`{setting}` ({place}) isn't a documented setting of the gateway, so it has no known effect. Remove it, or add it to the option `allow`.",
    "setting-near": "`{setting}` ({place}) isn't a documented setting of the gateway. Use `{nearest}`.",
    chart: "`{setting}` ({place}) isn't read by chart version {version}, so it has no effect. Remove it.",
    "chart-near": "`{setting}` ({place}) isn't a value of the gateway's Helm chart. Use `{nearest}`.",
    extension:
      "`{setting}` ({place}) isn't a documented setting of the Arc extension, so it has no known effect. Remove it, or add it to the option `allow`.",
    "extension-near":
      "`{setting}` ({place}) isn't a documented setting of the Arc extension. Use `{nearest}`.",
    "too-new":
      "`{setting}` ({place}) requires image version {since} or newer, but the gateway runs {version}. Use a newer image, or remove the setting.",
    value: "`{setting}` ({place}) is `{value}`, which isn't a documented value. Use one of: {values}.",
    unsupported:
      "`{setting}` ({place}) enables an experimental feature, which Azure Support doesn't cover. Remove it in production.",
    "hidden-value": "`{setting}` ({place}) isn't one of the documented values. Use one of: {values}.",
  },

  check(holder, { options, around, defect, note, unknown }) {
    for (const problem of nameProblems(holder, around)) {
      if (problem.kind === "unknown") {
        unknown(problem.value);
        continue;
      }
      if (matchesAny(options.allow, problem.name)) continue;
      const { place } = problem;
      // A credential at the wrong place may even be a name.
      const setting = holdsToken(problem.name) ? "…" : problem.name;
      switch (problem.kind) {
        case "setting":
        case "extension":
        case "chart": {
          const { kind, nearest = "", version = "" } = problem;
          defect(nearest === "" ? kind : `${kind}-near`, { setting, place, nearest, version });
          break;
        }
        case "unsupported":
          note("unsupported", { setting, place });
          break;
        case "tooNew":
          defect("too-new", { ...problem, setting });
          break;
        case "value": {
          const { value = "" } = problem;
          const values = problem.values.join(", ");
          defect(value === "" ? "hidden-value" : "value", { setting, place, value, values });
        }
      }
    }
  },
});

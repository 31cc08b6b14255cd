import { judgeApis } from "../analysis/service/api-assignment";
import { judgeCount, judgeReplicas, limitedParts } from "../analysis/service/limits";
import { declaredText } from "../analysis/service/users";
import { never } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";
import { largestTier } from "../support/tiers";

export const apimGatewayLimits = stackPolicy({
  name: "apim-gateway-limits",
  displayName: "Gateways stay within the limits of their service",
  description:
    "Requires numbers of gateways and replicas that the service's tier allows, and an API for each gateway.",
  level: "advisory",
  severity: "medium",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Spread the gateways over more services or use Premium, run one replica on Developer, and assign an API to each gateway.",
  judges: limitedParts,
  options: {},
  messages: {
    many: "This stack has {count} self-hosted gateways for the service, but the {tier} tier allows {limit}. Spread them over more services; {largest} allows {most} each.",
    several:
      "{place}, but the {tier} tier of its service allows {limit} replica per gateway (API Management features, footnote 3). Set {limit}, or use {largest}.",
    none: "{gateway} has no API, so it answers 404 to every call, although this stack assigns APIs to other gateways of the service. Add a {fix} for it.",
  },

  check(part, { around, defect, unknown }) {
    const { name: largest, gateways: most } = largestTier;
    switch (part.kind) {
      case "service": {
        const verdict = judgeCount(part.service, around);
        if (verdict.kind === "many") defect("many", { ...verdict, largest, most: `${most}` });
        else if (verdict.kind === "unknown") unknown(verdict.value);
        return;
      }
      case "workload": {
        const verdict = judgeReplicas(part.connected, around);
        if (verdict.kind === "several") defect("several", { ...verdict, largest });
        else if (verdict.kind === "unknown") unknown(verdict.value);
        return;
      }
      case "declared": {
        const verdict = judgeApis(part.gateway, around);
        if (verdict.kind === "none")
          defect("none", { gateway: declaredText(part.gateway), fix: verdict.fix });
        else if (verdict.kind === "unknown") unknown(verdict.value);
        return;
      }
      default:
        never(part);
    }
  },
});

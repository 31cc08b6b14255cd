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
    "A service has no more gateways, and a gateway no more replicas, than the tier takes, and every gateway has an API.",
  level: "advisory",
  severity: "medium",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Spread the gateways over more services or use Premium, run one replica on Developer, and assign an API to each gateway or remove it.",
  judges: limitedParts,
  options: {},
  messages: {
    many: "This stack gives the service {count} self-hosted gateways, but the {tier} tier takes {limit}. Spread them over more services; {largest} takes {most} each.",
    several:
      "{place}, but its service is of the {tier} tier, on which a gateway is limited to {limit} replica (Microsoft's page API Management features, footnote 3). Run {limit}, or use {largest}.",
    none: "No API is assigned to {gateway}, so it answers 404 to every call, while this stack assigns APIs to other gateways of the service. Add a {fix} for it.",
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

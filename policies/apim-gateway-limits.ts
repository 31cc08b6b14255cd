import { type ConnectedGateway, gatewayText } from "../analysis/connection/connected-gateway";
import { judgeApis } from "../analysis/service/api-assignment";
import { judgeCount, judgeReplicas, limitedParts } from "../analysis/service/limits";
import { declaredText } from "../analysis/service/users";
import { never } from "../pulumi/match";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { row } from "../support/responsibilities";
import { largestTier } from "../support/tiers";

const messages = {
  many: "This stack has {count} self-hosted gateways for the service, but the {tier} tier allows {limit}. Spread them over more services; {largest} allows {most} each.",
  several:
    "`{path}` ({owner}) is {count}, but the {tier} tier of its service allows {limit} replica per gateway (API Management features, footnote 3). Set {limit}, or use {largest}.",
  severalByDefault:
    "`{path}` ({owner}) isn't set, which means {count}, but the {tier} tier of its service allows {limit} replica per gateway (API Management features, footnote 3). Set {limit}, or use {largest}.",
  shared:
    "{workload} runs the same gateway as {others}, with {count} replicas together, but the {tier} tier of its service allows {limit} per gateway. Run one of them, or use {largest}.",
  none: "{gateway} has no API, so it returns 404 for every call, although this stack assigns APIs to other gateways of the service. Add a `{fix}` for it.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages, Stack>;

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
  messages,

  check(part, report) {
    const { around, defect, unknown } = report;
    switch (part.kind) {
      case "service": {
        const verdict = judgeCount(part.service, around);
        if (verdict.kind === "many")
          defect("many", { ...verdict, largest: largestTier.name, most: `${largestTier.gateways}` });
        else if (verdict.kind === "unknown") unknown(verdict.value);
        return;
      }
      case "workload":
        return checkWorkload(part.connected, report);
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

function checkWorkload(connected: ConnectedGateway, { around, defect, unknown }: Report) {
  const verdict = judgeReplicas(connected, around);
  const largest = largestTier.name;
  if (verdict.kind === "unknown") unknown(verdict.value);
  if (verdict.kind === "shared") defect("shared", { ...verdict, workload: gatewayText(connected), largest });
  if (verdict.kind !== "several") return;
  const { isSet, ...place } = verdict.place;
  defect(isSet ? "several" : "severalByDefault", { ...verdict, ...place, largest });
}

import { gatewayServices } from "../analysis/service/users";
import { judgeTier } from "../azure/tier";
import { never } from "../pulumi/match";
import { listText } from "../pulumi/message";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const apimServiceTier = stackPolicy({
  name: "apim-service-tier",
  displayName: "API Management tier supports self-hosted gateways",
  description:
    "Requires the Developer or Premium tier for an API Management service with self-hosted gateways.",
  level: "mandatory",
  severity: "high",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Use the Premium tier, or Developer outside of production. Services of the Consumption and v2 tiers can't be changed to these: create a new service and move the gateways.",
  judges: gatewayServices,
  options: {},
  messages: {
    unable:
      "`{path}` is `{tier}`, but only the Developer and Premium tiers support self-hosted gateways, and this stack connects {users}. Set `{fix}`.",
    fixed:
      "`{path}` is `{tier}`, which supports no self-hosted gateways and can't be changed to a tier that does, but this stack connects {users}. Create a new service with `{fix}`.",
    unfamiliar:
      "`{path}` isn't a tier of API Management. Self-hosted gateways, such as {users}, require Developer or Premium. Set `{fix}`.",
    undocumented:
      "`{path}` is `{tier}`; Microsoft doesn't document whether it supports self-hosted gateways, and this stack connects {users}. Use Developer or Premium.",
  },

  check({ service, users: gateways, open }, { defect, note, unknown }) {
    const users = gateways.length > 0 ? listText(gateways, String) : undefined;
    const verdict = judgeTier(service);
    switch (verdict.kind) {
      case "able":
      case "undetermined":
        return;
      case "unable":
      case "fixed":
      case "unfamiliar":
        if (users !== undefined) return defect(verdict.kind, { tier: "", ...verdict, users });
        return open && unknown(open);
      case "undocumented":
        return users === undefined ? undefined : note("undocumented", { ...verdict, users });
      case "unknown":
        return unknown(users === undefined && open ? open : verdict.value);
      default:
        return never(verdict);
    }
  },
});

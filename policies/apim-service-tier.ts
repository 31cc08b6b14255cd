import { gatewayServices } from "../analysis/service/users";
import { judgeTier } from "../azure/tier";
import { never } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const apimServiceTier = stackPolicy({
  name: "apim-service-tier",
  displayName: "The service's tier takes self-hosted gateways",
  description: "An API Management service that has self-hosted gateways is of the Developer or Premium tier.",
  level: "mandatory",
  severity: "high",
  row: row("configuration-endpoint"),
  remediationSteps:
    "Use the Premium tier, or Developer where it is not for production, for the service to which the gateways belong. No v2 tier takes self-hosted gateways.",
  judges: gatewayServices,
  options: {},
  messages: {
    unable:
      "{place}, but only Developer and Premium (not their v2) take self-hosted gateways, and this stack gives the service {users}. Write `{fix}`.",
    undocumented:
      "{place}, and no document says whether it takes self-hosted gateways; this stack gives the service {users}. The tiers that do are Developer and Premium.",
  },

  check({ service, users, open }, { defect, notice, unknown }) {
    const verdict = judgeTier(service);
    switch (verdict.kind) {
      case "able":
      case "untold":
        return;
      case "unable":
        if (users !== undefined) defect("unable", { ...verdict, users });
        else if (open) unknown(open);
        return;
      case "undocumented":
        if (users !== undefined) notice("undocumented", { ...verdict, users });
        return;
      case "unknown":
        return unknown(users === undefined && open ? open : verdict.value);
      default:
        never(verdict);
    }
  },
});

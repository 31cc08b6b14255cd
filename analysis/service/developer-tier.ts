import { type Service, servicesOf, tierOf } from "../../azure/service";
import type { Stack } from "../../pulumi/resource-set";
import type { ConnectedGateway } from "../connection/connected-gateway";
import { targetOf } from "../connection/target-service";

/**
 * Whether the gateway belongs to a service of the Developer tier, as far as the stack tells. Microsoft's limits of 2025
 * let such a gateway have a single replica; those of 2026 no longer say so.
 */
export function isOnDeveloperTier(connected: ConnectedGateway, stack: Stack): boolean {
  const candidates = candidatesFor(connected, stack);
  return (
    candidates.length > 0 && candidates.every((service) => tierOf(service)?.toLowerCase() === "developer")
  );
}

/** The services of the stack that may be the gateway's: all of them where its endpoint does not tell. */
function candidatesFor(connected: ConnectedGateway, stack: Stack): readonly Service[] {
  const target = targetOf(connected, stack);
  if (target.kind === "elsewhere") return [];
  return target.service ? [target.service] : servicesOf(stack);
}

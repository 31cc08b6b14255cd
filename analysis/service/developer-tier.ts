import { type Service, servicesOf, tierOf } from "../../azure/service";
import { perStack } from "../../pulumi/per-stack";
import type { Stack } from "../../pulumi/resource-set";
import type { ConnectedGateway } from "../connection/connected-gateway";
import { targetOf } from "../connection/target-service";

/**
 * Whether the gateway belongs to a service of the stack in the Developer tier. Microsoft's limits of 2025
 * allow a gateway of this tier one replica; those of 2026 no longer do.
 */
export function isOnDeveloperTier(connected: ConnectedGateway, stack: Stack): boolean {
  const target = targetOf(connected, stack);
  if (target.kind === "elsewhere") return false;
  // If the endpoint doesn't identify the service, it may be any in the stack.
  return target.service ? isDeveloper(target.service) : areAllDeveloper(stack);
}

const areAllDeveloper = perStack((stack) => {
  const services = servicesOf(stack);
  return services.length > 0 && services.every(isDeveloper);
});

function isDeveloper(service: Service): boolean {
  return tierOf(service)?.toLowerCase() === "developer";
}

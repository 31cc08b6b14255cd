import type { ResourceSet } from "../pulumi/resource-set";
import { readEndpoint } from "./endpoint";
import type { Gateway } from "./model";
import { type Service, serviceNamed, servicesOf, tierOf } from "./service";
import { resolveSettings } from "./settings";

/**
 * Whether the gateway belongs to a service of the Developer tier, as far as the stack tells. Microsoft's limits of 2025
 * let such a gateway have a single replica; those of 2026 no longer say so.
 */
export function isOnDeveloperTier(gateway: Gateway, around: ResourceSet): boolean {
  const { found } = resolveSettings(gateway.settings, gateway.resource, around);
  const endpoint = readEndpoint(found.get("config.service.endpoint")?.value?.text ?? "");
  const candidates =
    "service" in endpoint && endpoint.service !== undefined
      ? ofName(endpoint.service, around)
      : servicesOf(around);
  return (
    candidates.length > 0 && candidates.every((service) => tierOf(service)?.toLowerCase() === "developer")
  );
}

/** A service whose name is not known yet may be the one. */
function ofName(name: string, around: ResourceSet): readonly Service[] {
  const named = serviceNamed(name, around);
  return named ? [named] : servicesOf(around).filter((service) => service.name.string === undefined);
}

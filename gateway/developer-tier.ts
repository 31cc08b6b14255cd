import type { Resource } from "../pulumi/resource";
import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import type { Gateway } from "./model";
import { resolveSettings } from "./settings";

/**
 * Whether the gateway belongs to a service of the Developer tier, as far as the stack tells. Microsoft's limits of 2025
 * let such a gateway have a single replica; those of 2026 no longer say so.
 */
export function isOnDeveloperTier(gateway: Gateway, around: ResourceSet): boolean {
  const services = around.lookUp(serviceKey, "service");
  const { found } = resolveSettings(gateway.settings, gateway.resource, around);
  const endpoint = found.get("config.service.endpoint")?.value?.string?.trim().toLowerCase() ?? "";
  const [, named] =
    /^(?:https:\/\/)?([a-z0-9-]+)\.configuration\.azure-api\.(?:net|us|cn)\b/.exec(endpoint) ?? [];
  const own = services.filter((service) => serviceName(service).string?.toLowerCase() === named);
  // A custom host name can be any of them, and so can a service whose name is not known yet.
  const candidates = own.length > 0 ? own : named === undefined ? services : services.filter(isNameless);
  return candidates.length > 0 && candidates.every(isDeveloper);
}

const serviceKey = (resource: Resource): string | undefined => (isService(resource) ? "service" : undefined);

function isService({ type }: Resource): boolean {
  return (
    (type.package === "azure-native" &&
      type.module === "apimanagement" &&
      type.name === "ApiManagementService") ||
    (type.package === "azure" && type.module === "apimanagement/service" && type.name === "Service")
  );
}

function serviceName({ props, type }: Resource): Value {
  const name = props.get("serviceName");
  return type.package === "azure" || name.absent ? props.get("name") : name;
}

function isNameless(service: Resource): boolean {
  return serviceName(service).string === undefined;
}

function isDeveloper({ props, type }: Resource): boolean {
  const tier = type.package === "azure" ? props.get("skuName") : props.get("sku", "name");
  return /^developer(?:_|$)/i.test(tier.string ?? "");
}

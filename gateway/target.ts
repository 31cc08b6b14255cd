import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { type Endpoint, parseEndpoint } from "./endpoint";
import { computedFrom, type RunningGateway } from "./running";
import { configurationHosts, type Service, serviceNamed, servicesOf } from "./service";

/** The API Management service that a gateway connects to, as far as its endpoint tells. */
export type Target =
  /** This one of the stack. */
  | { readonly kind: "service"; readonly service: Service; readonly endpoint: Endpoint | undefined }
  /** None of the stack's. */
  | { readonly kind: "elsewhere"; readonly endpoint: Endpoint }
  /** It cannot be told: `value` is the unknown one that decides, `service` the one whose name is not known. */
  | { readonly kind: "open"; readonly value?: Value; readonly service?: Service };

export const endpointSetting = "config.service.endpoint";

export function endpointOf({ settings }: RunningGateway): Endpoint | undefined {
  return parseEndpoint(settings.found.get(endpointSetting)?.value?.text ?? "");
}

export function targetOf(running: RunningGateway, stack: ResourceSet): Target {
  const setting = running.settings.found.get(endpointSetting);
  if (!setting?.value) return { kind: "open" };
  const services = servicesOf(stack);
  const { value } = setting;
  if (value.unknown) {
    const sources = new Set(computedFrom(setting, running, stack).map(({ urn }) => urn));
    const [service, ...others] = services.filter(({ resource }) => sources.has(resource.urn));
    return service && others.length === 0
      ? { kind: "service", service, endpoint: undefined }
      : { kind: "open", value };
  }
  const endpoint = endpointOf(running);
  if (endpoint?.custom) return ofCustomHost(endpoint, services);
  // Any other host of Azure's is no configuration endpoint at all.
  if (endpoint?.service === undefined) return { kind: "open" };
  const service = serviceNamed(endpoint.service, stack);
  if (service) return { kind: "service", service, endpoint };
  const unnamed = services.find(({ name }) => name.string === undefined);
  return unnamed ? { kind: "open", service: unnamed } : { kind: "elsewhere", endpoint };
}

/** Whose a host of the user's own is can be told only where every service lists its hosts. */
function ofCustomHost(endpoint: Endpoint, services: readonly Service[]): Target {
  const hosts = services.map((service) => ({ service, ...configurationHosts(service) }));
  const found = hosts.find(({ names }) => names.includes(endpoint.host));
  if (found) return { kind: "service", service: found.service, endpoint };
  return hosts.every(({ complete }) => complete) ? { kind: "elsewhere", endpoint } : { kind: "open" };
}

import { type CloudSuffix, readEndpoint } from "../../azure/endpoint";
import { configurationHosts, type Service, serviceAt, serviceNamed, servicesOf } from "../../azure/service";
import { settingName } from "../../gateway/model/setting-names";
import { perPart, perStack } from "../../pulumi/per-stack";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { type ConnectedGateway, computedFrom } from "./connected-gateway";

/** The API Management service that a gateway connects to, according to its endpoint. */
export type Target =
  /** This service in the stack. */
  | { readonly kind: "service"; readonly service: Service; readonly endpoint: NamedEndpoint | undefined }
  /** A service outside the stack. */
  | { readonly kind: "elsewhere"; readonly endpoint: NamedEndpoint }
  /** It is unknown: `value` is the deciding unknown value, `service` the one with an unknown name. */
  | { readonly kind: "open"; readonly value?: Value; readonly service?: Service };

/** A gateway's configuration endpoint and its service. */
export interface NamedEndpoint {
  readonly host: string;
  /** The service and its cloud, if this is a configuration endpoint. */
  readonly service?: string;
  readonly suffix?: CloudSuffix;
  /** True for a custom hostname, false for one of Azure's, right or wrong. */
  readonly custom: boolean;
}

export function endpointOf({ settings }: ConnectedGateway): NamedEndpoint | undefined {
  const endpoint = readEndpoint(settings.found.get(settingName.endpoint)?.value?.text ?? "");
  switch (endpoint.kind) {
    case "empty":
    case "unreadable":
      return undefined;
    case "configuration":
      return { host: endpoint.host, service: endpoint.service, suffix: endpoint.suffix, custom: false };
    case "custom":
      // A word without dots may be anything, even a credential.
      return endpoint.host.includes(".") ? { host: endpoint.host, custom: true } : undefined;
    default:
      return { host: endpoint.host, custom: false };
  }
}

export const targetOf = perPart((connected: ConnectedGateway, stack): Target => {
  const setting = connected.settings.found.get(settingName.endpoint);
  if (!setting?.value) return { kind: "open" };
  const { value } = setting;
  if (value.unknown === "ignored") return { kind: "open", value };
  if (value.unknown) {
    const sources = new Set(computedFrom(setting, connected, stack).map(({ urn }) => urn));
    const [service, ...others] = [...sources].flatMap((urn) => serviceAt(urn, stack) ?? []);
    return service && others.length === 0
      ? { kind: "service", service, endpoint: undefined }
      : { kind: "open", value };
  }
  const endpoint = endpointOf(connected);
  if (endpoint?.custom) return ofCustomHost(endpoint, stack);
  // Other hostnames of Azure aren't configuration endpoints.
  if (endpoint?.service === undefined) return { kind: "open" };
  const service = serviceNamed(endpoint.service, stack);
  if (service) return { kind: "service", service, endpoint };
  const unnamed = unnamedService(stack);
  return unnamed ? { kind: "open", service: unnamed } : { kind: "elsewhere", endpoint };
});

/** A custom hostname can be assigned to a service only if every service lists its hostnames. */
function ofCustomHost(endpoint: NamedEndpoint, stack: Stack): Target {
  const { byHost, complete } = customHosts(stack);
  const service = byHost.get(endpoint.host);
  if (service) return { kind: "service", service, endpoint };
  return complete ? { kind: "elsewhere", endpoint } : { kind: "open" };
}

/** The services by their hostnames, and whether every service lists its hostnames. */
const customHosts = perStack((stack) => {
  const hosts = servicesOf(stack).map((service) => ({ service, ...configurationHosts(service) }));
  const named = hosts.flatMap(({ service, names }) => names.map((name) => [name, service] as const));
  // The first of two services with one hostname counts.
  return { byHost: new Map(named.reverse()), complete: hosts.every(({ complete }) => complete) };
});

const unnamedService = perStack((stack) => servicesOf(stack).find(({ name }) => name.string === undefined));

import { addTo } from "../pulumi/group";
import { perStack } from "../pulumi/per-stack";
import type { Subject } from "../pulumi/policy";
import type { Resource } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { firstKnown, fromId, gatewayPart, servicePart } from "./id";
import { azureKind, azureResources } from "./types";

/** An API Management service, declared with either provider. */
export interface Service extends Subject {
  /** Its name in Azure. */
  readonly name: Value;
  /** The property with its tier: `Premium`, or `Premium_2` if the provider appends the units. See {@link tierOf}. */
  readonly sku: Value;
  /** Its kinds of managed identity: `SystemAssigned`, `SystemAssigned, UserAssigned`. */
  readonly identity: Value;
  /** Its custom hostnames, of every type; undefined if the provider has no type for the configuration endpoint. */
  readonly hostnames: Value | undefined;
}

/** The name of the service that a resource belongs to. */
export interface ServiceLink {
  readonly serviceName: Value;
  /** The services in the stack that the name was computed from. */
  readonly computedFrom: readonly Resource[];
}

/** A `Gateway` resource: the service's record of a self-hosted gateway. */
export interface DeclaredGateway extends Subject, ServiceLink {
  readonly id: Value;
}

export function readService(resource: Resource): Service | undefined {
  if (azureKind(resource.type) !== "service") return undefined;
  const { props, type } = resource;
  const classic = type.package === "azure";
  return {
    resource,
    name: firstKnown(props.get("serviceName"), props.get("name"), fromId(props.get("id"), servicePart)),
    sku: classic ? props.get("skuName") : props.get("sku", "name"),
    identity: props.get("identity", "type"),
    hostnames: classic ? undefined : props.get("hostnameConfigurations"),
  };
}

export function readDeclaredGateway(resource: Resource): DeclaredGateway | undefined {
  if (azureKind(resource.type) !== "gateway") return undefined;
  const { props, type } = resource;
  const classic = type.package === "azure";
  const service = props.get(classic ? "apiManagementId" : "serviceName");
  const id = props.get("id");
  return {
    resource,
    id: firstKnown(props.get("gatewayId"), props.get("name"), fromId(id, gatewayPart)),
    serviceName: firstKnown(classic ? fromId(service, servicePart) : service, fromId(id, servicePart)),
    computedFrom: resource
      .dependenciesOf(classic ? "apiManagementId" : "serviceName")
      .filter(({ type }) => azureKind(type) === "service"),
  };
}

/** The tier without its units: `Premium`. */
export function tierOf({ sku }: Service): string | undefined {
  return sku.string?.replace(/_\d+$/, "");
}

export const servicesOf = perStack((stack) =>
  azureResources("service", stack).flatMap((resource) => readService(resource) ?? []),
);

export const declaredGatewaysOf = perStack((stack) =>
  azureResources("gateway", stack).flatMap((resource) => readDeclaredGateway(resource) ?? []),
);

/** `Gateway` resources: their names in lower case, their URNs, and the first with an unknown name. */
export interface DeclaredGateways {
  readonly gateways: readonly DeclaredGateway[];
  readonly names: ReadonlySet<string>;
  readonly urns: ReadonlySet<string>;
  readonly unnamed: DeclaredGateway | undefined;
}

export function groupOf(gateways: readonly DeclaredGateway[]): DeclaredGateways {
  return {
    gateways,
    names: new Set(gateways.flatMap(({ id }) => id.string?.toLowerCase() ?? [])),
    urns: new Set(gateways.map(({ resource }) => resource.urn)),
    unnamed: gateways.find(({ id }) => id.string === undefined),
  };
}

/** Those that certainly belong to this service. */
export function declaredGatewaysIn(service: Service, stack: Stack): DeclaredGateways {
  return byService(stack).get(service.resource.urn) ?? noGateways;
}

/** Those of a service that isn't in the stack. */
export function declaredGatewaysInNamed(serviceName: string, stack: Stack): DeclaredGateways {
  return byService(stack).get(serviceName.toLowerCase()) ?? noGateways;
}

export const noGateways: DeclaredGateways = groupOf([]);

/** By {@link serviceKeys}: the URN of the service if it is in the stack, else its name. */
const byService = perStack((stack) => {
  const groups = new Map<string, DeclaredGateway[]>();
  for (const gateway of declaredGatewaysOf(stack))
    for (const key of serviceKeys(gateway, stack)) addTo(groups, key, gateway);
  return new Map([...groups].map(([key, gateways]) => [key, groupOf(gateways)]));
});

/** The keys of the service; none if it is unknown, or if the program doesn't decide it. */
export function serviceKeys({ computedFrom, serviceName }: ServiceLink, stack: Stack): string[] {
  if (serviceName.unknown === "ignored") return [];
  if (computedFrom.length > 0) return computedFrom.map(({ urn }) => urn);
  const name = serviceName.string;
  if (name === undefined) return [];
  return [serviceNamed(name, stack)?.resource.urn ?? name.toLowerCase()];
}

/** The hostnames of the service's configuration endpoint; `complete` is false if there may be others. */
export function configurationHosts({ hostnames }: Service): { names: string[]; complete: boolean } {
  if (!hostnames) return { names: [], complete: false };
  const entries = hostnames.items.map((entry) => ({ type: entry.get("type"), host: entry.get("hostName") }));
  // A hostname of unknown type may be the configuration endpoint's; other types are not.
  const ours = entries.filter(({ type }) => type.unknown || sameName(type.string ?? "", "ConfigurationApi"));
  return {
    names: ours.flatMap(({ host }) => host.string?.toLowerCase() ?? []),
    complete: !hostnames.unknown && !ours.some(({ type, host }) => type.unknown || host.unknown),
  };
}

/** Azure's names are case-insensitive. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The service with that URN, if it is in the stack. */
export function serviceAt(urn: string, stack: Stack): Service | undefined {
  return servicesByUrn(stack).get(urn);
}

const servicesByUrn = perStack(
  (stack) => new Map(servicesOf(stack).map((service) => [service.resource.urn, service])),
);

/** The stack's service of that name, if there is one. */
export function serviceNamed(name: string, stack: Stack): Service | undefined {
  return servicesByName(stack).get(name.toLowerCase());
}

const servicesByName = perStack(
  (stack) =>
    new Map(
      servicesOf(stack).flatMap((service) =>
        service.name.string === undefined ? [] : [[service.name.string.toLowerCase(), service] as const],
      ),
    ),
);

import { firstKnown, fromId, gatewayPart, servicePart } from "../../azure/id";
import { type DeclaredGateway, declaredGatewaysOf, type ServiceLink, serviceKeys } from "../../azure/service";
import { azureKind, azureResources } from "../../azure/types";
import { type Unknown, unknown } from "../../pulumi/match";
import { perStack } from "../../pulumi/per-stack";
import type { Subject } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";

/** A `GatewayApiEntityTag` or `GatewayApi`: an API that a gateway serves. */
interface ApiAssignment extends Subject, ServiceLink {
  /** The name of the gateway. */
  readonly gatewayId: Value;
  /** The URNs of the `Gateway` resources that the name was computed from. */
  readonly gatewayUrns: readonly string[];
}

export type ApiVerdict =
  | { readonly kind: "fine" }
  /** None is assigned to it, while others of its service have some. */
  | { readonly kind: "none"; readonly fix: string }
  | Unknown;

/** Where the stack assigns no APIs to gateways of a service, they are assigned elsewhere. */
export function judgeApis(gateway: DeclaredGateway, stack: Stack): ApiVerdict {
  const { assigned, services, open } = summary(stack);
  if (assigned.has(gateway.resource.urn) || services.size === 0) return { kind: "fine" };
  const keys = serviceKeys(gateway, stack);
  if (keys.length === 0) return unknownOr(gateway.serviceName);
  const others = keys.flatMap((key) => services.get(key) ?? []);
  if (others.length === 0) return { kind: "fine" };
  // It may be this one that is meant where the name of either is not known; outputs alone may lack it.
  const mine = open.filter((assignment) => mayShare(serviceKeys(assignment, stack), keys));
  const [meant] = mine;
  if (meant) return unknownOr((mine.find(({ gatewayId }) => gatewayId.unknown) ?? meant).gatewayId);
  if (gateway.id.string === undefined && others.some(({ stray }) => stray)) return unknownOr(gateway.id);
  const [first] = others;
  return { kind: "none", fix: first?.resource.type.name ?? "" };
}

interface Assigned {
  readonly resource: Resource;
  /** True where it names a gateway that the stack does not declare, as far as names are known. */
  readonly stray: boolean;
}

/** The `Gateway` resources that have an API, by URN; what each service's gateways have; and what may be any gateway's. */
const summary = perStack((stack) => {
  const assigned = new Set<string>();
  const services = new Map<string, Assigned[]>();
  const open: ApiAssignment[] = [];
  for (const assignment of azureResources("gateway-api", stack).map(read)) {
    const { gatewayId, resource } = assignment;
    const untold = gatewayId.string === undefined && assignment.gatewayUrns.length === 0;
    if (untold || gatewayId.unknown === "ignored") {
      open.push(assignment);
      continue;
    }
    const own = serviceKeys(assignment, stack);
    const targets = targetsOf(assignment, own, stack);
    for (const { resource } of targets) assigned.add(resource.urn);
    const keys = own.length > 0 ? own : targets.flatMap((target) => serviceKeys(target, stack));
    for (const key of new Set(keys)) {
      const known = services.get(key) ?? [];
      known.push({ resource, stray: targets.length === 0 });
      services.set(key, known);
    }
  }
  return { assigned, services, open };
});

function targetsOf(
  { gatewayId, gatewayUrns }: ApiAssignment,
  keys: readonly string[],
  stack: Stack,
): readonly DeclaredGateway[] {
  const { byId, byUrn } = declared(stack);
  if (gatewayId.string === undefined) return gatewayUrns.flatMap((urn) => byUrn.get(urn) ?? []);
  const named = byId.get(gatewayId.string.toLowerCase()) ?? [];
  return named.filter((gateway) => mayShare(serviceKeys(gateway, stack), keys));
}

const declared = perStack((stack) => {
  const byId = new Map<string, DeclaredGateway[]>();
  const byUrn = new Map<string, DeclaredGateway>();
  for (const gateway of declaredGatewaysOf(stack)) {
    byUrn.set(gateway.resource.urn, gateway);
    const id = gateway.id.string?.toLowerCase();
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), gateway]);
  }
  return { byId, byUrn };
});

function read(resource: Resource): ApiAssignment {
  const { props, type } = resource;
  const classic = type.package === "azure";
  const gateway = props.get("gatewayId");
  const id = props.get("id");
  return {
    resource,
    gatewayId: firstKnown(classic ? fromId(gateway, gatewayPart) : gateway, fromId(id, gatewayPart)),
    gatewayUrns: urnsAt("gatewayId", resource, "gateway").map(({ urn }) => urn),
    serviceName: firstKnown(
      classic ? fromId(gateway, servicePart) : props.get("serviceName"),
      fromId(id, servicePart),
    ),
    computedFrom: classic ? [] : urnsAt("serviceName", resource, "service"),
  };
}

function urnsAt(property: string, resource: Resource, kind: "gateway" | "service"): readonly Resource[] {
  return resource.dependenciesOf(property).filter(({ type }) => azureKind(type) === kind);
}

/** Whether two things can be of one service: what is of none that is known can be of any. */
function mayShare(keys: readonly string[], others: readonly string[]): boolean {
  return keys.length === 0 || others.length === 0 || keys.some((key) => others.includes(key));
}

function unknownOr(value: Value): ApiVerdict {
  return value.unknown ? unknown(value) : { kind: "fine" };
}

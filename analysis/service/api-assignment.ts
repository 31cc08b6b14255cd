import { firstKnown, fromId, gatewayPart, servicePart } from "../../azure/id";
import { type DeclaredGateway, declaredGatewaysOf, type ServiceLink, serviceKeys } from "../../azure/service";
import { azureKind, azureResources } from "../../azure/types";
import { addTo } from "../../pulumi/group";
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
  /** The URNs of the `Gateway` resources that its name was computed from. */
  readonly gatewayUrns: readonly string[];
}

export type ApiVerdict =
  | { readonly kind: "fine" }
  /** It has no API, but other gateways of its service do. */
  | { readonly kind: "none"; readonly fix: string }
  | Unknown;

/** If the stack assigns no APIs to a service's gateways, they are assigned elsewhere. */
export function judgeApis(gateway: DeclaredGateway, stack: Stack): ApiVerdict {
  const { assigned, services, open } = summary(stack);
  if (assigned.has(gateway.resource.urn) || services.size === 0) return { kind: "fine" };
  const keys = serviceKeys(gateway, stack);
  if (keys.length === 0) return unknownOr(gateway.serviceName);
  const others = keys.map((key) => services.get(key)).filter((some) => some !== undefined);
  const [first] = others;
  if (!first) return { kind: "fine" };
  // The assignment may be this gateway's if either name is unknown. Outputs alone may lack the name.
  const meant = meantFor(keys, open);
  if (meant) return unknownOr(meant.gatewayId);
  if (gateway.id.string === undefined && others.some(({ stray }) => stray)) return unknownOr(gateway.id);
  return { kind: "none", fix: first.type };
}

/** The API assignments of a service. */
interface Assigned {
  /** The name of the first assignment. */
  readonly type: string;
  /** True if one refers to a gateway that the stack doesn't declare under a known name. */
  stray: boolean;
}

/** An assignment whose gateway is unknown, and its index. */
interface Open {
  readonly at: number;
  readonly assignment: ApiAssignment;
}

/** The first open assignment of a service, and the first whose gateway's name is unknown before the update. */
interface FirstOpen {
  readonly first: Open;
  unknown?: Open;
}

/** The `Gateway` resources with an API, by URN; the assignments by service; and those that may be any gateway's. */
const summary = perStack((stack) => {
  const assigned = new Set<string>();
  const services = new Map<string, Assigned>();
  const open = new Map<string | undefined, FirstOpen>();
  for (const [at, assignment] of azureResources("gateway-api", stack).map(read).entries()) {
    const { gatewayId, resource } = assignment;
    const own = serviceKeys(assignment, stack);
    const undetermined = gatewayId.string === undefined && assignment.gatewayUrns.length === 0;
    if (undetermined || gatewayId.unknown === "ignored") {
      keepOpen(open, own, { at, assignment });
      continue;
    }
    const targets = targetsOf(assignment, own, stack);
    for (const { resource } of targets) assigned.add(resource.urn);
    const keys = own.length > 0 ? own : targets.flatMap((target) => serviceKeys(target, stack));
    for (const key of new Set(keys)) {
      const known = services.get(key) ?? { type: resource.type.name, stray: false };
      known.stray ||= targets.length === 0;
      services.set(key, known);
    }
  }
  return { assigned, services, open };
});

/** Without a known service there is no key. */
function keepOpen(open: Map<string | undefined, FirstOpen>, keys: readonly string[], one: Open): void {
  for (const key of keys.length > 0 ? keys : [undefined]) {
    const known = open.get(key) ?? { first: one };
    if (one.assignment.gatewayId.unknown) known.unknown ??= one;
    open.set(key, known);
  }
}

/** The unknown assignment that best explains why it can't be decided whether a gateway of these services has an API. */
function meantFor(
  keys: readonly string[],
  open: ReadonlyMap<string | undefined, FirstOpen>,
): ApiAssignment | undefined {
  const mine = [undefined, ...keys].flatMap((key) => open.get(key) ?? []);
  const unknowns = mine.flatMap(({ unknown }) => unknown ?? []);
  const [earliest] = (unknowns.length > 0 ? unknowns : mine.map(({ first }) => first)).sort(
    (one, other) => one.at - other.at,
  );
  return earliest?.assignment;
}

function targetsOf(
  { gatewayId, gatewayUrns }: ApiAssignment,
  keys: readonly string[],
  stack: Stack,
): readonly DeclaredGateway[] {
  const { byId, byUrn } = declared(stack);
  if (gatewayId.string === undefined) return gatewayUrns.flatMap((urn) => byUrn.get(urn) ?? []);
  const id = gatewayId.string.toLowerCase();
  // An assignment with an unknown service can be of any.
  const asked = keys.length === 0 ? [any] : [undetermined, ...keys];
  return asked.flatMap((key) => byId.get(`${key} ${id}`) ?? []);
}

/** Placeholders for any service and for an unknown one. No URN or name of a service has this form. */
const any = "*";
const undetermined = "?";

/** `Gateway` resources by URN, and by service and name. */
const declared = perStack((stack) => {
  const byId = new Map<string, DeclaredGateway[]>();
  const byUrn = new Map<string, DeclaredGateway>();
  for (const gateway of declaredGatewaysOf(stack)) {
    byUrn.set(gateway.resource.urn, gateway);
    const id = gateway.id.string?.toLowerCase();
    if (id === undefined) continue;
    const keys = serviceKeys(gateway, stack);
    for (const key of [any, ...(keys.length > 0 ? keys : [undetermined])])
      addTo(byId, `${key} ${id}`, gateway);
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

function unknownOr(value: Value): ApiVerdict {
  return value.unknown ? unknown(value) : { kind: "fine" };
}

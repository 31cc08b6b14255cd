import type { Gateway } from "../../gateway/model/gateway";
import { asksForTls, backendsOf, type EntryKind, endsTls, entryKinds } from "../../kubernetes/ingress";
import { isOfKind } from "../../kubernetes/kinds";
import { objectName, whereIs } from "../../kubernetes/object";
import { mapSelector } from "../../kubernetes/selector";
import { Join } from "../../pulumi/join";
import { all, any, type Match, no, not } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { neighbours } from "./neighbours";
import { lostPort } from "./ports";
import { selecting } from "./selectors";

/**
 * Whether TLS is terminated in front of the gateway; `by` is the object that terminates it, undefined for the host
 * itself.
 */
export interface TlsEnd {
  readonly ends: Match;
  readonly by?: Resource;
}

export function tlsEndOf(gateway: Gateway, around: Stack): TlsEnd {
  if (gateway.proxied) return { ends: gateway.proxied };
  const found = entryKinds.flatMap((kind) => entriesOf(kind, gateway, around));
  return found.find(({ ends }) => ends.kind === "yes") ?? found[0] ?? { ends: no };
}

/** The objects of a kind that route to the gateway's Services and terminate, or may terminate, TLS. */
function entriesOf(kind: EntryKind, gateway: Gateway, around: Stack): TlsEnd[] {
  const services = servicesInFront(gateway, around);
  const names = services.map(({ name }) => name);
  if (names.length === 0) return [];
  return neighbours(kind, gateway, around, { join: byBackend, about: names })
    .map(([entry, beside]): TlsEnd => {
      const ends = all([beside, endsTls(kind, entry, around)]);
      if (ends.kind === "no") return { by: entry, ends };
      const backends = new Set(backendsOf(kind, entry).map(({ string }) => string));
      const called = services.filter(({ name }) => backends.has(name));
      return { by: entry, ends: all([ends, not(isCalledWithTls(kind, called, gateway, around))]) };
    })
    .filter(({ ends }) => ends.kind === "yes" || ends.kind === "unknown");
}

/** Whether the Services are called with TLS: an annotation of theirs or a BackendTLSPolicy requires it. */
function isCalledWithTls(
  kind: EntryKind,
  services: readonly ServiceInFront[],
  gateway: Gateway,
  around: Stack,
): Match {
  const about = services.map(({ name }) => name);
  const isRoute = kind === "HTTPRoute" || kind === "GRPCRoute";
  const policies = isRoute ? neighbours("BackendTLSPolicy", gateway, around, { join: byTarget, about }) : [];
  return any([
    ...services.flatMap(({ annotations }) => annotations.map(asksForTls)),
    ...policies.map(([, beside]) => beside),
  ]);
}

/** Source: Gateway API, BackendTLSPolicy: it targets Services of its own namespace. */
const byTarget = new Join<Stack>((object) => {
  const { props, type } = object;
  if (type.name !== "BackendTLSPolicy" || !isOfKind("BackendTLSPolicy", object)) return [];
  return props.get("spec", "targetRefs").items.flatMap((target) => {
    const name = target.get("name").string;
    return name === undefined ? [] : [["BackendTLSPolicy", name, ...whereIs(object)] as const];
  });
});

const byBackend = new Join<Stack>((object) => {
  const { type } = object;
  const kind = entryKinds.find((kind) => kind === type.name && isOfKind(kind, object));
  if (kind === undefined || type.package !== "kubernetes") return [];
  return backendsOf(kind, object).flatMap(({ string }) =>
    string === undefined ? [] : [[kind, string, ...whereIs(object)] as const],
  );
});

interface ServiceInFront {
  readonly name: string;
  readonly annotations: readonly Value[];
}

/** Those in the stack that select the gateway's pods, and the chart's own, which has its Deployment's name. */
function servicesInFront(gateway: Gateway, around: Stack): ServiceInFront[] {
  const { installer, pods } = gateway;
  const ofChart = installer?.kind === "chart" ? pods?.owner.name.string : undefined;
  const given = installer?.layers.map((layer) => layer.get("service", "annotations")) ?? [];
  return [
    // Unreadable values don't show an ingress.
    ...(ofChart === undefined
      ? []
      : [{ name: ofChart, annotations: given.filter(({ unknown }) => unknown !== "unread") }]),
    ...servicesOf(gateway, around).flatMap((service) => {
      const name = objectName(service).string;
      return name === undefined
        ? []
        : [{ name, annotations: [service.props.get("metadata", "annotations")] }];
    }),
  ];
}

function servicesOf(gateway: Gateway, around: Stack): Resource[] {
  const { pods } = gateway;
  if (!pods) return [];
  return selecting("Service", gateway, around).flatMap(([service, beside]) => {
    const selects = mapSelector(service.props.get("spec", "selector"), pods.labels);
    return all([beside, selects]).kind === "yes" ? [service] : [];
  });
}

/** A port of a Service with a target port on which no gateway listens. */
export interface LostPort {
  readonly service: Resource;
  /** The property: `targetPort`, or `port`, which is its default. */
  readonly target: Value;
  /** The number of the target port; undefined if no port of the container has the name. */
  readonly port: number | undefined;
}

export function lostPorts(gateway: Gateway, around: Stack): LostPort[] {
  return servicesOf(gateway, around).flatMap((service) =>
    service.props
      .get("spec", "ports")
      .items.filter((port) => ["TCP", undefined].includes(port.get("protocol").string))
      .flatMap((port): LostPort[] => {
        const own = port.get("targetPort");
        const target = own.absent ? port.get("port") : own;
        const lost = lostPort(target, gateway);
        return lost ? [{ service, target, ...lost }] : [];
      }),
  );
}

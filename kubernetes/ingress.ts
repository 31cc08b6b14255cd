import { all, any, type Match, matchIf, matchText, no, not, unclear, unknown } from "../pulumi/match";
import type { Resource } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import {
  certificates,
  type IngressAnnotation,
  passThrough,
  reencrypt,
  reencryptByPort,
  reencryptToService,
} from "../support/ingress";
import { isOfKind } from "./kinds";
import { objectNamespace, objectsNamed } from "./object";

/** Kinds that route traffic from outside the cluster to Services, and may terminate TLS. */
export const entryKinds = ["Ingress", "HTTPRoute", "GRPCRoute", "Route"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** The names of the Services that it routes to. */
export function backendsOf(kind: EntryKind, { props }: Resource): Value[] {
  const spec = props.get("spec");
  switch (kind) {
    case "Ingress":
      return backends(spec).flatMap((backend) => [
        backend.get("service", "name"),
        backend.get("serviceName"),
      ]);
    case "Route":
      return [spec.get("to"), ...spec.get("alternateBackends").items].map((backend) => backend.get("name"));
    default:
      return spec
        .get("rules")
        .items.flatMap((rule) => rule.get("backendRefs").items.map((backend) => backend.get("name")));
  }
}

function backends(spec: Value): Value[] {
  const paths = spec.get("rules").items.flatMap((rule) => rule.get("http", "paths").items);
  return [spec.get("defaultBackend"), spec.get("backend"), ...paths.map((path) => path.get("backend"))];
}

/** Whether a Service's annotations ask ingress controllers to call it with TLS. */
export function asksForTls(annotations: Value): Match {
  return hasAnnotation(reencryptToService, annotations);
}

/** Whether it terminates TLS and calls the Service over plain HTTP. */
export function endsTls(kind: EntryKind, entry: Resource, around: Stack): Match {
  switch (kind) {
    case "Ingress":
      return ingressEndsTls(entry);
    case "Route":
      return matchText(
        entry.props.get("spec", "tls", "termination"),
        (text) => text?.toLowerCase() === "edge",
      );
    default:
      return routeEndsTls(entry, around);
  }
}

/** Source: Kubernetes, "Ingress", TLS: the traffic to the Service and its Pods is in plaintext. */
function ingressEndsTls({ props }: Resource): Match {
  const tls = props.get("spec", "tls");
  const annotations = props.get("metadata", "annotations");
  const hasTls = tls.unknown ? unknown(tls) : matchIf(tls.items.length > 0);
  return all([
    any([hasTls, hasAnnotation(certificates, annotations)]),
    not(hasAnnotation(passThrough, annotations)),
    not(hasAnnotation(reencrypt, annotations)),
    not(matchIf(isCalledWithTls(props))),
  ]);
}

/** Whether the Ingress' controller calls all of these ports with TLS. */
function isCalledWithTls(props: Value): boolean {
  const { annotations, classes, names, numbers } = reencryptByPort;
  const spec = props.get("spec");
  const written = props.get("metadata", "annotations");
  const className = spec.get("ingressClassName").string ?? written.get("kubernetes.io/ingress.class").string;
  const isOfController =
    classes.some((name) => className?.includes(name)) ||
    written.keys.some((key) => annotations.some((prefix) => key.startsWith(prefix)));
  const ports = backends(spec).filter(({ absent }) => !absent);
  return (
    isOfController &&
    ports.length > 0 &&
    ports.every((backend) => {
      const port = backend.get("service", "port");
      const number = port.get("number").number;
      return (
        names.some((name) => port.get("name").string?.startsWith(name)) ||
        (number !== undefined && numbers.includes(number))
      );
    })
  );
}

function hasAnnotation(wanted: readonly IngressAnnotation[], annotations: Value): Match {
  if (annotations.unknown) return unknown(annotations);
  return any(
    wanted.map(({ name, value }) => {
      const found = annotations.get(name);
      if (found.absent) return no;
      return matchText(found, (text) => value === undefined || text?.trim().toLowerCase() === value);
    }),
  );
}

/**
 * A route handles TLS as its Gateways' listeners do. A Gateway outside the stack may do either.
 * Source: Gateway API, TLS: a listener of protocol HTTPS terminates, unless its mode is Passthrough.
 */
function routeEndsTls(route: Resource, around: Stack): Match {
  return any(
    route.props.get("spec", "parentRefs").items.map((parent) => {
      const own = parent.get("namespace");
      const namespace = own.absent ? objectNamespace(route) : own;
      const gateways = objectsNamed("Gateway", parent.get("name"), namespace, route, around);
      const [gateway] = gateways.filter((object) => isOfKind("Gateway", object));
      return gateway ? any(listenersFor(parent, gateway).map(listenerEndsTls)) : unclear;
    }),
  );
}

function listenersFor(parent: Value, { props }: Resource): Value[] {
  const section = parent.get("sectionName").string;
  const listeners = props.get("spec", "listeners").items;
  return section === undefined
    ? listeners
    : listeners.filter((listener) => listener.get("name").string === section);
}

function listenerEndsTls(listener: Value): Match {
  return all([
    matchText(listener.get("protocol"), (text) => text === "HTTPS"),
    matchText(listener.get("tls", "mode"), (text) => text !== "Passthrough"),
  ]);
}

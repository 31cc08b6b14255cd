import type { Gateway } from "../../gateway/model/gateway";
import { settingName } from "../../gateway/model/setting-names";
import { isReference, type Settings, type Unseen } from "../../gateway/model/settings";
import { objectName } from "../../kubernetes/object";
import { readCount } from "../../kubernetes/quantity";
import { mapSelector } from "../../kubernetes/selector";
import { all, any, type Match, matchIf, type Unknown, unclear, unknown, unknownOf } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { production } from "../../support/production";
import type { ConnectedGateway } from "../connection/connected-gateway";
import { byOwnName, neighbours } from "./neighbours";
import { selecting } from "./selectors";

/** How the replicas of a gateway discover each other, to synchronize rate limits. */
export type Synchronization =
  | { readonly kind: "complete" }
  | Unknown
  | { readonly kind: "unseen"; readonly unseen: Unseen }
  | {
      readonly kind: "flawed";
      readonly flaw: Flaw;
      readonly service?: Resource;
      readonly missing?: readonly number[];
    };

/**
 * What is wrong: the gateway names no Service, the stack has none of that name, or that Service
 * cannot serve.
 */
type Flaw = "neighborhoodUnset" | "noService" | "notHeadless" | "selectsNone" | "portsMissing";

/** The ports for the traffic between replicas; undefined for an unknown one. */
export function syncPorts({ found }: Settings): (number | undefined)[] {
  return [
    [settingName.syncPort, production.syncPort] as const,
    [settingName.heartbeatPort, production.heartbeatPort] as const,
  ].map(([name, standard]) => {
    const setting = found.get(name);
    if (!setting || setting.value?.absent) return standard;
    const read = setting.value && readCount(setting.value);
    return read?.kind === "number" ? read.number : undefined;
  });
}

/**
 * Source: Microsoft Learn, "Running the self-hosted gateway on Kubernetes in production" and the settings reference.
 */
export function synchronization(connected: ConnectedGateway, around: Stack): Synchronization {
  const { gateway, settings } = connected;
  const { pods } = gateway;
  if (!pods || pods.discovers) return { kind: "complete" };
  const host = settings.found.get(settingName.neighbours);
  if (!host || host.value?.absent || host.value?.text?.trim() === "") return withoutHost(settings);
  // It is in an object outside the stack, or inserted later: the user has considered it.
  if (!host.value || isReference(host.value.text ?? "")) return { kind: "complete" };
  const judged = (service: Resource) => judge(service, gateway, syncPorts(settings));
  if (host.value.unknown) {
    const services = selecting("Service", gateway, around);
    const found = services.some(([service]) => judged(service).kind === "complete");
    return found ? { kind: "complete" } : unknown(host.value);
  }
  return ofService(host.value.text ?? "", gateway, around, judged);
}

/** The Service with this DNS name: `name` or `name.namespace…`. */
function ofService(
  text: string,
  gateway: Gateway,
  around: Stack,
  judged: (service: Resource) => Synchronization,
): Synchronization {
  const [name, namespace] = text.trim().toLowerCase().split(".");
  // A Service in another namespace may be declared in another stack.
  if (namespace !== undefined && namespace !== gateway.namespace?.string) return { kind: "complete" };
  const services = neighbours("Service", gateway, around, { join: byOwnName, about: name });
  const names = services.map(([service]) => [service, objectName(service)] as const);
  const [service] = names.find(([, value]) => value.string === name) ?? [];
  if (service) return judged(service);
  const open = names.find(([, value]) => value.unknown)?.[1];
  return open ? unknown(open) : { kind: "flawed", flaw: "noService" };
}

/** No readable value names a Service. */
function withoutHost({ unseen: [unseen] }: Settings): Synchronization {
  if (!unseen) return { kind: "flawed", flaw: "neighborhoodUnset" };
  return unseen.value.unknown ? unknown(unseen.value) : { kind: "unseen", unseen };
}

function judge(
  service: Resource,
  { pods }: Gateway,
  ports: readonly (number | undefined)[],
): Synchronization {
  const spec = service.props.get("spec");
  const address = spec.get("clusterIP");
  const addresses = spec.get("clusterIPs", 0);
  const selector = spec.get("selector");
  if (!pods) return { kind: "complete" };
  const headless = [address, addresses].find((value) => value.text?.toLowerCase() === "none");
  if (!headless) {
    return address.unknown ? unknown(address) : { kind: "flawed", flaw: "notHeadless", service };
  }
  const selects = selector.absent ? unclear : mapSelector(selector, pods.labels);
  if (selects.kind === "no") return { kind: "flawed", flaw: "selectsNone", service };
  const states = ports.map((port) => [port, offers(spec.get("ports"), port, pods.ports)] as const);
  const missing = states.flatMap(([port, match]) => (match.kind === "no" && port !== undefined ? port : []));
  if (missing.length > 0) return { kind: "flawed", flaw: "portsMissing", service, missing };
  const open = unknownOf(all([selects, ...states.map(([, match]) => match)]));
  return open ? unknown(open) : { kind: "complete" };
}

/** Whether a Service has the UDP port. A headless Service doesn't translate ports, so either number is right. */
function offers(list: Value, port: number | undefined, containerPorts: Value): Match {
  if (list.unknown) return unknown(list);
  if (port === undefined) return unclear;
  return any(
    list.items.map((item) =>
      all([
        isUdp(item.get("protocol")),
        any(["port", "targetPort"].map((key) => isPort(item.get(key), port, "UDP", containerPorts))),
      ]),
    ),
  );
}

function isUdp(protocol: Value): Match {
  return protocol.unknown ? unknown(protocol) : matchIf((protocol.text ?? "TCP").toUpperCase() === "UDP");
}

/** Whether a port, written as a number or as the name of a container's port, is this one. */
export function isPort(value: Value, port: number, protocol: string, containerPorts: Value): Match {
  if (value.unknown) return unknown(value);
  const read = readCount(value);
  if (read.kind === "number") return matchIf(read.number === port);
  if (value.absent) return matchIf(false);
  const named = containerPorts.items.find(
    (item) =>
      item.get("name").string === value.string &&
      (item.get("protocol").string ?? "TCP").toUpperCase() === protocol,
  );
  return named
    ? isPort(named.get("containerPort"), port, protocol, named)
    : containerPorts.unknown
      ? unknown(containerPorts)
      : matchIf(false);
}

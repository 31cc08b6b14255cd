import type { Gateway } from "../../gateway/model/gateway";
import { isReference, resolveSettings, type Settings, type Unseen } from "../../gateway/model/settings";
import { readCount } from "../../kubernetes/quantity";
import { mapSelector } from "../../kubernetes/selector";
import { all, any, type Match, matchIf, maybe, reason, undecided } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { production } from "../../support/production";
import { neighbours } from "./neighbours";

/** How the replicas of a gateway find each other, to count rate limits together. */
export type Synchronisation =
  | { readonly state: "complete" }
  | { readonly state: "unknown"; readonly value: Value }
  | { readonly state: "unseen"; readonly unseen: Unseen }
  | {
      readonly state: "flawed";
      readonly flaw: Flaw;
      readonly service?: Resource;
      readonly missing?: readonly number[];
    };

/**
 * What is wrong: the gateway is told of no Service, the stack has none of the name that it is told, or the one that it has
 * cannot serve.
 */
type Flaw = "notTold" | "noService" | "notHeadless" | "selectsNone" | "portsMissing";

/** The ports over which replicas talk, or undefined for one that is not known. */
export function syncPorts({ found }: Settings): (number | undefined)[] {
  return [
    ["policy.rate-limit.sync.port", production.syncPort] as const,
    ["neighborhood.heartbeat.port", production.heartbeatPort] as const,
  ].map(([name, standard]) => {
    const setting = found.get(name);
    if (!setting || setting.value?.absent) return standard;
    const read = setting.value && readCount(setting.value);
    return read?.kind === "number" ? read.number : undefined;
  });
}

/** Source: Microsoft Learn, "Running the self-hosted gateway on Kubernetes in production" and the settings reference. */
export function synchronisation(gateway: Gateway, around: ResourceSet): Synchronisation {
  const { pods, resource } = gateway;
  if (!pods || pods.chart?.discovery) return { state: "complete" };
  const settings = resolveSettings(gateway.settings, resource, around);
  const host = settings.found.get("neighborhood.host");
  const [unseen] = settings.unseen;
  if (!host || host.value?.absent || host.value?.text?.trim() === "") {
    if (!unseen) return { state: "flawed", flaw: "notTold" };
    return unseen.value.unknown ? { state: "unknown", value: unseen.value } : { state: "unseen", unseen };
  }
  // It stands in an object outside of the stack, or is put in later: somebody has seen to it.
  if (!host.value || isReference(host.value.text ?? "")) return { state: "complete" };

  const services = neighbours("Service", gateway, around).map(([service]) => service);
  const ports = syncPorts(settings);
  const judged = (service: Resource) => judge(service, gateway, ports);
  if (host.value.unknown) {
    return services.some((service) => judged(service).state === "complete")
      ? { state: "complete" }
      : { state: "unknown", value: host.value };
  }
  const [name, namespace] = (host.value.text ?? "").trim().toLowerCase().split(".");
  // Another namespace is another team's, and may be another stack's.
  const own = gateway.namespace?.string;
  if (namespace !== undefined && namespace !== own) return { state: "complete" };
  const open = services
    .map((service) => service.props.get("metadata", "name"))
    .find((value) => value.unknown);
  const service = services.find(({ props }) => props.get("metadata", "name").string === name);
  if (service) return judged(service);
  return open ? { state: "unknown", value: open } : { state: "flawed", flaw: "noService" };
}

function judge(
  service: Resource,
  { pods }: Gateway,
  ports: readonly (number | undefined)[],
): Synchronisation {
  const spec = service.props.get("spec");
  const address = spec.get("clusterIP");
  const addresses = spec.get("clusterIPs", 0);
  const selector = spec.get("selector");
  if (!pods) return { state: "complete" };
  const headless = [address, addresses].find((value) => value.text?.toLowerCase() === "none");
  if (!headless) {
    return address.unknown
      ? { state: "unknown", value: address }
      : { state: "flawed", flaw: "notHeadless", service };
  }
  const selects = selector.absent ? maybe : mapSelector(selector, pods.labels);
  if (selects.is === "no") return { state: "flawed", flaw: "selectsNone", service };
  const states = ports.map((port) => [port, offers(spec.get("ports"), port, pods.ports)] as const);
  const missing = states.flatMap(([port, match]) => (match.is === "no" && port !== undefined ? port : []));
  if (missing.length > 0) return { state: "flawed", flaw: "portsMissing", service, missing };
  const open = reason(all([selects, ...states.map(([, match]) => match)]));
  return open ? { state: "unknown", value: open } : { state: "complete" };
}

/** Whether a Service has the UDP port. A headless one does not translate, so either of its two numbers will do. */
function offers(list: Value, port: number | undefined, containerPorts: Value): Match {
  if (list.unknown) return undecided(list);
  if (port === undefined) return maybe;
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
  return protocol.unknown ? undecided(protocol) : matchIf((protocol.text ?? "TCP").toUpperCase() === "UDP");
}

/** Whether a port, written as a number or as the name of a container's port, is this one. */
export function isPort(value: Value, port: number, protocol: string, containerPorts: Value): Match {
  if (value.unknown) return undecided(value);
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
      ? undecided(containerPorts)
      : matchIf(false);
}

import type { Settings } from "../../gateway/model/settings";
import { all, any, type Match, not, yes } from "../../pulumi/match";
import type { Stack } from "../../pulumi/resource-set";
import type { ConnectedGateway } from "../connection/connected-gateway";
import { type Closing, closes, type NetworkPolicy, type Traffic } from "./network-policy";
import { runsSeveral } from "./replicas";
import { syncPorts } from "./synchronization";

/** The connections that a gateway needs and the policies block: to Azure, and between its replicas. */
interface ClosedPath extends Closing {
  readonly id: "outside" | "replicas" | "dns";
  readonly ports: readonly number[];
  readonly direction: string;
}

export function closedPaths(
  policies: readonly NetworkPolicy[],
  { gateway, settings }: ConnectedGateway,
  around: Stack,
): ClosedPath[] {
  if (policies.length === 0) return [];
  const judge = (traffic: Traffic) => closes(policies, traffic, gateway, around);
  const outside: ClosedPath = {
    id: "outside",
    ...wayToAzure(settings, judge),
    ports: [443],
    direction: "egress",
  };

  const several = gateway.scaling ? runsSeveral(gateway, around) : yes;
  const between = (["ingress", "egress"] as const).flatMap((direction) =>
    syncPorts(settings).flatMap((port) =>
      port === undefined
        ? []
        : { port, direction, ...judge({ direction, protocol: "UDP", with: "replicas", port }) },
    ),
  );
  const found = between.filter(({ closed }) => closed.kind === "yes");
  const replicas: ClosedPath = {
    id: "replicas",
    closed: all([several, any(between.map(({ closed }) => closed))]),
    by: [...new Set(found.flatMap(({ by }) => by))],
    ports: [...new Set(found.map(({ port }) => port))],
    direction: [...new Set(found.map(({ direction }) => direction))].join(" and "),
  };
  return [outside, dnsPath(outside.closed, judge), replicas];
}

/**
 * The connection to the cluster's DNS, without which no hostname is resolved. OpenShift's pods listen on 5353. If the
 * connection to Azure is already blocked, only that is reported.
 */
function dnsPath(outside: Match, judge: (traffic: Traffic) => Closing): ClosedPath {
  const ways = [53, 5353].map((port) => judge({ direction: "egress", protocol: "UDP", with: "dns", port }));
  return {
    id: "dns",
    closed: all([...ways.map(({ closed }) => closed), not(outside)]),
    by: ways[0]?.by ?? [],
    ports: [53],
    direction: "egress",
  };
}

/** With a proxy, the gateway calls only the proxy, whose address may be anything. */
function wayToAzure(settings: Settings, judge: (traffic: Traffic) => Closing): Closing {
  const viaProxy = judge({ direction: "egress", protocol: "TCP", with: "anybody" });
  if ([...settings.found.keys()].some((name) => /^https?_proxy$/i.test(name))) return viaProxy;
  const straight = judge({ direction: "egress", protocol: "TCP", with: "outside", port: 443 });
  // An object outside the stack may set a proxy. Then the connection is blocked only if both ways are.
  return settings.unseen.length > 0
    ? { ...straight, closed: all([straight.closed, viaProxy.closed]) }
    : straight;
}

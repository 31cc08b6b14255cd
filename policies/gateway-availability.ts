import { type ConnectedGateway, connectedGateways } from "../analysis/connection/connected-gateway";
import { findAutoscalers } from "../analysis/operations/autoscaler";
import { hasClaimOfOneNode } from "../analysis/operations/backup";
import { hasBudget, isSpread } from "../analysis/operations/disruption";
import { countPlace, floorOf, nameOf, readFloor, runsSeveral } from "../analysis/operations/replicas";
import { synchronization } from "../analysis/operations/synchronization";
import { isOnDeveloperTier } from "../analysis/service/developer-tier";
import type { Gateway } from "../gateway/model/gateway";
import { unseenObject } from "../gateway/model/settings";
import type { Match } from "../pulumi/match";
import { never } from "../pulumi/match";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

const options = {
  minReplicas: {
    type: "integer",
    minimum: 1,
    default: 3,
    description: "The minimum number of replicas, fixed or set by an autoscaler.",
  },
  minReplicasElastic: {
    type: "integer",
    minimum: 1,
    default: 1,
    description:
      "The minimum number of replicas on a host that scales the gateway itself, such as Container Apps.",
  },
} as const;

const messages = {
  few: "`{path}` ({owner}) is {count}; at least {least} replicas are required. Set it to {least} or more.",
  fewByDefault:
    "`{path}` ({owner}) isn't set, which means {count}; at least {least} replicas are required. Set it to {least} or more.",
  unreadable: "`{path}` ({owner}) isn't a number of replicas. Set it to {least} or more.",
  single:
    "A {host} is a single replica, and nothing restarts it on another node if its node fails. Use a Deployment with {least} replicas or more.",
  zero: "`{path}` ({owner}) is {count}, so the gateway scales to zero, and requests fail until a replica has started and loaded its configuration. Set it to {least} or more.",
  zeroByDefault:
    "`{path}` ({owner}) isn't set, which means {count}, so the gateway scales to zero, and requests fail until a replica has started and loaded its configuration. Set it to {least} or more.",
  fixed:
    "`{path}` sets a number of replicas that {autoscaler} controls, so every update resets it. Remove `{path}`.",
  fixedInChart:
    "`{path}` sets a number of replicas that {autoscaler} controls, so every update resets it. Set `{path}` to `null`.",
  budget:
    "No PodDisruptionBudget in the stack protects the pods of the {host}, so node maintenance can evict all replicas at once. Add one with `maxUnavailable: 25%`.",
  spread:
    "The {host} has neither `topologySpreadConstraints` nor pod anti-affinity for its own pods, so one zone or node can hold all replicas. Add `topologySpreadConstraints` with `topologyKey: topology.kubernetes.io/zone`.",
  switchedOff:
    "`{path}` isn't `true`, so the chart creates no PodDisruptionBudget and no `topologySpreadConstraints`. Set it to `true`.",
  recreate:
    "`{path}` is `Recreate`, so every update stops all replicas before a new one starts. Set it to `RollingUpdate`.",
  neighborhoodUnset:
    "`neighborhood.host` of the {host} isn't set, so its replicas can't find each other, and each counts rate limits separately. Set it to the name of a headless Service with UDP ports 4290 and 4291.",
  noService:
    "`neighborhood.host` of the {host} names a Service that isn't in this stack, so its replicas can't find each other. Add a headless Service of that name with UDP ports 4290 and 4291.",
  notHeadless:
    "{service}, which `neighborhood.host` of the {host} names, isn't headless, so replicas can't find each other. Add a separate headless Service (`clusterIP: None`) with UDP 4290 and 4291, and set `neighborhood.host` to its name.",
  selectsNone:
    "{service}, which `neighborhood.host` of the {host} names, doesn't select its pods, so replicas can't find each other. Set its `selector` to labels of the pods.",
  portsMissing:
    "{service}, which `neighborhood.host` of the {host} names, lacks UDP {ports}, so each replica counts rate limits separately. Add it to `spec.ports`.",
  perNode:
    "`neighborhood.host` of the {host} isn't set, so if it runs on several nodes, each replica counts rate limits separately. Set it to the name of a headless Service with UDP ports 4290 and 4291.",
  unseen:
    "`neighborhood.host` of the {host} may be set in {kind} `{name}`, which isn't in this stack; it isn't checked.",
  elastic:
    "`{path}` ({owner}) is {count}, so several replicas may run. They can't communicate on this host, so each counts rate limits and quotas separately.",
  elasticByDefault:
    "`{path}` ({owner}) isn't set, which means {count}, so several replicas may run. They can't communicate on this host, so each counts rate limits and quotas separately.",
} as const;

type Report = Judgment<typeof options, typeof messages, Stack>;

export const gatewayAvailability = stackPolicy({
  name: "gateway-availability",
  displayName: "Gateway survives node and zone failures",
  description:
    "Requires enough replicas, spread over nodes and zones, protected during maintenance, and able to find each other.",
  level: "advisory",
  severity: "medium",
  row: row("sla"),
  remediationSteps:
    "Run three replicas or an autoscaler with that minimum, a PodDisruptionBudget, topologySpreadConstraints over zones, a rolling update, and a headless Service with UDP 4290 and 4291 that neighborhood.host names.",
  judges: connectedGateways,
  options,
  messages,

  check(connected, report) {
    const { gateway } = connected;
    const wanted =
      gateway.scaling?.kind === "elastic" ? report.options.minReplicasElastic : report.options.minReplicas;
    const least = isOnDeveloperTier(connected, report.around) ? 1 : wanted;
    checkReplicas(gateway, least, report);
    const several = runsSeveral(gateway, report.around);
    checkStrategy(gateway, several, report);
    // A partial workload may have the setting elsewhere.
    if (gateway.partial) return;
    checkElastic(gateway, several, report);
    checkDisruption(gateway, least, several, report);
    checkSynchronization(connected, several, report);
  },
});

/** Enough replicas, whose number only one party determines. */
function checkReplicas(gateway: Gateway, least: number, report: Report) {
  const { host, partial, scaling } = gateway;
  if (!scaling || (partial && scaling.least.value.absent)) return;
  const autoscalers = findAutoscalers(gateway, report.around);
  const floor = floorOf(scaling, autoscalers);
  const { count, keeper } = floor;
  const read = readFloor(floor, scaling, autoscalers, least);
  if (read.kind === "unknown") report.unknown(read.value);
  else if (read.kind !== "enough") {
    const { isSet, ...place } = countPlace(count, gateway, keeper);
    const id =
      isSet || (read.kind !== "few" && read.kind !== "zero") ? read.kind : (`${read.kind}ByDefault` as const);
    report.defect(id, { host, ...place, least: `${least}` });
  }
  if (keeper?.targets.kind !== "yes" || scaling.declared.absent || scaling.declared.unknown) return;
  // If a chart's values omit the number, the chart's default applies.
  report.defect(scaling.omitted ? "fixedInChart" : "fixed", {
    path: pathText(scaling.declared.path),
    autoscaler: nameOf(keeper.resource),
  });
}

/** A single replica on a claim for one node must end before the next one starts. */
function checkStrategy(gateway: Gateway, several: Match, report: Report) {
  const strategy = gateway.pods?.strategy;
  if (several.kind === "no" && hasClaimOfOneNode(gateway, report.around)) return;
  if (strategy?.unknown) report.unknown(strategy);
  if (strategy?.string === "Recreate") report.defect("recreate", { path: pathText(strategy.path) });
}

/** Replicas that the host creates and removes can't reach each other. */
function checkElastic(gateway: Gateway, several: Match, report: Report) {
  const { scaling } = gateway;
  if (scaling?.kind !== "elastic" || several.kind !== "yes") return;
  const { isSet, ...place } = countPlace(scaling.most, gateway);
  report.note(isSet ? "elastic" : "elasticByDefault", place);
}

/** A disruption budget, and replicas on different nodes. */
function checkDisruption(gateway: Gateway, least: number, several: Match, report: Report) {
  const { host, pods, scaling } = gateway;
  if (!pods || !scaling || scaling.kind === "single") return;
  if (least <= 1 && several.kind !== "yes") return;
  const held = { budget: hasBudget(gateway, report.around), spread: isSpread(gateway) };
  const { highAvailability } = pods;
  if (highAvailability && (held.budget.kind === "no" || held.spread.kind === "no"))
    return report.defect("switchedOff", { path: pathText(highAvailability.path) });
  for (const id of ["budget", "spread"] as const) {
    const match = held[id];
    if (match.kind === "no") report.defect(id, { host });
    if (match.kind === "unknown") report.unknown(match.value);
  }
}

/** Replicas that discover each other, to synchronize rate limits. */
function checkSynchronization(connected: ConnectedGateway, several: Match, report: Report) {
  const { host, pods, scaling } = connected.gateway;
  if (!pods || scaling?.kind === "single" || several.kind === "no") return;
  const found = several.kind === "unknown" ? several : synchronization(connected, report.around);
  switch (found.kind) {
    case "complete":
      return;
    case "unknown":
      return report.unknown(found.value);
    case "unseen":
      return report.note("unseen", { host, ...unseenObject(found.unseen) });
    case "flawed": {
      const { flaw, missing = [], service } = found;
      if (flaw === "neighborhoodUnset" && !scaling) return report.note("perNode", { host });
      return report.defect(flaw, {
        host,
        service: service ? nameOf(service) : "",
        ports: missing.join(", "),
      });
    }
    default:
      never(found);
  }
}

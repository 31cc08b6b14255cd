import { type ConnectedGateway, connectedGateways } from "../analysis/connection/connected-gateway";
import { findAutoscalers } from "../analysis/operations/autoscaler";
import { hasClaimOfOneNode } from "../analysis/operations/backup";
import { hasBudget, isSpread } from "../analysis/operations/disruption";
import { countPlace, floorOf, nameOf, readFloor, runsSeveral } from "../analysis/operations/replicas";
import { synchronisation } from "../analysis/operations/synchronisation";
import { isOnDeveloperTier } from "../analysis/service/developer-tier";
import type { Gateway } from "../gateway/model/gateway";
import type { Match } from "../pulumi/match";
import { never } from "../pulumi/match";
import { type Judgement, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

const options = {
  minReplicas: {
    type: "integer",
    minimum: 1,
    default: 3,
    description: "The fewest replicas of a gateway that runs as many as it is told.",
  },
  minReplicasElastic: {
    type: "integer",
    minimum: 1,
    default: 1,
    description: "The fewest replicas where the host itself scales the gateway, as Container Apps do.",
  },
} as const;

const messages = {
  few: "The {host} has too few replicas: {place}, and the least is {least}. Write {least} or more.",
  unreadable: "{place} is no number of replicas. Write {least} or more.",
  single:
    "A {host} is a single replica, and nothing starts it elsewhere when its node is lost. Use a Deployment with {least} replicas or more.",
  zero: "The {host} scales to zero: {place}. Until a replica has started and read its configuration, calls fail. Write {least} or more.",
  fixed: "`{path}` fixes the replicas that {autoscaler} decides, so every update sets them back. {fix}.",
  budget:
    "No PodDisruptionBudget in the stack keeps pods of the {host} up, so maintenance of nodes can end all replicas at once. Declare one with `maxUnavailable: 25%`.",
  spread:
    "Nothing keeps the replicas of the {host} apart, so one zone or node can hold them all. Add topologySpreadConstraints over `topology.kubernetes.io/zone` that select its own pods.",
  switchedOff:
    "`{path}` is not true, so the chart makes no PodDisruptionBudget and spreads the replicas over no zones. Write true.",
  recreate:
    "`{path}` is `Recreate`, so every update ends all replicas before a new one starts. Write `RollingUpdate`.",
  notTold:
    "The {host} has several replicas but no setting `neighborhood.host`, so each counts rate limits for itself. Set it to a headless Service with UDP 4290 and 4291.",
  noService:
    "The stack has no Service of the name that `neighborhood.host` of the {host} gives, so its replicas do not find each other. Declare it, headless, with UDP 4290 and 4291.",
  notHeadless:
    "{service}, which `neighborhood.host` of the {host} names, isn't headless, so replicas don't find each other. Add a separate headless Service (`clusterIP: None`) with UDP 4290 and 4291, and set `neighborhood.host` to its name.",
  selectsNone:
    "{service}, which `neighborhood.host` of the {host} names, does not select its pods, so replicas do not find each other.",
  portsMissing:
    "{service}, which `neighborhood.host` of the {host} names, lacks UDP {ports}, by which replicas count rate limits together.",
  perNode:
    "The {host} runs on every node but has no setting `neighborhood.host`; where that is more than one, each counts rate limits for itself.",
  unseen:
    "The replicas of the {host} find each other by `neighborhood.host`, which {what} may set; this stack does not hold it, so it is not judged.",
  elastic:
    "The {host} may have several replicas ({place}). They cannot talk to each other there, so rate limits and quotas count for each replica by itself.",
} as const;

type Say = Judgement<typeof options, typeof messages, Stack>;

export const gatewayAvailability = stackPolicy({
  name: "gateway-availability",
  displayName: "Gateway survives the loss of a node, a zone or a replica",
  description:
    "A self-hosted gateway has enough replicas, kept apart, kept up during maintenance, and able to find each other.",
  level: "advisory",
  severity: "medium",
  row: row("sla"),
  remediationSteps:
    "Run three replicas or an autoscaler with that minimum, a PodDisruptionBudget, topologySpreadConstraints over zones, a rolling update, and a headless Service with UDP 4290 and 4291 that neighborhood.host names.",
  judges: connectedGateways,
  options,
  messages,

  check(connected, say) {
    const { gateway } = connected;
    const wanted =
      gateway.scaling?.kind === "elastic" ? say.options.minReplicasElastic : say.options.minReplicas;
    const least = isOnDeveloperTier(connected, say.around) ? 1 : wanted;
    checkReplicas(gateway, least, say);
    const several = runsSeveral(gateway, say.around);
    checkStrategy(gateway, several, say);
    // Nothing follows from what a part of a workload does not hold.
    if (gateway.partial) return;
    checkElastic(gateway, several, say);
    checkDisruption(gateway, least, several, say);
    checkSynchronisation(connected, several, say);
  },
});

/** Enough replicas, and their number decided by one party only. */
function checkReplicas(gateway: Gateway, least: number, say: Say) {
  const { host, partial, scaling } = gateway;
  if (!scaling || (partial && scaling.least.value.absent)) return;
  const autoscalers = findAutoscalers(gateway, say.around);
  const floor = floorOf(scaling, autoscalers);
  const { count, keeper } = floor;
  const read = readFloor(floor, scaling, autoscalers, least);
  if (read.kind === "unknown") say.unknown(read.value);
  else if (read.kind !== "enough")
    say.defect(read.kind, { host, place: countPlace(count, keeper), least: `${least}` });
  if (keeper?.targets.kind !== "yes" || scaling.declared.absent || scaling.declared.unknown) return;
  say.defect("fixed", {
    path: pathText(scaling.declared.path),
    autoscaler: nameOf(keeper.resource),
    // What is left out of a chart's values is the chart's own number.
    fix: scaling.omitted ? "Write null" : "Leave it out",
  });
}

/** A single replica on a claim for one node must end before the next one starts. */
function checkStrategy(gateway: Gateway, several: Match, say: Say) {
  const strategy = gateway.pods?.strategy;
  if (several.kind === "no" && hasClaimOfOneNode(gateway, say.around)) return;
  if (strategy?.unknown) say.unknown(strategy);
  if (strategy?.string === "Recreate") say.defect("recreate", { path: pathText(strategy.path) });
}

/** Replicas that the host makes and ends by itself cannot reach each other. */
function checkElastic({ host, scaling }: Gateway, several: Match, say: Say) {
  if (scaling?.kind === "elastic" && several.kind === "yes")
    say.notice("elastic", { host, place: countPlace(scaling.most) });
}

/** A disruption budget, and replicas that are kept apart. */
function checkDisruption(gateway: Gateway, least: number, several: Match, say: Say) {
  const { host, pods, scaling } = gateway;
  if (!pods || !scaling || scaling.kind === "single") return;
  if (least <= 1 && several.kind !== "yes") return;
  const held = { budget: hasBudget(gateway, say.around), spread: isSpread(gateway) };
  const { highAvailability } = pods;
  if (highAvailability && (held.budget.kind === "no" || held.spread.kind === "no"))
    return say.defect("switchedOff", { path: pathText(highAvailability.path) });
  for (const id of ["budget", "spread"] as const) {
    const match = held[id];
    if (match.kind === "no") say.defect(id, { host });
    if (match.kind === "unknown") say.unknown(match.value);
  }
}

/** Replicas that find each other, to count rate limits together. */
function checkSynchronisation(connected: ConnectedGateway, several: Match, say: Say) {
  const { host, pods, scaling } = connected.gateway;
  if (!pods || scaling?.kind === "single" || several.kind === "no") return;
  const found = several.kind === "unknown" ? several : synchronisation(connected, say.around);
  switch (found.kind) {
    case "complete":
      return;
    case "unknown":
      return say.unknown(found.value);
    case "unseen":
      return say.notice("unseen", { host, what: found.unseen.what });
    case "flawed": {
      const { flaw, missing = [], service } = found;
      if (flaw === "notTold" && !scaling) return say.notice("perNode", { host });
      return say.defect(flaw, {
        host,
        service: service ? nameOf(service) : "",
        ports: missing.join(" and "),
      });
    }
    default:
      never(found);
  }
}

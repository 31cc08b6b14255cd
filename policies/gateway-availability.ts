import { connectedGateways } from "../analysis/connection/connected-gateway";
import { findAutoscalers } from "../analysis/operations/autoscaler";
import { hasBudget, isSpread } from "../analysis/operations/disruption";
import { countPlace, floorOf, nameOf, readFloor, runsSeveral } from "../analysis/operations/replicas";

import { synchronisation } from "../analysis/operations/synchronisation";
import { isOnDeveloperTier } from "../analysis/service/developer-tier";
import { type Match, no, unknownOf } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

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
  options: {
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
  },
  messages: {
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
      "{service}, which `neighborhood.host` of the {host} names, is not headless, so replicas do not find each other. Write `clusterIP: None`.",
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
  },

  check(connected, { options, around, defect, notice, unknown }) {
    const { gateway } = connected;
    const { host, partial, pods, scaling } = gateway;
    const unlessHeld = (match: Match, id: "budget" | "spread") => {
      const open = unknownOf(match);
      if (match.kind === "no") defect(id, { host });
      if (open) unknown(open);
    };
    const wanted = scaling?.kind === "elastic" ? options.minReplicasElastic : options.minReplicas;
    const least = isOnDeveloperTier(connected, around) ? 1 : wanted;

    if (scaling && !(partial && scaling.least.value.absent)) {
      const autoscalers = findAutoscalers(gateway, around);
      const floor = floorOf(scaling, autoscalers);
      const { count, keeper } = floor;
      const read = readFloor(floor, scaling, autoscalers, least);
      const said = { host, place: countPlace(count, keeper), least: `${least}` };
      if (read.kind === "unknown") unknown(read.value);
      else if (read.kind !== "enough") defect(read.kind, said);
      if (keeper?.targets.kind === "yes" && !scaling.declared.absent && !scaling.declared.unknown)
        defect("fixed", {
          path: pathText(scaling.declared.path),
          autoscaler: nameOf(keeper.resource),
          // What is left out of a chart's values is the chart's own number.
          fix: pods?.chart ? "Write null" : "Leave it out",
        });
    }
    const { strategy } = pods ?? {};
    if (strategy?.unknown) unknown(strategy);
    if (strategy?.string === "Recreate") defect("recreate", { path: pathText(strategy.path) });
    if (partial) return;

    const several = runsSeveral(gateway, around);
    if (scaling?.kind === "elastic" && several.kind === "yes")
      notice("elastic", { host, place: countPlace(scaling.most) });
    if (!pods || scaling?.kind === "single") return;
    if (scaling && (least > 1 || several.kind === "yes")) {
      const held = [hasBudget(gateway, around), isSpread(gateway)] as const;
      const { highAvailability } = pods.chart ?? {};
      if (highAvailability && held.some(({ kind }) => kind === "no"))
        defect("switchedOff", { path: pathText(highAvailability.path) });
      else
        for (const [index, id] of (["budget", "spread"] as const).entries())
          unlessHeld(held[index] ?? no, id);
    }
    if (several.kind === "no") return;
    const open = unknownOf(several);
    const found = open ? ({ kind: "unknown", value: open } as const) : synchronisation(connected, around);
    if (found.kind === "unknown") unknown(found.value);
    if (found.kind === "unseen") notice("unseen", { host, what: found.unseen.what });
    if (found.kind !== "flawed") return;
    const { flaw, missing = [], service } = found;
    if (flaw === "notTold" && !scaling) return notice("perNode", { host });
    defect(flaw, { host, service: service ? nameOf(service) : "", ports: missing.join(" and ") });
  },
});

import {
  type DeclaredGateway,
  declaredGatewaysIn,
  declaredGatewaysOf,
  readDeclaredGateway,
  readService,
  type Service,
  serviceKeys,
  servicesOf,
} from "../../azure/service";
import { judgeTier } from "../../azure/tier";
import { gateways } from "../../gateway";
import { addTo } from "../../pulumi/group";
import { type Unknown, unknown } from "../../pulumi/match";
import { listText } from "../../pulumi/message";
import { perStack } from "../../pulumi/per-stack";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { largestTier, smallestTier, type TierWithGateways } from "../../support/tiers";
import { type ConnectedGateway, connectedGatewaysIn, gatewayText } from "../connection/connected-gateway";
import { targetOf } from "../connection/target-service";
import { type CountPlace, countReplicas, mostReplicas } from "../operations/replicas";
import { statedName } from "../wiring/gateway-name";
import { runningByService } from "./users";

/** What a service's tier limits. */
export type LimitedPart =
  | (Subject & { readonly kind: "service"; readonly service: Service })
  | (Subject & { readonly kind: "declared"; readonly gateway: DeclaredGateway })
  | (Subject & { readonly kind: "workload"; readonly connected: ConnectedGateway });

export const limitedParts: Subjects<LimitedPart, Stack> = {
  noun: gateways.noun,
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, stack) => {
    const service = readService(resource);
    if (service && countOf(service, stack) > 0) return [{ kind: "service", resource, service }];
    const gateway = readDeclaredGateway(resource);
    if (gateway) return [{ kind: "declared", resource, gateway }];
    return connectedGatewaysIn(resource, stack).map((connected) => ({
      kind: "workload",
      resource,
      connected,
    }));
  },
};

export type CountVerdict =
  | { readonly kind: "fine" }
  | { readonly kind: "many"; readonly count: string; readonly tier: string; readonly limit: string }
  | Unknown;

/** More gateways than the tier allows. If the tier is unknown, more than any tier allows. */
export function judgeCount(service: Service, stack: Stack): CountVerdict {
  const verdict = judgeTier(service);
  if (verdict.kind !== "able" && verdict.kind !== "unknown") return { kind: "fine" };
  const count = countOf(service, stack);
  const [least, most] =
    verdict.kind === "able" ? [verdict.tier, verdict.tier] : ([smallestTier, largestTier] as const);
  if (count > most.gateways)
    return { kind: "many", count: `${count}`, tier: most.name, limit: `${most.gateways}` };
  if (verdict.kind === "unknown" && count > least.gateways) return verdict;
  const open = unlinked(stack);
  const [first] = open;
  return first && verdict.kind === "able" && count + open.length > most.gateways
    ? unknown(first.serviceName)
    : { kind: "fine" };
}

/** The gateways of a service in the stack: its `Gateway` resources, or else its workloads. */
function countOf(service: Service, stack: Stack): number {
  const declared = declaredGatewaysIn(service, stack).gateways.map(
    ({ id, resource }) => id.string?.toLowerCase() ?? resource.urn,
  );
  const connected = (runningByService(stack).get(service.resource.urn) ?? []).map(
    (gateway) => statedName(gateway)?.toLowerCase() ?? "",
  );
  // Several workloads can run the same gateway, so only names count.
  return new Set(declared.length > 0 ? declared : connected.filter((name) => name !== "")).size;
}

/** `Gateway` resources whose service is not known. */
const unlinked = perStack((stack) =>
  declaredGatewaysOf(stack).filter(
    (gateway) => gateway.serviceName.unknown && serviceKeys(gateway, stack).length === 0,
  ),
);

export type ReplicaVerdict =
  | { readonly kind: "fine" }
  | { readonly kind: "several"; readonly place: CountPlace; readonly tier: string; readonly limit: string }
  /** Each workload is within the limit, but those of the same gateway together are not. */
  | {
      readonly kind: "shared";
      readonly others: string;
      readonly count: string;
      readonly tier: string;
      readonly limit: string;
    }
  | Unknown;

/** More replicas of one gateway than the tier allows. */
export function judgeReplicas(connected: ConnectedGateway, stack: Stack): ReplicaVerdict {
  const limited = limitedTier(connected, stack);
  if (!limited) return { kind: "fine" };
  const { tier, because } = limited;
  const replicas = countReplicas(connected.gateway, stack, tier.replicas);
  if (replicas.kind === "few") return because ? { kind: "fine" } : judgeSum(connected, tier, stack);
  // At most one line: an unknown property of the service comes first.
  if (because) return unknown(because);
  if (replicas.kind === "unknown") return replicas;
  return { kind: "several", place: replicas.place, tier: tier.name, limit: `${tier.replicas}` };
}

/** The replicas of all workloads that certainly run the same gateway, reported once, at the last of them. */
function judgeSum(connected: ConnectedGateway, tier: LimitedTier, stack: Stack): ReplicaVerdict {
  const same = workloadsOf(connected, stack).filter(({ replicas }) => replicas > 0);
  const count = same.reduce((sum, { replicas }) => sum + replicas, 0);
  const others = same.slice(0, -1);
  if (same.at(-1)?.connected !== connected || count <= tier.replicas) return { kind: "fine" };
  const names = listText(others, (other) => gatewayText(other.connected));
  return { kind: "shared", others: names, count: `${count}`, tier: tier.name, limit: `${tier.replicas}` };
}

function workloadsOf(connected: ConnectedGateway, stack: Stack) {
  const target = targetOf(connected, stack);
  const name = statedName(connected)?.toLowerCase();
  if (target.kind !== "service" || name === undefined) return [];
  return (byName(stack).get(`${target.service.resource.urn} ${name}`) ?? []).map((connected) => ({
    connected,
    replicas: mostReplicas(connected.gateway, stack) ?? 0,
  }));
}

/** The gateways that certainly connect to a service, by its URN and their name there. */
const byName = perStack((stack) => {
  const found = new Map<string, ConnectedGateway[]>();
  for (const [service, all] of runningByService(stack))
    for (const connected of all) {
      const name = statedName(connected)?.toLowerCase();
      if (name !== undefined) addTo(found, `${service} ${name}`, connected);
    }
  return found;
});

type LimitedTier = TierWithGateways & { readonly replicas: number };

/** The tier that limits the gateway's replicas; `because` is the unknown value on which that depends, if any. */
function limitedTier(
  connected: ConnectedGateway,
  stack: Stack,
): { tier: LimitedTier; because?: Value } | undefined {
  const target = targetOf(connected, stack);
  switch (target.kind) {
    case "service":
      return limitOf(target.service);
    case "elsewhere":
      return undefined;
    case "open": {
      const because = target.value ?? target.service?.name;
      if (!because?.unknown) return undefined;
      const limited = target.service ? limitOf(target.service) : anyLimit(stack);
      return limited && { tier: limited.tier, because };
    }
  }
}

/** The first limit of all services. */
const anyLimit = perStack((stack) => servicesOf(stack).flatMap((service) => limitOf(service) ?? [])[0]);

function limitOf(service: Service): { tier: LimitedTier; because?: Value } | undefined {
  const verdict = judgeTier(service);
  if (verdict.kind === "able") return limitsReplicas(verdict.tier) ? { tier: verdict.tier } : undefined;
  if (verdict.kind !== "unknown" || !limitsReplicas(smallestTier)) return undefined;
  return { tier: smallestTier, because: verdict.value };
}

function limitsReplicas(tier: TierWithGateways): tier is LimitedTier {
  return tier.replicas !== undefined;
}

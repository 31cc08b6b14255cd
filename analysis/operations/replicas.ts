import type { Gateway } from "../../gateway/model/gateway";
import type { Count, Scaling } from "../../gateway/model/workload";
import { type Reading, readCount } from "../../kubernetes/quantity";
import { any, type Match, matchIf, no, type Unknown, unclear, unknown, unknownOf } from "../../pulumi/match";
import { perPart } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText } from "../../pulumi/value";
import { type Autoscaler, findAutoscalers } from "./autoscaler";

/** Whether a gateway can have more replicas than a limit, and the deciding property. */
export type ReplicaCount =
  | { readonly kind: "few" }
  | { readonly kind: "many"; readonly place: CountPlace }
  | Unknown;

/** A number of replicas: its property, its owner and its value. */
export interface CountPlace {
  readonly path: string;
  /** The host's kind, or the autoscaler by name. */
  readonly owner: string;
  /** Empty if it can't be read. */
  readonly count: string;
  /** False if `count` is the host's default. */
  readonly isSet: boolean;
}

/** An autoscaler determines it, or else the gateway's own number. */
export function countReplicas(gateway: Gateway, around: Stack, limit: number): ReplicaCount {
  const { scaling } = gateway;
  if (!scaling) return { kind: "few" };
  const autoscalers = findAutoscalers(gateway, around);
  const { keeper } = floorOf(scaling, autoscalers);
  const most = keeper?.most ?? scaling.most;
  const read = countOf(most);
  if (read.kind === "unknown") return read;
  if (read.kind === "number" && read.number > limit) {
    return { kind: "many", place: countPlace(most, gateway, keeper) };
  }
  const open = keeper ? undefined : autoscalers.find((autoscaler) => exceeds(autoscaler, limit));
  const because = open && unknownOf(open.targets);
  return because ? unknown(because) : { kind: "few" };
}

/** The maximum number of replicas; undefined if it is unknown. */
export function mostReplicas(gateway: Gateway, around: Stack): number | undefined {
  const { scaling } = gateway;
  if (!scaling) return undefined;
  const { keeper } = floorOf(scaling, findAutoscalers(gateway, around));
  const read = countOf(keeper?.most ?? scaling.most);
  return read.kind === "number" ? read.number : undefined;
}

function exceeds({ most }: Autoscaler, limit: number): boolean {
  const read = countOf(most);
  return read.kind !== "number" || read.number > limit;
}

export function countOf({ value, standard }: Count): Reading {
  const read = readCount(value);
  return read.kind === "absent" ? { kind: "number", number: standard } : read;
}

/**
 * What determines the minimum number of replicas: an autoscaler that certainly is the gateway's, else its own number.
 */
export interface Floor {
  readonly count: Count;
  readonly keeper: Autoscaler | undefined;
}

export function floorOf(scaling: Scaling, autoscalers: readonly Autoscaler[]): Floor {
  // An autoscaler that may be the gateway's, although nothing about it is unknown, counts as its own.
  const keeper = autoscalers.find(({ targets }) => targets.kind === "yes") ?? autoscalers.find(isLikely);
  return { count: keeper?.least ?? scaling.least, keeper };
}

/** Whether there are always at least this many replicas and, if not, why. */
export function readFloor(
  { count, keeper }: Floor,
  { kind }: Scaling,
  autoscalers: readonly Autoscaler[],
  least: number,
): { kind: "enough" | "few" | "zero" | "single" | "unreadable" } | Unknown {
  const read = countOf(count);
  if (read.kind === "number" && read.number >= least) return { kind: "enough" };
  if (read.kind === "unknown") return read;
  // An autoscaler that may be the gateway's may keep enough replicas.
  const open = keeper ? undefined : autoscalers.flatMap(({ targets }) => unknownOf(targets) ?? [])[0];
  if (open) return unknown(open);
  if (read.kind !== "number") return { kind: "unreadable" };
  if (kind === "single") return { kind: "single" };
  return { kind: read.number === 0 && (keeper || kind === "elastic") ? "zero" : "few" };
}

export function countPlace(count: Count, { host }: Gateway, keeper?: Autoscaler): CountPlace {
  const read = countOf(count);
  return {
    path: pathText(count.value.path),
    owner: keeper ? nameOf(keeper.resource) : host,
    count: read.kind === "number" ? `${read.number}` : "",
    isSet: !count.value.absent,
  };
}

function isLikely({ targets }: Autoscaler): boolean {
  return targets.kind === "unclear";
}

/** Whether more than one replica can run at a time. */
export const runsSeveral = perPart((gateway: Gateway, around): Match => {
  const { pods, scaling } = gateway;
  if (!scaling) return pods ? unclear : no;
  const autoscalers = findAutoscalers(gateway, around);
  const { keeper } = floorOf(scaling, autoscalers);
  const others = autoscalers.map(({ targets }) => targets);
  return keeper ? isSeveral(keeper.most) : any([isSeveral(scaling.most), ...others]);
});

function isSeveral(count: Count): Match {
  const read = countOf(count);
  if (read.kind === "unknown") return unknown(read.value);
  return read.kind === "number" ? matchIf(read.number > 1) : unclear;
}

/** An autoscaler's name for messages. */
export function nameOf({ name, props, type }: Resource): string {
  return `${type.name} \`${props.get("metadata", "name").string ?? name}\``;
}

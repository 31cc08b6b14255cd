import type { Gateway } from "../../gateway/model/gateway";
import type { Kind } from "../../kubernetes/kinds";
import { objectNamespace } from "../../kubernetes/object";
import { perStack } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { joinBeside, neighbours } from "./neighbours";

/** The property with the labels that a pod must have, by kind. */
const places = {
  Service: ["spec", "selector"],
  NetworkPolicy: ["spec", "podSelector", "matchLabels"],
  PodDisruptionBudget: ["spec", "selector", "matchLabels"],
} as const satisfies Partial<Record<Kind, readonly string[]>>;

type Selecting = keyof typeof places;

/** Objects near a gateway that may select its pods, found without reading those that certainly don't. */
export function selecting(kind: Selecting, gateway: Gateway, around: Stack): ReturnType<typeof neighbours> {
  const labels = gateway.pods?.labels;
  const isOpen = !labels || labels.unknown || labels.entries.some(([, value]) => value.unknown);
  const about = isOpen ? undefined : pairsIn(labels);
  return neighbours(kind, gateway, around, { join: byRarestPair, about });
}

/** A pod must have each label of a selector, so the label that the fewest selectors use narrows the search most. */
const byRarestPair = joinBeside((object, around) => {
  const askedBy = (pair: string) => counts(around).get(countedAs(object, pair)) ?? 0;
  const pairs = pairsOf(object);
  return pairs.reduce<string | undefined>(
    (rarest, pair) => (rarest === undefined || askedBy(pair) < askedBy(rarest) ? pair : rarest),
    undefined,
  );
});

/** How many objects of a kind in a namespace require a label. */
const counts = perStack((stack) => {
  const counted = new Map<string, number>();
  for (const object of stack)
    for (const pair of pairsOf(object)) {
      const key = countedAs(object, pair);
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
  return counted;
});

function countedAs(object: Resource, pair: string): string {
  return `${object.type.name} ${objectNamespace(object).string} ${pair}`;
}

function pairsOf({ props, type }: Resource): string[] {
  const kind = type.package === "kubernetes" ? type.name.replace(/Patch$/, "") : "";
  return Object.hasOwn(places, kind) ? pairsIn(props.get(...places[kind as Selecting])) : [];
}

function pairsIn(labels: Value): string[] {
  return labels.entries.flatMap(([key, { text }]) => (text === undefined ? [] : `${key}=${text}`));
}

import { type Resource, urnOf } from "./analyzer/resources";
import type { Item } from "./inputs/input";
import type { CheckedStack } from "./report";

/** The items that are checked together. */
export function byStack(items: readonly Item[]): Item[][] {
  const stacks = new Map<string, Item[]>();
  for (const item of items) {
    const stack = stacks.get(item.stack);
    if (stack) stack.push(item);
    else stacks.set(item.stack, [item]);
  }
  return [...stacks.values()].map(distinct);
}

/** Two objects of one name, as in overlays, stay two: the later gets a number. */
function distinct(items: readonly Item[]): Item[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const urn = urnOf(item.resource);
    const count = (seen.get(urn) ?? 0) + 1;
    seen.set(urn, count);
    return count === 1 ? item : { ...item, resource: { ...item.resource, urn: `${urn}#${count}` } };
  });
}

/**
 * Two files of one stack, or of stacks with the same name in two organizations, have the same URNs. They are checked with
 * these, because exemptions name them. In the report each resource names its file, and the later stack gets a number.
 */
export function tellApart(stacks: readonly CheckedStack[]): CheckedStack[] {
  const total = countBy(stacks, prefixOf);
  const seen = new Map<string, number>();
  return stacks.map((stack) => {
    const prefix = prefixOf(stack);
    if (prefix === "" || total.get(prefix) === 1) return stack;
    const number = (seen.get(prefix) ?? 0) + 1;
    seen.set(prefix, number);
    const other = number === 1 ? prefix : prefix.replace(/^(urn:pulumi:.+?)::/s, `$1#${number}::`);
    return renamed(stack, (urn) => (urn.startsWith(prefix) ? other + urn.slice(prefix.length) : urn));
  });
}

/** `urn:pulumi:prod::shop::`; empty for manifests, which are one cluster. */
function prefixOf({ items: [first] }: CheckedStack): string {
  if (!first || first.stack === "") return "";
  return /^urn:pulumi:.+?::.+?::/s.exec(urnOf(first.resource))?.[0] ?? "";
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

type Rename = (urn: string) => string;

function renamed({ items, each, stack }: CheckedStack, rename: Rename): CheckedStack {
  const results = [...each, stack].map(({ diagnostics, notApplicable }) => ({
    diagnostics: diagnostics.map((diagnostic) => ({ ...diagnostic, urn: rename(diagnostic.urn) })),
    notApplicable,
  }));
  return {
    items: items.map((item) => ({
      ...item,
      label: `${item.label} in ${item.stack}`,
      resource: renamedResource(item.resource, rename),
    })),
    each: results.slice(0, -1),
    stack: results.at(-1) ?? stack,
  };
}

/** A state refers to other resources by URN; only the provider is a resource. */
function renamedResource(resource: Resource, rename: Rename): Resource {
  const { parent, dependencies = [], propertyDependencies = {}, provider } = resource;
  const all = (references: NonNullable<Resource["dependencies"]>) =>
    references.map((reference) => (typeof reference === "string" ? rename(reference) : reference));
  return {
    ...resource,
    urn: rename(urnOf(resource)),
    ...(typeof parent === "string" ? { parent: rename(parent) } : {}),
    dependencies: all(dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, references]) => [property, all(references)]),
    ),
    ...(provider && { provider: { ...provider, urn: rename(urnOf(provider)) } }),
  };
}

import { isRecord } from "./plain";
import type { Value } from "./value";

/** Every string below a value, at any depth, with its place. Not recursive, so deep input can't overflow the stack. */
export function* textsBelow(value: Value): Generator<Value> {
  const open = [value];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.string !== undefined) yield next;
    const children = [...next.items, ...next.entries.map(([, child]) => child)];
    for (const child of children.reverse()) open.push(child);
  }
}

/** Whether a string below a value matches. Much faster than `textsBelow`, for the many resources in which none does. */
export function someText({ whole }: Value, fits: (text: string) => boolean): boolean {
  const open: unknown[] = [whole];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string" && fits(next)) return true;
    if (Array.isArray(next)) for (const item of next) open.push(item);
    else if (isRecord(next)) for (const key of Object.keys(next)) open.push(next[key]);
  }
  return false;
}

import type { Value } from "./value";

/** A question that can't be decided yet: `value` is the deciding unknown value. */
export interface Unknown {
  readonly kind: "unknown";
  readonly value: Value;
}

/**
 * Whether something holds. `unclear`: the stack can't decide although no value is unknown, for example because another
 * stack declares the object.
 */
export type Match = { readonly kind: "yes" | "no" | "unclear" } | Unknown;

export const yes: Match = { kind: "yes" };
export const no: Match = { kind: "no" };
export const unclear: Match = { kind: "unclear" };

export function matchIf(holds: boolean): Match {
  return holds ? yes : no;
}

/** It depends on `value`, which is unknown. */
export function unknown(value: Value): Unknown {
  return { kind: "unknown", value };
}

/** Yes, unless `value`, which decides, is unknown. */
export function yesUnlessUnknown(value: Value): Match {
  return value.unknown ? unknown(value) : yes;
}

/** Holds if all of them hold: a single `no` decides, regardless of the others. */
export function all(matches: readonly Match[]): Match {
  return matches.find(({ kind }) => kind === "no") ?? undecided(matches) ?? yes;
}

/** Holds if one of them holds. */
export function any(matches: readonly Match[]): Match {
  return matches.find(({ kind }) => kind === "yes") ?? undecided(matches) ?? no;
}

export function not(match: Match): Match {
  if (match.kind === "yes") return no;
  return match.kind === "no" ? yes : match;
}

/** The deciding unknown value, if there is one. */
export function unknownOf(match: Match): Value | undefined {
  return match.kind === "unknown" ? match.value : undefined;
}

/** Whether a predicate holds for a value's text; undefined if it has none. */
export function matchText(value: Value, holds: (text: string | undefined) => boolean): Match {
  return value.unknown ? unknown(value) : matchIf(holds(value.string));
}

/** Whether a chart's switch that is off by default is on: only if it is true. */
export function isOn(value: Value): Match {
  return value.unknown ? unknown(value) : matchIf(value.text === "true");
}

function undecided(matches: readonly Match[]): Match | undefined {
  return matches.find(({ kind }) => kind === "unknown") ?? matches.find(({ kind }) => kind === "unclear");
}

/** Proves to the compiler that a switch over verdicts is exhaustive. Does nothing at run time. */
export function never(_: never): void {}

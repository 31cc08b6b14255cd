import type { Value } from "./value";

/** Whether something holds, as far as can be told; `because` is the unknown value that decides it, if there is one. */
export type Match = { readonly is: "yes" | "no" } | { readonly is: "maybe"; readonly because?: Value };

export const yes: Match = { is: "yes" };
export const no: Match = { is: "no" };
/** What this stack cannot tell, though no value is unknown. */
export const maybe: Match = { is: "maybe" };

export function matchIf(holds: boolean): Match {
  return holds ? yes : no;
}

/** Holds or not once `value` is known. */
export function undecided(value: Value): Match {
  return { is: "maybe", because: value };
}

/** Holds if all of them hold: one that does not decides, whatever the others are. */
export function all(matches: readonly Match[]): Match {
  return matches.find(({ is }) => is === "no") ?? open(matches) ?? yes;
}

/** Holds if one of them holds. */
export function any(matches: readonly Match[]): Match {
  return matches.find(({ is }) => is === "yes") ?? open(matches) ?? no;
}

export function not(match: Match): Match {
  return match.is === "maybe" ? match : matchIf(match.is === "no");
}

/** The unknown value that decides, where there is one. */
export function reason(match: Match): Value | undefined {
  return match.is === "maybe" ? match.because : undefined;
}

function open(matches: readonly Match[]): Match | undefined {
  return matches.find((match) => reason(match)) ?? matches.find(({ is }) => is === "maybe");
}

/** A switch of a chart that is on only where it says true. */
export function isOn(value: Value): Match {
  return value.unknown ? undecided(value) : matchIf(value.text === "true");
}

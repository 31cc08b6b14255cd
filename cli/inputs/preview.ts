import { isRecord } from "../../pulumi/plain";
import { Problem } from "../problem";
import type { Input, Props } from "./input";
import { parseObject, urnPlaces } from "./json-file";
import { readStates, type State } from "./state";

/** The output of `pulumi preview --json`: the new state of each step. */
export const readPreview: Input = (source) => {
  const digest = parseObject(source.text);
  if (!digest || "apiVersion" in digest) return undefined;
  if (!Array.isArray(digest.steps)) {
    if (!isRecord(digest.changeSummary)) return undefined;
    throw new Problem(`${source.file}: the preview has no steps, because it failed. Run it again.`);
  }
  const placeOf = urnPlaces(source);
  // A replacement has several steps; the last one that doesn't delete the resource counts.
  const states = new Map<unknown, State>();
  for (const state of digest.steps.flatMap(newState))
    states.set(state.urn, { state, place: placeOf(state.urn) });
  return readStates(source, [...states.values()]);
};

/** A step that deletes has no new state. */
function newState(step: unknown): Props[] {
  return isRecord(step) && isRecord(step.newState) ? [step.newState] : [];
}

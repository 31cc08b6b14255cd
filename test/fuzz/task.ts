import type { Verdict } from "./judge";

/** The pack's current date. */
export const today = "2026-11-24";

/** What to do. */
export interface Task {
  seed: number;
  /** How many resources to judge. */
  runs: number;
  first: number;
  step: number;
  limitMs: number;
}

/** What was done since the last report. */
export interface Report extends Omit<Verdict, "failures"> {
  runs: number;
  failures: { problem: string; replay: string }[];
}

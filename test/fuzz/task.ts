import type { Verdict } from "./judge";

/** The pack's current date. */
export const today = "2026-11-24";

/** What to do. */
export interface Task {
  seed: number;
  /** The number of resources to check. */
  runs: number;
  first: number;
  step: number;
  limitMs: number;
}

/** The results since the last report. */
export interface Report extends Omit<Verdict, "failures"> {
  runs: number;
  failures: { problem: string; replay: string }[];
}

/** Policies that judge no gateway, so that its host does not matter: what they judge, a bad stack and the nearest good one. */
import type { Resource } from "../harness";

export interface Elsewhere {
  /** What it judges, in words that follow "judges". */
  readonly judges: string;
  readonly bad: readonly Resource[];
  readonly good: readonly Resource[];
  readonly says: RegExp;
  readonly options?: Readonly<Record<string, unknown>>;
}

export const elsewhere: Readonly<Record<string, Elsewhere>> = {};

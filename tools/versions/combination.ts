/** What a combination showed. */
export interface Result {
  /** Number of tests that passed. */
  readonly passed: number;
  /** The tests that failed, by name: each is a contract that this combination broke. */
  readonly broken: readonly string[];
}

/** Versions of what the pack runs with, tried together. */
export interface Combination {
  /** The name that `--only` takes a part of. */
  readonly name: string;
  run(): Promise<Result>;
}

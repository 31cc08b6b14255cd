/** The result of a combination. */
export interface Result {
  /** The number of passed tests. */
  readonly passed: number;
  /** The names of the failed tests. Each is a contract that this combination breaks. */
  readonly broken: readonly string[];
}

/** Versions of the pack's environment that are tested together. */
export interface Combination {
  /** The name, which `--only` filters. */
  readonly name: string;
  run(): Promise<Result>;
}

import type { Day } from "../../pulumi/clock";

/** The input of the checks. */
export interface Release {
  /** The root folder of the repository. */
  readonly root: string;
  /** The folder for the additional files of a release: the SBOM. */
  readonly output: string;
  /** The tag that is released. Undefined while the release is prepared. */
  readonly tag: string | undefined;
  readonly today: Day;
}

/** The result of a check. A problem consists of two sentences: what is wrong, and how to fix it. */
export interface Outcome {
  /** What was checked, with the measured values. */
  readonly checked: string;
  readonly problems: readonly string[];
  /** Problems that are allowed while the release is prepared, but not once it has a tag. */
  readonly open?: readonly string[];
}

/** One requirement of a release. */
export interface Check {
  /** The name of the check, also for `--skip`. */
  readonly name: string;
  /** True if `--skip` may skip the check. Default: false. */
  readonly skippable?: boolean;
  run(release: Release): Promise<Outcome>;
}

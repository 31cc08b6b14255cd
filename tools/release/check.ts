import type { Day } from "../../pulumi/clock";

/** What the checks look at. */
export interface Release {
  /** The folder of the repository. */
  readonly root: string;
  /** The folder for what goes with a release: the SBOM. */
  readonly output: string;
  /** The tag that is released, or undefined while the release is prepared. */
  readonly tag: string | undefined;
  readonly today: Day;
}

/** What a check found. Each problem is one sentence on what is wrong and one on what to do. */
export interface Outcome {
  /** What was checked, with the figures that were read. */
  readonly checked: string;
  readonly problems: readonly string[];
  /** What may be missing while the release is prepared, but not once it has a tag. */
  readonly open?: readonly string[];
}

/** One condition of a release. */
export interface Check {
  /** The name that `--skip` takes. */
  readonly name: string;
  /** False if a release cannot do without it. */
  readonly skippable?: boolean;
  run(release: Release): Promise<Outcome>;
}

import { compare } from "semver";
import data from "./releases.json";

/**
 * A tag of Microsoft's image. `released` is a day or, where nobody wrote it down, null; `basis` says how good it is.
 * `unverified` tags follow from the numbering only and may not exist.
 */
export interface Release {
  readonly tag: string;
  readonly kind: "stable" | "preview" | "rolling" | "unverified";
  readonly released: string | null;
  readonly basis: string;
  readonly source: string;
}

export const releases = data.releases as readonly Release[];

/** The day on which the list of releases was made. */
export const releasesAsOf = data.asOf;

/** Every stable version that is known to exist, oldest first. */
export const stableVersions: readonly string[] = releases
  .filter(({ kind }) => kind === "stable")
  .map(({ tag }) => tag)
  .sort(compare);

/** The first day on which a minor (`2.12`) is known to have existed, or undefined where no day is known. */
export function minorReleased(minor: string): string | undefined {
  const days = releases
    .filter(({ kind, tag }) => kind === "stable" && tag.startsWith(`${minor}.`))
    .flatMap(({ released }) => released ?? []);
  return days.sort()[0];
}

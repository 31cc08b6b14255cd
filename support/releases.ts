import { compare } from "semver";
import data from "./releases.json";

/**
 * A tag of Microsoft's image. `released` is a date, or null if it isn't documented; `basis` is how reliable it is.
 * `unverified` tags follow from the numbering only and may not exist; `withdrawn` ones were versions and are gone.
 */
export interface Release {
  readonly tag: string;
  readonly kind: "stable" | "preview" | "rolling" | "unverified" | "withdrawn";
  readonly released: string | null;
  /** Where `released` is not known, a day on which the tag is known to have existed. */
  readonly firstSeen?: string;
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

/**
 * The first day on which a minor (`2.12`) is known to have existed, or undefined where no day is known. Most days are upper
 * bounds, `firstSeen` too: a minor never counts as released before it was. A version that is gone still began its minor.
 */
export function minorReleased(minor: string, list: readonly Release[] = releases): string | undefined {
  const days = list
    .filter(({ kind, tag }) => (kind === "stable" || kind === "withdrawn") && tag.startsWith(`${minor}.`))
    .flatMap(({ released, firstSeen }) => released ?? firstSeen ?? []);
  return days.sort()[0];
}

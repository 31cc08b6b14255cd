import { compare } from "semver";
import data from "./releases.json";

/**
 * A tag of Microsoft's image. `released` is a date, or null if it isn't documented; `basis` is how reliable it is.
 * `unverified` tags are inferred from the numbering and may not exist; `withdrawn` ones were removed.
 */
export interface Release {
  readonly tag: string;
  readonly kind: "stable" | "preview" | "rolling" | "unverified" | "withdrawn";
  readonly released: string | null;
  /** If `released` is unknown, a day on which the tag existed. */
  readonly firstSeen?: string;
  readonly basis: string;
  readonly source: string;
}

export const releases = data.releases as readonly Release[];

/** The day on which the list of releases was made. */
export const releasesAsOf = data.asOf;

/** Every stable version that certainly exists, oldest first. */
export const stableVersions: readonly string[] = releases
  .filter(({ kind }) => kind === "stable")
  .map(({ tag }) => tag)
  .sort(compare);

/**
 * The first day on which a minor (`2.12`) certainly existed; undefined if unknown. Most days are upper bounds, as is
 * `firstSeen`, so a minor never counts as released too early. A withdrawn version counts too.
 */
export function minorReleased(minor: string, list: readonly Release[] = releases): string | undefined {
  const days = list
    .filter(({ kind, tag }) => (kind === "stable" || kind === "withdrawn") && tag.startsWith(`${minor}.`))
    .flatMap(({ released, firstSeen }) => released ?? firstSeen ?? []);
  return days.sort()[0];
}

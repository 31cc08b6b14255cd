import { rcompare, satisfies } from "semver";
import data from "./known-issues.json";

/** A known defect of some releases of the image. */
export interface KnownIssue {
  readonly affected: string;
  readonly fixedIn: string;
  readonly reason: string;
  readonly basis: string;
  readonly source: string;
}

export const knownIssues: readonly KnownIssue[] = data.issues;

/** The known defect of a release that was fixed last: the version with its fix has the other fixes too. */
export function worstIssueOf(version: string): KnownIssue | undefined {
  return knownIssues
    .filter(({ affected }) => satisfies(version, affected))
    .sort((one, other) => rcompare(one.fixedIn, other.fixedIn))[0];
}

import type { Day } from "../../../pulumi/clock";
import { minorReleased, stableVersions } from "../../../support/releases";
import { windowOf } from "../../../support/window";

/** A minor version of the newest major version: its support period, and its state on the date of the data. */
export interface Span {
  readonly minor: string;
  readonly newest: string;
  /** The first date on which it is known to have existed. Undefined if no source has a date. */
  readonly from: Day | undefined;
  /** The date on which the third minor version after it was released. Undefined while it is supported. */
  readonly until: Day | undefined;
  readonly state: "supported" | "leaving" | "out";
}

/** Returns the minor versions of the newest major version, newest first. */
export function spans(versions = stableVersions, released = minorReleased): Span[] {
  const newest = versions.at(-1) ?? "0.0.0";
  const { minors: window } = windowOf(newest);
  const major = `${newest.split(".")[0]}.`;
  const minors = versions.filter((version) => version.startsWith(major)).map(minorOf);
  return [...new Set(minors)].reverse().map((minor) => {
    const third = `${major}${Number(minor.slice(major.length)) + window.length}`;
    const supported = window.includes(minor);
    return {
      ...{ minor, from: released(minor) },
      newest: versions.filter((version) => minorOf(version) === minor).at(-1) ?? "",
      until: supported ? undefined : released(third),
      state: !supported ? "out" : minor === window.at(-1) ? "leaving" : "supported",
    };
  });
}

function minorOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

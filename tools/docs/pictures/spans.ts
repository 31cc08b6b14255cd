import type { Day } from "../../../pulumi/clock";
import { minorReleased, stableVersions } from "../../../support/releases";
import { windowOf } from "../../../support/window";

/** One minor of the newest major: when it was supported, and how it stands on the data's day. */
export interface Span {
  readonly minor: string;
  readonly newest: string;
  /** The first day on which it is known to have existed; undefined where nobody wrote one down. */
  readonly from: Day | undefined;
  /** The day on which the third minor after it came; undefined while it is supported. */
  readonly until: Day | undefined;
  readonly state: "supported" | "leaving" | "out";
}

/** The minors of the newest major, newest first. */
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

import { gt, major, minor } from "semver";
import { minorReleased, releasesAsOf, stableVersions } from "./releases";
import { parseTag } from "./tag";

/** How many minors of the newest major Microsoft supports, the newest counted. */
export const supportedMinors = 3;

/** The versions that Microsoft supports, computed from the newest one. */
export interface SupportWindow {
  /** The newest stable version, `2.13.2`. */
  readonly newest: string;
  /** The supported minors, newest first: `2.13`, `2.12`, `2.11`. */
  readonly minors: readonly string[];
}

/**
 * What an image's tag and digest reveal. The kinds are mutually exclusive, so two policies never report one defect.
 * Lines are minors (`2.10`) or majors (`1`); `left` is the day on which the line left the window.
 */
export type Verdict =
  | { readonly kind: "supported" }
  | { readonly kind: "rolling" }
  | { readonly kind: "outside"; readonly line: string; readonly left: string }
  | { readonly kind: "prerelease" }
  | { readonly kind: "unversioned" }
  | { readonly kind: "newer" }
  | { readonly kind: "unlisted" };

/**
 * The support window. `latestVersion` raises the newest version if the bundled list is out of date; it never lowers it.
 * Source: "Support policies for self-hosted gateway", supported versions.
 */
export function supportWindow(latestVersion?: string): SupportWindow {
  const listed = stableVersions.at(-1) ?? "0.0.0";
  return windowOf(latestVersion !== undefined && gt(latestVersion, listed) ? latestVersion : listed);
}

/** The support window with this newest version. */
export function windowOf(newest: string): SupportWindow {
  const first = Math.max(0, minor(newest) - supportedMinors + 1);
  const minors: string[] = [];
  for (let number = minor(newest); number >= first; number--) minors.push(`${major(newest)}.${number}`);
  return { newest, minors };
}

export function judgeImage(
  { tag: tagText, digest }: { tag: string | undefined; digest: string | undefined },
  window: SupportWindow,
): Verdict {
  const tag = parseTag(tagText ?? "latest");
  switch (tag.kind) {
    case "prerelease":
      return { kind: "prerelease" };
    case "other":
      return { kind: "unversioned" };
    case "latest":
      return rolling(digest);
    case "major":
      return judgeMajor(tag.major, digest, window);
    case "minor":
      return judgeMinor(`${tag.major}.${tag.minor}`, digest, window);
    case "version":
      return judgeVersion(`${tag.major}.${tag.minor}`, tag.patch, window);
  }
}

function judgeMajor(number: number, digest: string | undefined, window: SupportWindow): Verdict {
  const newest = major(window.newest);
  if (number > newest) return { kind: "newer" };
  return number < newest ? outside(`${number}`, window) : rolling(digest);
}

function judgeMinor(line: string, digest: string | undefined, window: SupportWindow): Verdict {
  if (gt(`${line}.0`, window.newest)) return { kind: "newer" };
  if (!window.minors.includes(line)) return outside(line, window);
  return digest ? { kind: "supported" } : { kind: "rolling" };
}

function judgeVersion(line: string, patch: number, window: SupportWindow): Verdict {
  const version = `${line}.${patch}`;
  if (gt(version, window.newest)) return { kind: "newer" };
  if (!window.minors.includes(line)) return outside(line, window);
  const listed = stableVersions.includes(version) || version === window.newest;
  return { kind: listed ? "supported" : "unlisted" };
}

/** The digest determines what is pulled, so a rolling tag next to it doesn't identify the version. */
function rolling(digest: string | undefined): Verdict {
  return { kind: digest ? "unversioned" : "rolling" };
}

/** A minor left the window when the third minor after it was released, an older major when the newest major was. */
function outside(line: string, { newest }: SupportWindow): Verdict {
  const [lineMajor = 0, lineMinor = 0] = line.split(".").map(Number);
  const successor =
    lineMajor < major(newest) ? `${major(newest)}.0` : `${lineMajor}.${lineMinor + supportedMinors}`;
  return { kind: "outside", line, left: minorReleased(successor) ?? releasesAsOf };
}

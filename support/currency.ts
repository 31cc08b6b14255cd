import { gt, rcompare } from "semver";
import { type KnownIssue, worstIssueOf } from "./known-issues";
import { minorReleased, stableVersions } from "./releases";
import { parseTag } from "./tag";
import { type SupportWindow, supportedMinors } from "./window";

/** How current a supported image is: the strongest reason for another release, if there is one. */
export type Currency =
  | { readonly kind: "current" }
  | { readonly kind: "known-bad"; readonly issue: KnownIssue }
  | { readonly kind: "old-patch"; readonly line: string; readonly newestPatch: string }
  | { readonly kind: "old-minor"; readonly line: string; readonly isOldest: boolean };

/**
 * Checks a tag inside the support window. A tag outside it, or without a minor, is `current` here: another policy
 * checks that. Source: "Support policies for self-hosted gateway": fixes land as a patch of the newest minor.
 */
export function judgeCurrency(tagText: string | undefined, window: SupportWindow): Currency {
  const tag = parseTag(tagText ?? "latest");
  if (tag.kind !== "version" && tag.kind !== "minor") return { kind: "current" };
  const line = `${tag.major}.${tag.minor}`;
  if (!window.minors.includes(line)) return { kind: "current" };
  if (tag.kind === "version") {
    const version = `${line}.${tag.patch}`;
    const issue = worstIssueOf(version);
    if (issue) return { kind: "known-bad", issue };
    const newestPatch = newestPatchOf(line, window);
    if (newestPatch && gt(newestPatch, version)) return { kind: "old-patch", line, newestPatch };
  }
  if (line === window.minors[0]) return { kind: "current" };
  // A major with fewer minors than the window doesn't drop one when the next is released.
  return { kind: "old-minor", line, isOldest: line === window.minors[supportedMinors - 1] };
}

/** Days from one minor to the next: the median of the gaps between minors of a major with known dates. */
export function usualInterval(): number {
  const lines = [...new Set(stableVersions.map(lineOf))];
  const gaps = lines.slice(1).flatMap((line, index) => daysBetween(lines[index] ?? "", line) ?? []);
  return gaps.sort((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
}

function newestPatchOf(line: string, { newest }: SupportWindow): string | undefined {
  const patches = [...stableVersions, newest].filter((version) => lineOf(version) === line);
  return patches.sort(rcompare)[0];
}

function lineOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

function daysBetween(one: string, other: string): number | undefined {
  if (one.split(".")[0] !== other.split(".")[0]) return undefined;
  const [from, to] = [minorReleased(one), minorReleased(other)];
  return from && to ? Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) : undefined;
}

import { compare, major, minor, valid } from "semver";
import type { Day } from "../../pulumi/clock";
import { windowOf } from "../../support/window";
import { type Entry, newestOf, type ReleaseData } from "./data";
import { type TagKind, tagKind } from "./kind";
import type { TagList } from "./tag-list";

/** The data with what a registry lists, and what stands against it. */
export interface Merged {
  readonly data: ReleaseData;
  /** Why the result is not to be trusted unless somebody explains it; each starts with the tag. */
  readonly refusals: readonly string[];
  /** Tags that are neither a version nor a channel. */
  readonly ignored: readonly string[];
}

/** What a person says about tags that stand out, by tag. */
export type Explanations = ReadonlyMap<string, string>;

const basis = "first seen in the registry's tag list (upper bound)";
/** Four years at the usual three a year: a greater number is no next minor. */
const mostMinorsAhead = 12;

export function merge(before: ReleaseData, read: TagList, today: Day, explained: Explanations): Merged {
  const newest = newestOf(before);
  const { minors } = windowOf(newest);
  const refusals: string[] = [];

  const known = before.releases.map((entry): Entry => {
    const dated = withDay(entry, before.asOf);
    if (read.tags.has(entry.tag)) return seen(dated, read, today);
    if (!mustBeThere(entry, minors)) return dated;
    const reason = explained.get(entry.tag);
    if (reason !== undefined) return withdrawn(dated, today, reason);
    refusals.push(
      `${entry.tag} is ${entry.listed ? "no longer" : "not"} in the list, but was a version until now`,
    );
    return dated;
  });

  const tags = new Set(known.map(({ tag }) => tag));
  const unknown = [...read.tags].filter((tag) => !tags.has(tag)).sort();
  const ignored = unknown.filter((tag) => tagKind(tag) === undefined);
  const added = unknown.flatMap((tag): Entry[] => {
    const kind = tagKind(tag);
    if (kind === undefined) return [];
    const reason = explained.get(tag);
    if (kind !== "stable" || !isFarAhead(tag, newest) || reason !== undefined)
      return [addition(tag, kind, reason, read, today)];
    refusals.push(`${tag} is too far ahead of ${newest} to be the next version`);
    return [];
  });
  const releases = sorted(known, added).map(inOrder);
  return { data: { ...before, asOf: today, releases }, refusals, ignored };
}

/** A known tag that the registry lists. */
function seen(entry: Entry, read: TagList, today: Day): Entry {
  if (entry.kind === "unverified") return verified(entry, `${entry.source}; ${read.url}`, today);
  return tagKind(entry.tag) === "stable" ? { ...entry, kind: "stable", listed: true } : entry;
}

/** Old versions may be gone; what Microsoft supports, and what was there at the last reading, may not. */
function mustBeThere({ kind, listed, tag }: Entry, minors: readonly string[]): boolean {
  return kind === "stable" && (listed === true || minors.includes(minorOf(tag)));
}

function addition(tag: string, kind: TagKind, reason: string | undefined, read: TagList, today: Day): Entry {
  return {
    tag,
    released: null,
    firstSeen: today,
    basis,
    source: read.url,
    kind,
    ...(kind === "stable" && { listed: true }),
    ...(reason !== undefined && { note: reason }),
  };
}

/** The minor of a version, `2.13`. */
function minorOf(version: string): string {
  return `${major(version)}.${minor(version)}`;
}

/**
 * A version without a date existed on the day of the data that name it. Kept once, because the data's own day moves on, and
 * with it would move the day on which an older minor left the support window.
 */
function withDay(entry: Entry, asOf: Day): Entry {
  const dated = entry.kind === "stable" || entry.kind === "preview";
  return dated && entry.released === null ? { firstSeen: asOf, ...entry } : entry;
}

/** A tag that only the numbering spoke for. */
function verified({ note: _, ...entry }: Entry, source: string, today: Day): Entry {
  const kind = tagKind(entry.tag) ?? "rolling";
  const seen: Entry = { ...entry, kind, basis, source, ...(entry.released === null && { firstSeen: today }) };
  return kind === "stable" ? { ...seen, listed: true } : seen;
}

function withdrawn({ listed: _, note, ...entry }: Entry, today: Day, reason: string): Entry {
  const said = `not in the registry's tag list on ${today}: ${reason}`;
  return { ...entry, kind: "withdrawn", note: note ? `${note}; ${said}` : said };
}

function isFarAhead(tag: string, newest: string): boolean {
  if (major(tag) !== major(newest)) return major(tag) > major(newest) + 1;
  return minor(tag) > minor(newest) + mostMinorsAhead;
}

/** Versions from the oldest to the newest, then the other tags: known ones where they were, new ones behind them. */
function sorted(known: readonly Entry[], added: readonly Entry[]): Entry[] {
  const all = [...known, ...added];
  const isVersion = ({ tag }: Entry) => valid(tag) === tag;
  return [
    ...all.filter(isVersion).sort((a, b) => compare(a.tag, b.tag)),
    ...all.filter((entry) => !isVersion(entry)),
  ];
}

/** The fields in the order in which the file has them, whatever order they were set in. */
function inOrder({ tag, released, firstSeen, basis, source, kind, listed, ...others }: Entry): Entry {
  return {
    tag,
    released,
    ...(firstSeen !== undefined && { firstSeen }),
    basis,
    source,
    kind,
    ...(listed !== undefined && { listed }),
    ...others,
  };
}

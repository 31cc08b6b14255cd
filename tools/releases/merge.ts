import { compare, major, minor, valid } from "semver";
import type { Day } from "../../pulumi/clock";
import { windowOf } from "../../support/window";
import { type Entry, newestOf, type ReleaseData } from "./data";
import { type TagKind, tagKind } from "./kind";
import type { TagList } from "./tag-list";

/** The data updated with the registry's list, and the reasons to reject the result. */
export interface Merged {
  readonly data: ReleaseData;
  /** Reasons why the result is implausible without an explanation by the user. Each starts with the tag. */
  readonly refusals: readonly string[];
  /** Tags that are neither a version nor a channel. */
  readonly ignored: readonly string[];
}

/** The user's explanations of implausible tags, by tag. */
export type Explanations = ReadonlyMap<string, string>;

const basis = "first seen in the registry's tag list (upper bound)";
/** The minor versions of four years, at the usual three per year. A greater distance is implausible. */
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
      entry.listed
        ? `${entry.tag} is no longer in the list`
        : `${entry.tag} is a supported version, but isn't in the list`,
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

/** Returns the entry of a known tag that the registry lists. */
function seen(entry: Entry, read: TagList, today: Day): Entry {
  if (entry.kind === "unverified") return verified(entry, `${entry.source}; ${read.url}`, today);
  return tagKind(entry.tag) === "stable" ? { ...entry, kind: "stable", listed: true } : entry;
}

/**
 * Old versions may be missing in the list. Supported versions and versions that were in the last list must be there.
 */
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

/** Returns the minor version of a version: `2.13`. */
function minorOf(version: string): string {
  return `${major(version)}.${minor(version)}`;
}

/**
 * Adds `firstSeen` to a version without a date: it existed on the date of the data that contain it. The date is stored,
 * because the data's own date changes, and the date on which an older minor version lost support would change with it.
 */
function withDay(entry: Entry, asOf: Day): Entry {
  const dated = entry.kind === "stable" || entry.kind === "preview";
  return dated && entry.released === null ? { firstSeen: asOf, ...entry } : entry;
}

/** Returns the entry of a tag that was only inferred from the numbering and that the registry now lists. */
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

/** Sorts versions from oldest to newest. The other tags follow: known tags in their order, then new tags. */
function sorted(known: readonly Entry[], added: readonly Entry[]): Entry[] {
  const all = [...known, ...added];
  const isVersion = ({ tag }: Entry) => valid(tag) === tag;
  return [
    ...all.filter(isVersion).sort((a, b) => compare(a.tag, b.tag)),
    ...all.filter((entry) => !isVersion(entry)),
  ];
}

/** Returns the fields in the order of the file, regardless of the order in which they were set. */
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

import { windowOf } from "../../support/window";
import { type Entry, newestOf, type ReleaseData } from "./data";
import type { Merged } from "./merge";

/** The maximum number of tags that a line lists. Further tags are only counted. */
const mostNamed = 20;

/** Describes the changes of a refresh: one line for each kind of change. The support window is the last line. */
export function describe(before: ReleaseData, { data: after, ignored }: Merged): string[] {
  const old = new Map(before.releases.map((entry) => [entry.tag, entry]));
  const tagsWhere = (holds: (now: Entry, was: Entry | undefined) => boolean) =>
    after.releases.filter((entry) => holds(entry, old.get(entry.tag))).map(({ tag }) => tag);
  const kindOf = (kind: Entry["kind"]) => tagsWhere((now, was) => !was && now.kind === kind);

  const parts: [string, readonly string[]][] = [
    ["New versions", kindOf("stable")],
    ["New previews", kindOf("preview")],
    ["New rolling tags", kindOf("rolling")],
    ["Confirmed by the list", tagsWhere((now, was) => was?.kind === "unverified" && now.kind !== was.kind)],
    ["Back in the list", tagsWhere((now, was) => was?.kind === "withdrawn" && now.kind !== was.kind)],
    ["Withdrawn", tagsWhere((now, was) => now.kind === "withdrawn" && was?.kind !== "withdrawn")],
    ["Now in the list", tagsWhere((now, was) => was?.kind === "stable" && !!now.listed && !was.listed)],
    [
      "Dated by the first list that contains them",
      tagsWhere((now, was) => !!was && was.kind === now.kind && was.firstSeen !== now.firstSeen),
    ],
    [
      "Versions that are only in other sources",
      tagsWhere(({ kind, listed }) => kind === "stable" && !listed),
    ],
    ["Neither a version nor a channel, ignored", ignored],
  ];
  return [
    ...parts.flatMap(([title, tags]) => (tags.length > 0 ? `${title}: ${named(tags)}` : [])),
    `Data as of: ${arrow(before.asOf, after.asOf)}`,
    `Support window: ${arrow(windowText(before), windowText(after))}${moved(before, after)}`,
  ];
}

function named(tags: readonly string[]): string {
  const more = tags.length - mostNamed;
  return more > 0 ? `${tags.slice(0, mostNamed).join(", ")} and ${more} more` : tags.join(", ");
}

function arrow(before: string, after: string): string {
  return before === after ? `${after} (unchanged)` : `${before} → ${after}`;
}

function windowText(data: ReleaseData): string {
  const { newest, minors } = windowOf(newestOf(data));
  return `${minors.join(", ")} (newest ${newest})`;
}

function moved(before: ReleaseData, after: ReleaseData): string {
  const [was, is] = [before, after].map((data) => windowOf(newestOf(data)).minors);
  const left = was?.filter((minor) => !is?.includes(minor)) ?? [];
  const back = is?.filter((minor) => !was?.includes(minor)) ?? [];
  return [
    back.length > 0 ? `; newly supported: ${back.join(", ")}` : "",
    left.length > 0 ? `; no longer supported: ${left.join(", ")}` : "",
  ].join("");
}

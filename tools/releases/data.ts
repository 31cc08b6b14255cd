import { compare, valid } from "semver";
import { type Day, parseDay } from "../../pulumi/clock";
import type { Release } from "../../support/releases";
import { messageOf, Problem } from "./problem";

/** A release with the fields that only this command and people who read the data use. */
export interface Entry extends Release {
  /** True if the registry's tag list contained it when the list was last read. Only set for versions. */
  readonly listed?: boolean;
  readonly note?: string;
}

/** The content of `support/releases.json`. */
export interface ReleaseData {
  readonly image: string;
  readonly asOf: Day;
  readonly releases: readonly Entry[];
}

const kinds: readonly Release["kind"][] = ["stable", "preview", "rolling", "unverified", "withdrawn"];

/** Parses the data. `place` is their path for the error message. */
export function parseData(text: string, place: string): ReleaseData {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Problem("failed", `${place} isn't valid JSON: ${messageOf(error)}`);
  }
  const problems = findProblems(data);
  if (problems.length > 0)
    throw new Problem("failed", `${place} is invalid:\n${list(problems)}\nFix the file manually first.`);
  return data as ReleaseData;
}

/** Returns the data as JSON in the formatter's format, so that a run without changes doesn't change the file. */
export function dataText(data: ReleaseData): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** The newest stable version. */
export function newestOf({ releases }: ReleaseData): string {
  return versionsOf(releases).at(-1) ?? "0.0.0";
}

function versionsOf(releases: readonly Entry[]): string[] {
  return releases.flatMap(({ kind, tag }) => (kind === "stable" ? tag : [])).sort(compare);
}

/** Returns the problems of the data, without comparing them with other data. */
export function findProblems(data: unknown): string[] {
  if (!isRecord(data)) return ["it isn't an object"];
  const { image, asOf, releases } = data;
  const day = parseDay(asOf);
  const problems: string[] = [];
  if (typeof image !== "string" || image === "") problems.push("`image` is missing");
  if (day === undefined) problems.push("`asOf` isn't a date");
  if (!Array.isArray(releases)) return [...problems, "`releases` isn't an array"];
  const seen = new Set<unknown>();
  for (const [index, entry] of releases.entries()) {
    if (!isRecord(entry) || typeof entry.tag !== "string" || entry.tag === "") {
      problems.push(`release ${index + 1} has no tag`);
      continue;
    }
    if (seen.has(entry.tag)) problems.push(`${entry.tag} is listed twice`);
    seen.add(entry.tag);
    problems.push(...entryProblems(entry, day).map((problem) => `${entry.tag}: ${problem}`));
  }
  if (!releases.some((entry) => isRecord(entry) && entry.kind === "stable"))
    problems.push("there is no stable version");
  return problems;
}

function entryProblems(
  { tag, kind, released, firstSeen, basis, source }: Fields,
  asOf: Day | undefined,
): string[] {
  const isDay = (value: unknown) => {
    const day = parseDay(value);
    return day !== undefined && (asOf === undefined || day <= asOf);
  };
  const problems: string[] = [];
  if (!kinds.some((each) => each === kind)) problems.push(`\`kind\` must be one of ${kinds.join(", ")}`);
  if ((kind === "stable" || kind === "withdrawn") && !(typeof tag === "string" && valid(tag) === tag))
    problems.push("a stable or withdrawn version must have the format 2.13.2");
  if (released !== null && !isDay(released)) problems.push("`released` must be null or a date up to `asOf`");
  if (firstSeen !== undefined && !isDay(firstSeen)) problems.push("`firstSeen` must be a date up to `asOf`");
  for (const [name, value] of Object.entries({ basis, source }))
    if (typeof value !== "string" || value === "") problems.push(`\`${name}\` is missing`);
  return problems;
}

/**
 * Returns the changes that a refresh must never make, regardless of the registry's response: the loss of a tag, a date
 * or a source, an older newest version, an older date of the data.
 */
export function findLosses(before: ReleaseData, after: ReleaseData): string[] {
  const now = new Map(after.releases.map((entry) => [entry.tag, entry]));
  const losses = before.releases.flatMap(({ tag, released, firstSeen, source }) => {
    const entry = now.get(tag);
    if (!entry) return `${tag} would be removed`;
    if (released !== null && entry.released !== released) return `${tag} would lose its date`;
    if (firstSeen !== undefined && entry.firstSeen !== firstSeen)
      return `${tag} would lose its \`firstSeen\` date`;
    return entry.source.startsWith(source) ? [] : `${tag} would lose its source`;
  });
  const [was, is] = [newestOf(before), newestOf(after)];
  const withdrawn = now.get(was)?.kind === "withdrawn";
  if (compare(is, was) < 0 && !withdrawn)
    losses.push(`the newest version would go back from ${was} to ${is}`);
  if (after.asOf < before.asOf) losses.push(`\`asOf\` would go back from ${before.asOf} to ${after.asOf}`);
  return losses;
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

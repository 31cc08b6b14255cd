import type { Value } from "../../pulumi/value";
import { chartName } from "../../support/charts";

/** A chart that is, or may be, Microsoft's, as a resource names it. */
export interface ChartReference {
  /** The requested version; absent if there is none. */
  readonly version: Value;
  /** The property that leaves the version open, such as a folder, whose chart has a version of its own. */
  readonly source?: Value | undefined;
  /** True if the name doesn't identify the chart, so the values decide. */
  readonly unnamed?: boolean;
  /** True if it is another chart, which may have Microsoft's as a dependency. */
  readonly other?: boolean;
}

const archive = new RegExp(`^${chartName}-(.+)\\.tgz$`);

/**
 * The chart that `chart` refers to. The gateway's is recognized by its name, with or without a repository's alias, as
 * the URL or file of an archive, as an OCI reference, or as a folder. A version in a reference or file name takes
 * precedence over `version`.
 */
export function readChart(chart: Value, version: Value): ChartReference | undefined {
  if (chart.unknown) return readFolder(chart);
  const text = chart.string?.trim();
  if (text === undefined || text.length > 2_000) return undefined;
  const pinned = /@sha\d+:.*$/.test(text);
  const location = text.replace(/[?#].*$|@sha\d+:.*$/, "");
  const last = lastSegment(location);
  const [, packed] = archive.exec(last) ?? [];
  if (packed) return { version: chart.with(packed) };
  if (isFolder(location)) return readFolder(chart);
  const [name, tag] = last.split(":");
  if (name !== chartName) return { version: chart, source: chart, other: true };
  if (tag !== undefined) return { version: chart.with(tag) };
  // A digest always identifies the same chart, but not its version.
  return { version, source: pinned ? chart : undefined };
}

/** Whether values, in any form, have a key for Microsoft's chart as a dependency. */
export function namesDependency(raw: unknown): boolean {
  if (typeof raw === "string") return raw.includes(chartName);
  if (typeof raw !== "object" || raw === null) return false;
  return Object.entries(raw).some(([key, value]) => key.includes(chartName) || namesDependency(value));
}

/** A chart in a folder, which may have any name. */
export function readFolder(folder: Value): ChartReference {
  const unnamed = lastSegment(folder.string?.trim() ?? "") !== chartName;
  return { version: folder, source: folder, unnamed };
}

function lastSegment(location: string): string {
  const segments = location.split(/[/\\]+/).filter((segment) => segment !== "");
  return segments.at(-1) ?? "";
}

/** Whether Helm looks for it in the file system. Without a leading dot or slash it may be a repository's alias. */
function isFolder(location: string): boolean {
  return /^(?:\.{0,2}[/\\]|~|[A-Za-z]:[/\\])/.test(location);
}

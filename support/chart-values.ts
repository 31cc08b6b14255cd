import { gt, gte, lte } from "semver";
import data from "./chart-values.json";

/** A value that the templates of Microsoft's chart read. */
export interface ChartValue {
  readonly path: string;
  /** The first chart that reads it, and the last one if newer ones don't. */
  readonly since: string;
  readonly until?: string;
  /** True if the chart doesn't define the properties below it. */
  readonly freeForm?: boolean;
  /** Its allowed values. */
  readonly values?: readonly string[];
  /** The value that enables a feature outside Microsoft's support. */
  readonly unsupported?: string;
}

const values: ReadonlyMap<string, ChartValue> = new Map(
  data.values.map((value: ChartValue) => [value.path, value]),
);
const passes: ReadonlySet<string> = new Set(data.passes);
const renamed: ReadonlyMap<string, string> = new Map(data.renamed.map(({ from, to }) => [from, to]));

const parents: ReadonlySet<string> = new Set([...values.keys(), ...passes].flatMap(parentsOf));

/** The values that the newest chart with known templates reads, and the objects above them. */
export const chartValueNames: readonly string[] = [...values.values()]
  .filter(({ until }) => until === undefined)
  .flatMap(({ path }) => [path, ...parentsOf(path)])
  .filter((path, index, all) => all.indexOf(path) === index);

export function findChartValue(path: string): ChartValue | undefined {
  return values.get(path);
}

/** Whether a chart of this version reads the value; of an unknown version, whether any chart does. */
export function isReadByChart(path: string, version: string | undefined): boolean {
  if (passes.has(path)) return true;
  const value = values.get(path);
  if (!value || version === undefined) return value !== undefined;
  return gte(version, value.since) && (value.until === undefined || lte(version, value.until));
}

/** Whether a chart reads values below this path. */
export function hasChartValuesBelow(path: string): boolean {
  return parents.has(path);
}

/** The replacement of an older chart's value, or the value for a setting. */
export function replacementOf(path: string): string | undefined {
  return renamed.get(path);
}

/** Whether the templates of a chart of this version are known. */
export function isKnownChart(version: string): boolean {
  return !gt(version, data.newest);
}

/** `a` and `a.b` of `a.b.c`. */
function parentsOf(path: string): string[] {
  const keys = path.split(".");
  return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join("."));
}

import { gte, valid } from "semver";
import type { ChartReference } from "./name";

/** Whether a chart is of this version or later. One whose version is not known, or a range, is taken for a new one. */
export function isSince(version: string, chart: ChartReference | undefined): boolean {
  const own = chart?.source ? undefined : chart?.version.string;
  return own === undefined || valid(own) === null || gte(own, version);
}

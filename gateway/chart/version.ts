import { gte, valid } from "semver";
import type { ChartReference } from "./name";

/** Whether a chart is of this version or later. If the version is unknown or a range, yes. */
export function isSince(version: string, chart: ChartReference | undefined): boolean {
  const own = chart?.source ? undefined : chart?.version.string;
  return own === undefined || valid(own) === null || gte(own, version);
}

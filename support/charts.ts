import { compare, major, minor, patch, prerelease } from "semver";
import data from "./charts.json";

/** The name of Microsoft's Helm chart of the gateway. */
export const chartName = data.chart;

/** The day on which the list of charts was made. */
export const chartsAsOf = data.asOf;

const images: ReadonlyMap<string, string> = new Map(
  data.charts.map(({ version, image }) => [version, image]),
);

/** The newest chart that the list knows. */
export const newestChart = [...images.keys()].sort(compare).at(-1) ?? "0.0.0";

/** The default image tag of a chart; undefined if the chart isn't in the list. */
export function imageOfChart(version: string): string | undefined {
  return images.get(version);
}

/** The newest chart that runs the image by default. */
export function chartOfImage(image: string): string | undefined {
  return [...images].filter(([, tag]) => tag === image).at(-1)?.[0];
}

/**
 * The inferred image of a chart that isn't in the list: since chart 1.6.0, the chart's minor has been the image's plus
 * four, with equal patches, except in 1.11. This is a convention, not a guarantee, so no defect may depend on it.
 * Source: the list itself, and the repository's notes on making a release.
 */
export function inferredImage(version: string): string | undefined {
  const regular = major(version) === 1 && minor(version) >= 6 && prerelease(version) === null;
  return regular ? `2.${minor(version) - 4}.${patch(version)}` : undefined;
}

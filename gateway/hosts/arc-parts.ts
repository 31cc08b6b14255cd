import type { Path, Value } from "../../pulumi/value";
import { type ChartParts, chartParts } from "../chart/workload";

/**
 * The parts of the model that follow from an extension's settings. It installs the chart, but takes only some of its
 * values, among them none for the security context and none for the time to end.
 * Source: "Reference: Self-hosted gateway Azure Arc configuration settings".
 */
export function arcParts(get: (...path: Path) => Value): ChartParts {
  // Nobody says what the release is called, so nothing is joined with its pods by name.
  const releaseName = get("extension").with(undefined);
  const parts = chartParts({ values: { get }, releaseName }, { highAvailability: false });
  const { architecture, probes, requests } = parts.hosting;
  const { enabled, mounts, place } = parts.storage;
  return {
    ...parts,
    hosting: { architecture, probes, requests },
    storage: { enabled, mounts, place },
  };
}

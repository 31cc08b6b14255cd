import { valid, validRange } from "semver";
import { unknown } from "../../pulumi/match";
import type { Value } from "../../pulumi/value";
import { imageOfChart, inferredImage } from "../../support/charts";
import { type GatewayImage, readChartImage, readTaggedImage, type UndeterminedReason } from "../model/image";
import type { ChartReference } from "./name";
import type { ChartValues } from "./values";

/**
 * The image of an installed chart: `image.repository` and `image.tag`, whose default is the chart's `appVersion`.
 * Source: templates/deployment.yaml of the chart.
 */
export function chartImage(chart: ChartReference, values: ChartValues): GatewayImage {
  const tag = values.get("image", "tag");
  if (tag.unknown) return unknown(tag);
  if (tag.absent || tag.text === "") return ofVersion(chart, values);
  return readTaggedImage(values.get("image", "repository"), tag, values.inText(tag));
}

function ofVersion({ version, source }: ChartReference, values: ChartValues): GatewayImage {
  if (source?.unknown) return unknown(source);
  if (source) return undetermined("source", source);
  if (version.unknown) return unknown(version);
  const text = version.text?.trim() ?? "";
  const { path } = version;
  if (version.absent || text === "") return { kind: "floating", path, cause: "no-chart-version" };
  const exact = valid(text);
  if (exact) return ofExactVersion(version, exact, values);
  if (text.length > 100 || validRange(text) === null) return undetermined("no-version", version);
  return { kind: "floating", path, cause: "chart-range", text };
}

function ofExactVersion(place: Value, version: string, values: ChartValues): GatewayImage {
  const image = imageOfChart(version);
  if (image !== undefined) return readChartImage(values.get("image", "repository"), place, image);
  return undetermined("unlisted-chart", place, { chart: version, image: inferredImage(version) });
}

function undetermined(
  kind: UndeterminedReason["kind"],
  { path }: Value,
  more: Omit<UndeterminedReason, "kind" | "path"> = {},
): GatewayImage {
  return { kind: "undetermined", reason: { kind, path, ...more } };
}

import { valid, validRange } from "semver";
import { unknown } from "../../pulumi/match";
import { pathText, type Value } from "../../pulumi/value";
import { chartsAsOf, imageOfChart, inferredImage, newestChart } from "../../support/charts";
import { type GatewayImage, readChartImage, readTaggedImage } from "../model/image";
import type { ChartReference } from "./name";
import type { ChartValues } from "./values";

/**
 * The image of an installed chart: `image.repository` and `image.tag`, which without a value is the version of the
 * application that the chart was made for. Source: templates/deployment.yaml of the chart.
 */
export function chartImage(chart: ChartReference, values: ChartValues): GatewayImage {
  const tag = values.get("image", "tag");
  if (tag.unknown) return unknown(tag);
  if (tag.absent || tag.text === "") return ofVersion(chart, values);
  return readTaggedImage(values.get("image", "repository"), tag, values.inText(tag));
}

function ofVersion({ version, source }: ChartReference, values: ChartValues): GatewayImage {
  const pin = `Write an exact one such as \`${newestChart}\`, or set \`image.tag\``;
  if (source?.unknown) return unknown(source);
  if (source) return untold(source, "does not tell the chart's version, and no `image.tag` is set");
  if (version.unknown) return unknown(version);
  const text = version.text?.trim() ?? "";
  if (version.absent || text === "") {
    return { kind: "floating", path: version.path, what: "no chart version is set", pin };
  }
  const exact = valid(text);
  if (exact) return ofExactVersion(version, exact, values);
  if (text.length > 100 || validRange(text) === null) return untold(version, "is no version of a chart");
  return { kind: "floating", path: version.path, what: `\`${text}\` is a range of chart versions`, pin };
}

function ofExactVersion(place: Value, version: string, values: ChartValues): GatewayImage {
  const image = imageOfChart(version);
  if (image !== undefined) return readChartImage(values.get("image", "repository"), place, image);
  const inferred = inferredImage(version);
  const custom = inferred ? `; by the charts' usual numbers it runs image ${inferred}` : "";
  return untold(
    place,
    `asks for chart ${version}, which this pack does not know (newest ${newestChart}, as of ${chartsAsOf})${custom}`,
  );
}

function untold({ path }: Value, what: string): GatewayImage {
  return { kind: "untold", reason: `\`${pathText(path)}\` ${what}` };
}

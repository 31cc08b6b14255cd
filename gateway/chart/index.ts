import type { Resource } from "../../pulumi/resource";
import type { Value } from "../../pulumi/value";
import { chartName } from "../../support/charts";
import type { Gateway } from "../model/gateway";
import { annotations, type Labels } from "../model/labels";
import { chartPod } from "./identity";
import { chartImage } from "./image";
import type { Installation } from "./installation";
import type { ChartReference } from "./name";
import { unrendered } from "./rendering";
import { chartSettingNames, chartSettings } from "./settings";
import type { ChartValues } from "./values";
import { isSince } from "./version";
import { chartParts } from "./workload";

/** Microsoft's chart as some tool installs it. */
export interface ChartInstallation extends Installation {
  readonly chart: ChartReference;
  /** What the tool calls itself. */
  readonly host: string;
  /** Labels and annotations of the object that installs the chart. */
  readonly labels: readonly Labels[];
  /** True where that object is in another cluster than what it installs, or may be. */
  readonly remote?: boolean;
}

/**
 * The gateway that an installation makes, of its own chart or of a dependency; none where the chart turns out to be
 * another.
 */
export function chartGateway(resource: Resource, installation: ChartInstallation): Gateway[] {
  const { chart, values } = installation;
  if (!chart.other && (!chart.unnamed || isGatewayChart(values))) return [ofChart(resource, installation)];
  const own = values.ofDependency(chartName, chart.source ?? chart.version);
  return isGatewayChart(own) ? [ofChart(resource, { ...installation, values: own })] : [];
}

function ofChart(resource: Resource, installation: ChartInstallation): Gateway {
  const { host, chart, values, namespace, remote, labels } = installation;
  return {
    resource,
    host,
    image: chartImage(chart, values),
    settings: chartSettings(installation),
    settingNames: chartSettingNames,
    pod: chartPod(installation),
    chart: chart.source ? undefined : chart.version,
    // A chart without a name may be any chart, with its own values.
    installer: chart.unnamed ? undefined : { kind: "chart", layers: values.each() },
    unrendered: chart.source ? undefined : unrendered(values, chart),
    partial: false,
    namespace,
    remote,
    platform: "kubernetes",
    labels: [...labels, ...labelsIn(values)],
    // Source: values.yaml of charts 1.9.0 and 1.10.0.
    ...chartParts(installation, { highAvailability: isSince("1.10.0", chart) }),
  };
}

/**
 * A chart without a name is known by the one value that the gateway's chart cannot do without. That may be unknown, but
 * values that are unknown as a whole are those of any chart.
 */
function isGatewayChart(values: ChartValues): boolean {
  const endpoint = ["gateway", "configuration", "uri"];
  return values.each(...endpoint.slice(0, -1)).some((parent) => !parent.unknown && !parent.get("uri").absent);
}

/** The labels and annotations of an object that installs the chart. */
export function metadataLabels(metadata: Value, known = (value: Value) => value): Labels[] {
  const labels: Labels = { style: "kubernetes", value: known(metadata.get("labels")), owns: true };
  return [labels, ...annotations(known(metadata.get("annotations")))];
}

/** Labels of every object that the chart makes, and annotations of its Deployment; of each, the strongest first. */
function labelsIn(values: ChartValues): Labels[] {
  const common = values.each("commonLabels").reverse();
  return [
    ...common.map(
      (value): Labels => ({ style: "chart", value, owns: true, writable: values.isWritable(value) }),
    ),
    ...annotations(...values.each("gateway", "deployment", "annotations").reverse()),
  ];
}

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

/** Microsoft's chart, installed by a tool such as Helm or Argo CD. */
export interface ChartInstallation extends Installation {
  readonly chart: ChartReference;
  /** The tool's name for the object, for messages. */
  readonly host: string;
  /** The labels and annotations of the object that installs the chart. */
  readonly labels: readonly Labels[];
  /** True if that object is, or may be, in another cluster than the gateway. */
  readonly remote?: boolean;
}

/** The gateway that an installation creates, from its own chart or a dependency; none if it is another chart. */
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
    // A chart with an unknown name may be any chart, with values of its own.
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
 * A chart with an unknown name is recognized by the one value that the gateway's chart requires. That value may be
 * unknown, but not the values as a whole.
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

/**
 * The labels of every object that the chart creates and the annotations of its Deployment, each in order of precedence.
 */
function labelsIn(values: ChartValues): Labels[] {
  const common = values.each("commonLabels").reverse();
  return [
    ...common.map(
      (value): Labels => ({ style: "chart", value, owns: true, writable: values.isWritable(value) }),
    ),
    ...annotations(...values.each("gateway", "deployment", "annotations").reverse()),
  ];
}

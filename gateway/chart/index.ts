import type { Resource } from "../../pulumi/resource";
import type { Value } from "../../pulumi/value";
import type { Gateway, Marks } from "../model/gateway";
import type { Labels } from "../model/labels";
import { chartPod } from "./identity";
import { chartImage } from "./image";
import type { Installation } from "./installation";
import type { ChartReference } from "./name";
import { chartSettingNames, chartSettings } from "./settings";
import type { ChartValues } from "./values";
import { chartParts } from "./workload";

/** Microsoft's chart as some tool installs it. */
export interface ChartInstallation extends Installation {
  readonly chart: ChartReference;
  /** What the tool calls itself. */
  readonly host: string;
  /** Labels and annotations of the object that installs the chart. */
  readonly marks: readonly Marks[];
  /** True where that object is in another cluster than what it installs, or may be. */
  readonly remote?: boolean;
  /** The labels of that object. */
  readonly labels: readonly Value[];
}

/** The gateway that an installation makes; none where the chart turns out to be another. */
export function chartGateway(resource: Resource, installation: ChartInstallation): Gateway[] {
  const { host, chart, values, namespace, remote, marks, labels } = installation;
  if (chart.unnamed && !isGatewayChart(values)) return [];
  return [
    {
      resource,
      host,
      image: chartImage(chart, values),
      settings: chartSettings(installation),
      settingNames: chartSettingNames,
      pod: chartPod(installation),
      chart: chart.source ? undefined : chart.version,
      // A chart without a name may be anybody's, with values of its own.
      installer: chart.unnamed ? undefined : { kind: "chart", layers: values.each() },
      partial: false,
      namespace,
      remote,
      ownership: [
        ...labels.map((value): Labels => ({ style: "kubernetes", value })),
        ...values
          .each("commonLabels")
          .reverse()
          .map((value): Labels => ({ style: "chart", value, writable: values.isWritable(value) })),
      ],
      marks: [
        ...marks,
        ...kubernetesMarks(...values.each("commonLabels").reverse()),
        ...kubernetesMarks(...values.each("gateway", "deployment", "annotations").reverse()),
      ],
      ...chartParts(installation),
    },
  ];
}

/**
 * A chart without a name is known by the one value that the gateway's chart cannot do without. That may be unknown, but
 * values that are unknown as a whole are those of any chart.
 */
function isGatewayChart(values: ChartValues): boolean {
  const endpoint = ["gateway", "configuration", "uri"];
  return values.each(...endpoint).some((value) => !value.absent && value.path.at(-1) === endpoint.at(-1));
}

/** Labels or annotations of Kubernetes' kind. */
export function kubernetesMarks(...values: readonly Value[]): Marks[] {
  return values.map((value) => ({ style: "kubernetes", value }));
}

import { unread, type Value } from "../../pulumi/value";
import { chartGateway } from "../chart";
import { namesDependency, readChart } from "../chart/name";
import { ChartValues, textLayer } from "../chart/values";
import type { Host } from "./host";

/**
 * A release that Pulumi installs: `kubernetes.helm.v3.Release`. The objects of a `Chart` are resources of their own.
 */
export const helmRelease: Host = {
  hosts: ({ package: provider, module, name }) =>
    provider === "kubernetes" && module === "helm.sh" && name === "Release",

  secretStore: "chart",

  read(resource) {
    const { props } = resource;
    const chart = readChart(props.get("chart"), props.get("version"));
    if (!chart || (chart.other && isWithout(props))) return [];
    const namespace = props.get("namespace");
    return chartGateway(resource, {
      host: "Helm release",
      chart,
      values: valuesOf(props),
      releaseName: props.get("name"),
      // If the program sets no namespace, the provider writes an empty string.
      namespace: namespace.string === "" ? namespace.with(undefined) : namespace,
      labels: [],
      exposure: "becomes-secret",
    });
  },
};

/** Values in files have lower precedence. Source: pulumi/pulumi-kubernetes, provider/pkg/provider/helm_release.go. */
function valuesOf(props: Value): ChartValues {
  const list = props.get("valueYamlFiles");
  const files = list.unknown ? [list] : list.items;
  const layers = files.map((file) => {
    if (file.unknown) return file;
    const { assetText } = file;
    return assetText === undefined ? file.with(unread) : textLayer(file, assetText);
  });
  return new ChartValues(props.get("values"), { weaker: layers, texts: files.map(({ path }) => path) });
}

/** Whether the values have none for Microsoft's chart as a dependency. */
function isWithout(props: Value): boolean {
  const texts = props.get("valueYamlFiles").items.map(({ assetText }) => assetText);
  return ![props.get("values").whole, ...texts].some(namesDependency);
}

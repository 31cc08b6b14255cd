import { isRecord } from "../../pulumi/plain";
import type { Resource } from "../../pulumi/resource";
import { unread, type Value } from "../../pulumi/value";
import { chartGateway, metadataLabels } from "../chart";
import { type ChartReference, namesDependency, readChart, readFolder } from "../chart/name";
import { ChartValues, dottedLayer, textLayer, typedText } from "../chart/values";
import type { Gateway } from "../model/gateway";
import type { Host } from "./host";

/** Argo CD's Applications, and the templates of its ApplicationSets. */
export const argoCd: Host = {
  hosts: ({ package: provider, module, name }) =>
    provider === "kubernetes" &&
    module === "argoproj.io" &&
    (name === "Application" || name === "ApplicationSet"),

  secretStore: "chart",

  read(resource) {
    const isSet = resource.type.name === "ApplicationSet";
    const application = isSet ? resource.props.get("spec", "template") : resource.props;
    // If `sources` is set, Argo CD ignores `source`.
    const sources = application.get("spec", "sources");
    const all = sources.items.length > 0 ? sources.items : [application.get("spec", "source")];
    return all.flatMap((source) => gatewayOf(resource, application, source, isSet));
  },
};

function gatewayOf(resource: Resource, application: Value, source: Value, isSet: boolean): Gateway[] {
  const known = isSet ? withoutPlaceholders : (value: Value) => value;
  const chart = chartOf(source, known);
  if (!chart || (chart.other && !namesDependency(source.whole))) return [];
  const metadata = application.get("metadata");
  const releaseName = source.get("helm", "releaseName");
  const owners = isSet ? [resource.props.get("metadata"), metadata] : [metadata];
  return chartGateway(resource, {
    host: isSet ? "Argo CD ApplicationSet" : "Argo CD Application",
    chart,
    values: valuesOf(source.get("helm"), known, resource.props.get("spec", "templatePatch")),
    releaseName: known(releaseName.absent ? metadata.get("name") : releaseName),
    namespace: known(application.get("spec", "destination", "namespace")),
    remote: isRemote(application.get("spec", "destination")),
    labels: owners.flatMap((owner) => metadataLabels(owner, known)),
  });
}

/**
 * Whether the pods may run in another cluster than Argo CD. Source: Argo CD's manual, "Declarative Setup", Clusters.
 */
function isRemote(destination: Value): boolean {
  const [server, name] = [destination.get("server"), destination.get("name")];
  if (server.unknown || name.unknown) return true;
  if (server.text) return !/^https:\/\/kubernetes\.default\.svc\/?$/.test(server.text);
  return Boolean(name.text) && name.text !== "in-cluster";
}

/**
 * A chart in a Helm repository, in an OCI registry, or as a folder in Git, whose `targetRevision` is a Git revision.
 */
function chartOf(source: Value, known: (value: Value) => Value): ChartReference | undefined {
  const version = known(source.get("targetRevision"));
  const repository = source.get("repoURL");
  const chart = source.get("chart");
  const path = source.get("path");
  if (!chart.absent) return readChart(chart, version);
  if (repository.string?.startsWith("oci://")) return readChart(repository, version);
  return path.absent ? undefined : readFolder(path);
}

/**
 * Values from files of the repository, from `values` or `valuesObject`, and single parameters, later ones winning.
 * Source: Argo CD's manual, Helm, "Helm Value Precedence"; `valuesObject` replaces `values`.
 */
function valuesOf(helm: Value, known: (value: Value) => Value, patch: Value): ChartValues {
  const object = helm.get("valuesObject");
  const text = helm.get("values");
  const files = helm.get("valueFiles");
  const parameters = helm.get("parameters");
  const fileParameters = helm.get("fileParameters");
  const named = (item: Value, value: Value) => ({ name: known(item.get("name")), value });
  return new ChartValues(known(object.absent ? textLayer(text) : object), {
    weaker: [files.items.length > 0 ? files.with(unread) : files],
    stronger: [
      dottedLayer(
        parameters,
        parameters.items.map((item) => {
          const value = known(item.get("value"));
          return named(item, item.get("forceString").boolean === true ? value : typedText(value));
        }),
      ),
      dottedLayer(
        fileParameters,
        fileParameters.items.map((item) => named(item, item.with(unread))),
      ),
      // A patch may change any value.
      patch.absent ? patch : patch.with(unread),
    ],
    texts: [text.path, parameters.path],
  });
}

/** The same value, unknown wherever the ApplicationSet inserts a value later: `{{…}}`. */
function withoutPlaceholders(value: Value): Value {
  return value.unknown ? value : value.with(blank(value.whole));
}

function blank(raw: unknown): unknown {
  if (typeof raw === "string") return raw.includes("{{") ? unread : raw;
  if (Array.isArray(raw)) return raw.map(blank);
  if (!isRecord(raw)) return raw;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, child] of Object.entries(raw)) copy[key] = blank(child);
  return copy;
}

import { objectNamespace, objectsNamed } from "../../kubernetes/object";
import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import { unread, type Value } from "../../pulumi/value";
import { chartGateway, metadataLabels } from "../chart";
import { type ChartReference, namesDependency, readChart, readFolder } from "../chart/name";
import { ChartValues, dottedLayer } from "../chart/values";
import type { Host } from "./host";

/** A HelmRelease of Flux. */
export const fluxRelease: Host = {
  hosts: ({ package: provider, module, name }) =>
    provider === "kubernetes" && module === "helm.toolkit.fluxcd.io" && name === "HelmRelease",

  affects: ({ package: provider, module, name }) =>
    provider === "kubernetes" &&
    module === "source.toolkit.fluxcd.io" &&
    (name === "OCIRepository" || name === "HelmChart"),

  secretStore: "chart",

  read(resource, around) {
    const spec = resource.props.get("spec");
    const metadata = resource.props.get("metadata");
    const reference = spec.get("chartRef");
    const chart = reference.absent
      ? inline(spec.get("chart", "spec"))
      : referred(reference, resource, around);
    if (!chart || (chart.other && !namesDependency(spec.whole))) return [];
    const target = spec.get("targetNamespace");
    return chartGateway(resource, {
      host: "Flux HelmRelease",
      chart,
      values: valuesOf(spec),
      releaseName: releaseName(spec, metadata),
      tokenFrom: tokenFrom(spec.get("valuesFrom"), metadata.get("namespace")),
      namespace: target.absent ? metadata.get("namespace") : target,
      remote: !spec.get("kubeConfig").absent,
      labels: metadataLabels(metadata),
    });
  },
};

/** From a Helm repository, by version, or from Git or a bucket, as a folder whose chart has a version of its own. */
function inline(spec: Value): ChartReference | undefined {
  const chart = spec.get("chart");
  const kind = spec.get("sourceRef", "kind").string;
  return kind === "GitRepository" || kind === "Bucket"
    ? readFolder(chart)
    : readChart(chart, spec.get("version"));
}

/** A chart that another object refers to, which may be outside the stack. */
function referred(reference: Value, from: Resource, around: ResourceSet): ChartReference | undefined {
  const kind = reference.get("kind").string;
  const name = reference.get("name");
  const own = reference.get("namespace");
  const namespace = own.absent ? objectNamespace(from) : own;
  const [found] =
    kind === undefined || name.string === undefined ? [] : objectsNamed(kind, name, namespace, from, around);
  if (!found) return readFolder(reference);
  const spec = found.props.get("spec");
  const chart = kind === "OCIRepository" ? fromRegistry(spec) : inline(spec);
  // A finding has paths of the release.
  return chart && { ...chart, version: at(reference, chart.version), source: chart.source && reference };
}

function fromRegistry(spec: Value): ChartReference | undefined {
  const ref = spec.get("ref");
  const range = ref.get("semver");
  const version = range.absent ? ref.get("tag") : range;
  const chart = readChart(spec.get("url"), version);
  return chart && !ref.get("digest").absent ? { ...chart, source: spec.get("url") } : chart;
}

/** The content of `value`, at the place of `place`. */
function at(place: Value, value: Value): Value {
  return value.unknown ? value : place.with(value.whole);
}

/**
 * The release's own values override those in ConfigMaps and Secrets, except a value for a `targetPath`, which overrides
 * both.
 * Source: Flux's API of HelmRelease, `valuesFrom`.
 */
function valuesOf(spec: Value): ChartValues {
  const list = spec.get("valuesFrom");
  const weaker: Value[] = list.unknown ? [list] : [];
  const stronger: Value[] = [];
  for (const entry of list.items) {
    const target = entry.get("targetPath");
    if (target.absent || target.unknown) weaker.push(entry.with(unread));
    else stronger.push(dottedLayer(entry, [{ name: target, value: entry.with(unread) }]));
  }
  return new ChartValues(spec.get("values"), { weaker, stronger });
}

/** The Secret whose value becomes the token, by default from its key `values.yaml`. */
function tokenFrom(list: Value, namespace: Value) {
  const isToken = (entry: Value) =>
    entry.get("kind").string === "Secret" && entry.get("targetPath").string === "gateway.auth.key";
  const entry = list.items.filter(isToken).at(-1);
  if (!entry) return undefined;
  const key = entry.get("valuesKey");
  return {
    object: { kind: "Secret", name: entry.get("name"), namespace } as const,
    key: key.absent ? key.with("values.yaml") : key,
  };
}

/** Source: Flux's API of HelmRelease, `releaseName`: else `[targetNamespace-]name`. */
function releaseName(spec: Value, metadata: Value): Value {
  const own = spec.get("releaseName");
  const target = spec.get("targetNamespace");
  const name = metadata.get("name");
  if (!own.absent) return own;
  if (target.unknown) return target;
  return target.text && name.text ? name.with(`${target.text}-${name.text}`) : name;
}

import type { Edit } from "../../pulumi/edit";
import { isRecord } from "../../pulumi/plain";
import { pathText, type Value } from "../../pulumi/value";
import { holdsToken } from "./token";

/** A property of a resource for labels, annotations or, in Azure, tags. */
export interface Labels {
  readonly style: LabelStyle;
  readonly value: Value;
  /** True if owners are named there; annotations, and labels of a workload's pods, have other purposes. */
  readonly owns?: boolean;
  /** True for the pods themselves, where a mesh reads them. */
  readonly onPods?: boolean;
  /** False if a remediation can't write there, for example inside a string. Default: true. */
  readonly writable?: boolean;
}

/** The label, annotation or tag `apim-gateway/<key>` in any of these properties, preferably one with a string. */
export function findLabel(places: readonly Labels[], key: string): Value | undefined {
  const found = places
    .map((labels) => valueIn(labels, `apim-gateway${styles[labels.style].separator}${key}`))
    .filter((value) => !value.absent);
  return found.find((value) => value.text?.trim()) ?? found.find((value) => value.unknown) ?? found[0];
}

/** Kubernetes labels and annotations that aren't meant for owners. */
export function annotations(...values: readonly Value[]): Labels[] {
  return values.map((value) => ({ style: "kubernetes", value }));
}

/** A label: its place, set or not, and its value. */
export interface Label {
  readonly name: string;
  readonly value: Value;
  readonly labels: Labels;
}

/**
 * Why a platform rejects a label's value: not a string, other characters, too long, or not a string in unquoted YAML.
 */
export type Rejection = "type" | "form" | "length" | "yaml";

interface Style {
  readonly separator: "/" | "-";
  /** Why the platform rejects a value; undefined if it is valid. */
  rejects(value: Value): Rejection | undefined;
}

const labelForm = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
/** Valid labels that unquoted YAML doesn't read as a string. */
const notTextInYaml =
  /^(?:true|false|yes|no|on|off|y|n|null|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[0-9]+)?|0x[0-9a-f]+)$/i;

const styles = {
  /** Source: Kubernetes, "Labels and selectors", syntax and character set. */
  kubernetes: { separator: "/", rejects: rejectedByKubernetes },
  /** `commonLabels` of the gateway's chart, which writes them without quotes. */
  chart: {
    separator: "/",
    rejects: (value: Value) =>
      rejectedByKubernetes(value) ?? (notTextInYaml.test(value.string ?? "") ? "yaml" : undefined),
  },
  /** Source: Azure Resource Manager, "Use tags to organize your Azure resources", limitations. */
  azure: {
    separator: "-",
    rejects: (value: Value) =>
      rejectedByType(value) ?? ((value.text?.length ?? 0) > 256 ? "length" : undefined),
  },
  docker: { separator: "/", rejects: rejectedByType },
} as const satisfies Record<string, Style>;

export type LabelStyle = keyof typeof styles;

/**
 * The label `<prefix>/<key>`, or the place where it belongs if it isn't set. Undefined if the resource can't have
 * labels.
 */
export function readLabel(places: readonly Labels[], prefix: string, key: string): Label | undefined {
  const found = places.map((labels) => labelIn(labels, `${prefix}${styles[labels.style].separator}${key}`));
  return found.find(({ value }) => !isBlank(value)) ?? found.find(({ value }) => !value.absent) ?? found[0];
}

/** Whether the label is missing or empty. An unknown label isn't missing. */
export function isBlank(value: Value): boolean {
  return value.absent || value.string?.trim() === "";
}

/** Why the platform would reject a label's value. */
export function rejection({ value, labels }: Label): Rejection | undefined {
  return value.unknown || value.absent ? undefined : styles[labels.style].rejects(value);
}

/** The same label with another value. */
export function relabeled(label: Label, text: string): Label {
  return { ...label, value: label.value.with(text) };
}

/** A label for messages: its name, its value, and the property that it belongs to. */
export function labelPlace({ name, value, labels }: Label): { name: string; value: string; place: string } {
  // A credential may be in any string, even in an owner's place.
  const { text } = value;
  const shown = text === undefined || holdsToken(text) ? "…" : text;
  return { name, value: shown, place: pathText(labels.value.path) };
}

/** Labels to paste at their place, in JSON, which is also YAML. Docker's provider has a list of pairs. */
export function labelsToPaste(labels: readonly Label[]): string {
  const pairs = labels.map(({ name, value }): [string, string] => [name, value.text ?? ""]);
  const isList = labels.some(({ labels: { style } }) => style === "docker");
  const pasted = isList ? pairs.map(([label, value]) => ({ label, value })) : Object.fromEntries(pairs);
  return JSON.stringify(pasted, null, 1).replace(/\n\s*/g, " ");
}

/** The changes that write labels; none if that isn't possible. */
export function labelEdits(labels: readonly Label[]): Edit[] {
  const added = new Map<Labels, number>();
  return labels.flatMap((label): Edit[] => {
    const { labels: place, value } = label;
    const text = value.string;
    if (place.writable === false || place.value.unknown || text === undefined) return [];
    if (place.style !== "docker")
      return isPlaceOfPairs(place.value) ? [{ path: value.path, value: text }] : [];
    if (value.path.length > place.value.path.length + 1) return [{ path: value.path, value: text }];
    const before = added.get(place) ?? 0;
    added.set(place, before + 1);
    return addedToList(label, text, before);
  });
}

function isPlaceOfPairs(labels: Value): boolean {
  return labels.absent || isRecord(labels.whole);
}

/** Appends a label to a list of pairs, after those that were added before. */
function addedToList({ name, labels }: Label, text: string, before: number): Edit[] {
  const list = labels.value;
  if (!list.absent && !Array.isArray(list.whole)) return [];
  const path = [...list.path, list.items.length + before];
  return [
    { path: [...path, "label"], value: name },
    { path: [...path, "value"], value: text },
  ];
}

function labelIn(labels: Labels, name: string): Label {
  return { name, labels, value: valueIn(labels, name) };
}

function valueIn({ style, value }: Labels, name: string): Value {
  if (style === "azure") {
    // Names of Azure tags are case-insensitive.
    const [key] = value.entries.find(([own]) => own.toLowerCase() === name.toLowerCase()) ?? [name];
    return value.get(key);
  }
  // Docker's provider has a list of pairs.
  if (style === "docker") {
    const pair = value.items.find((item) => item.get("label").string === name);
    const open = value.items.find((item) => item.get("label").unknown);
    return pair?.get("value") ?? open?.get("label") ?? value.get(value.items.length);
  }
  return value.get(name);
}

function rejectedByKubernetes(value: Value): Rejection | undefined {
  if (value.string === undefined) return "type";
  return labelForm.test(value.string) ? undefined : "form";
}

function rejectedByType(value: Value): Rejection | undefined {
  return value.text === undefined ? "type" : undefined;
}

import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from "yaml";
import { kubernetesYaml } from "../../kubernetes/yaml";
import { isRecord } from "../../pulumi/plain";
import type { Resource } from "../analyzer/resources";
import { Problem } from "../problem";
import type { Item, Path, Place, Props, ReadOptions, Source } from "./input";
import { toProps } from "./properties";

/** The maximum number of expanded aliases in one document; more is an alias bomb. */
const mostAliases = 100;
const urnPrefix = "urn:pulumi:cluster::manifests::";
const stack = `${urnPrefix}pulumi:pulumi:Stack::manifests-cluster`;
const provider: Resource = {
  type: "pulumi:providers:kubernetes",
  urn: `${urnPrefix}pulumi:providers:kubernetes::cluster`,
  props: {},
};
const clusterScoped =
  /^(Cluster.*|Namespace|Node|PersistentVolume|StorageClass|CustomResourceDefinition|PriorityClass|RuntimeClass|IngressClass|APIService|.*WebhookConfiguration)$/;

/** Reads the Kubernetes objects of a source: several documents, lists, the output of kubectl, Helm and Kustomize. */
export function readManifests(source: Source, options: ReadOptions): Item[] {
  const lines = new LineCounter();
  const documents = parse(source, lines);
  return documents.flatMap((document) => {
    refuseTemplate(document, source, lines);
    const template = templateOf(document);
    const at = (node: Node | undefined): Place => {
      const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
      return { file: source.file, line, column: col, ...(template && { template }) };
    };
    const locate = (path: Path) => {
      const node = nodeAt(document, path);
      return node && at(node);
    };
    return objectsIn(toValue(document, source, lines), []).flatMap(({ props, path }) => {
      if (isTestHook(props)) return [];
      const { resource, label } = toResource(toProps(source.file, props), options);
      const place = locate(path) ?? { file: source.file, line: 1, column: 1 };
      return [{ resource, stack: "", label, place, locate: (inner: Path) => locate([...path, ...inner]) }];
    });
  });
}

function parse(source: Source, lineCounter: LineCounter): Document[] {
  const documents = parseAllDocuments(source.text, { ...kubernetesYaml, lineCounter });
  if (!Array.isArray(documents)) return [];
  for (const { errors } of documents)
    for (const error of errors) throw unparsable(source, lineCounter, error.pos[0], error.code);
  return documents;
}

function toValue(document: Document, source: Source, lines: LineCounter): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    // Throws for an alias inside its own anchor, which is circular.
    JSON.stringify(value);
    return value;
  } catch (error) {
    const code = error instanceof ReferenceError ? "ALIASES" : "CIRCULAR_ALIAS";
    throw unparsable(source, lines, document.range?.[0] ?? 0, code);
  }
}

/** `helm template` prints the chart's file in a comment above each object. */
function templateOf({ commentBefore, contents }: Document): string | undefined {
  return /^ Source: (.+)$/m.exec(`${commentBefore ?? ""}\n${contents?.commentBefore ?? ""}`)?.[1];
}

/**
 * `name: {{ .Values.name }}` is valid YAML: a map whose key is a map. Text in a ConfigMap may contain `{{` and is
 * ignored.
 */
function refuseTemplate(document: Document, source: Source, lines: LineCounter): void {
  if (!source.text.includes("{{")) return;
  const refuse = (node: unknown) => {
    throw unparsable(source, lines, (isNode(node) ? node.range?.[0] : undefined) ?? 0, "TEMPLATE");
  };
  visit(document, {
    Pair(_, { key, value }) {
      if (isMap(key)) refuse(key);
      if (isScalar(key) && isScalar(value) && /^(name|namespace|image)$/.test(String(key.value)))
        if (/\{\{.*\.(Values|Release|Chart)\b/.test(String(value.value))) refuse(value);
    },
  });
}

/** The parser's message is left out, because it quotes the file. */
function unparsable({ file, text }: Source, lines: LineCounter, offset: number, code: string): Problem {
  const { line, col } = lines.linePos(offset);
  const at = `${file}:${line}:${col}`;
  if (code === "ALIASES")
    return new Problem(`${at}: more than ${mostAliases} aliases are expanded. Write out the values.`);
  if (code === "TEMPLATE" || text.includes("{{"))
    return new Problem(
      `${at}: this is a template. Render it first: helm template <chart> | apim-gateways check -`,
    );
  return new Problem(`${at}: invalid YAML (${code}). Fix the syntax.`);
}

/** An object, or the objects in a list, each with its path in the document. */
function objectsIn(value: unknown, path: Path, list?: Props): { props: Props; path: Path }[] {
  if (!isRecord(value)) return [];
  const kind = value.kind ?? String(list?.kind ?? "").replace(/List$/, "");
  const apiVersion = value.apiVersion ?? list?.apiVersion;
  if (typeof kind !== "string" || typeof apiVersion !== "string" || kind === "") return [];
  const props = { ...value, apiVersion, kind };
  if (!kind.endsWith("List") || !Array.isArray(value.items)) return [{ props, path }];
  return value.items.flatMap((item, index) => objectsIn(item, [...path, "items", index], props));
}

/** Helm runs a test's Pod on demand, so it isn't deployed. */
function isTestHook({ metadata }: Props): boolean {
  const annotations = isRecord(metadata) && isRecord(metadata.annotations) ? metadata.annotations : {};
  return /\btest\b/.test(String(annotations["helm.sh/hook"] ?? ""));
}

function toResource(props: Props, { namespace }: ReadOptions): { resource: Resource; label: string } {
  const { apiVersion, kind } = props;
  const written = isRecord(props.metadata) ? props.metadata : {};
  const scoped = namespace === undefined || clusterScoped.test(String(kind));
  const metadata = scoped ? written : { ...written, namespace: written.namespace ?? namespace };
  const name = [metadata.namespace, metadata.name ?? metadata.generateName ?? "unnamed"]
    .filter((part) => typeof part === "string" && part !== "")
    .join("/");
  const group = String(apiVersion).includes("/") ? apiVersion : `core/${apiVersion}`;
  const type = `kubernetes:${group}:${kind}`;
  const urn = `${urnPrefix}${type}::${name}`;
  const resource = { type, urn, props: { ...props, metadata }, parent: stack, provider };
  return { resource, label: `${kind} ${name}` };
}

/** The node at a path: the key of a property, or the item of a list. */
function nodeAt(document: Document, path: Path): Node | undefined {
  const contents = nodeOf(document.contents);
  let step: Step = { place: contents, value: contents };
  for (const key of path) step = enter(isAlias(step.value) ? step.value.resolve(document) : step.value, key);
  return step.place;
}

interface Step {
  place: Node | undefined;
  value: Node | undefined;
}

function enter(node: Node | undefined, key: string | number): Step {
  if (isSeq(node) && typeof key === "number") {
    const item = nodeOf(node.items[key]);
    return { place: item, value: item };
  }
  if (!isMap(node)) return { place: undefined, value: undefined };
  const pairs = node.items.filter((item) => isScalar(item.key) && String(item.key.value) === String(key));
  const pair = pairs.at(-1);
  return { place: nodeOf(pair?.key), value: nodeOf(pair?.value) };
}

function nodeOf(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined;
}

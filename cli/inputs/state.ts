import { isRecord } from "../../pulumi/plain";
import { type Resource, urnOf } from "../analyzer/resources";
import { Problem } from "../problem";
import type { Item, Path, Place, Props, Source } from "./input";
import { toProps, wellFormed } from "./properties";

/** A resource's state as the engine writes it, and its place in the source. */
export interface State {
  state: Props;
  place: Place;
}

/** The items of one stack. */
export function readStates({ file }: Source, states: readonly State[]): Item[] {
  const found = states
    // A resource that is pending deletion has the URN of its replacement.
    .filter(({ state }) => state.delete !== true)
    .map(({ state, place }) => toItem(state, placeOf(state) ?? place, file));
  const root = found.find(({ resource }) => resource.type === "pulumi:pulumi:Stack")?.resource.urn ?? "";
  const byUrn = new Map(found.map(({ resource }) => [urnOf(resource), resource]));
  return found.map(({ provider, ...item }) => {
    const { resource } = item;
    const parent = resource.parent ?? (resource.urn === root || isProvider(resource) ? "" : root);
    const given = provider === undefined ? undefined : providerOf(provider, byUrn);
    return { ...item, resource: { ...resource, parent, ...(given && { provider: given }) } };
  });
}

type Found = Item & { provider: string | undefined };

function toItem(state: Props, place: Place, file: string): Found {
  const urn = text(state.urn) ?? "";
  const parts = /^urn:pulumi:(.+?)::(.+?)::(.+?)::(.+)$/s.exec(urn);
  const [, stack = "", project = "", types = "", name = ""] = parts ?? [];
  if (!parts)
    throw new Problem(`${place.file}:${place.line}: a resource has no valid URN. Write the file again.`);
  const type = text(state.type) ?? types.slice(types.lastIndexOf("$") + 1);
  const inputs = toProps(file, state.inputs);
  const outputs = toProps(file, state.outputs);
  const parent = text(state.parent);
  const resource: Resource = {
    type,
    urn,
    props: inputs,
    // Before an update there are no outputs.
    outputs: Object.keys(outputs).length > 0 ? outputs : inputs,
    opts: {
      protect: state.protect === true,
      ignoreChanges: texts(state.ignoreChanges),
      additionalSecretOutputs: texts(state.additionalSecretOutputs),
      aliases: texts(state.aliases),
    },
    dependencies: texts(state.dependencies),
    propertyDependencies: dependenciesOf(state.propertyDependencies),
    ...(parent && { parent }),
  };
  return {
    resource,
    stack: file,
    label: `${type.slice(type.lastIndexOf(":") + 1)} ${name} (${project}/${stack})`,
    place,
    locate: (path) => (has(inputs, path) || has(outputs, path) ? place : undefined),
    provider: text(state.provider),
  };
}

function isProvider({ type }: Resource): boolean {
  return type.startsWith("pulumi:providers:");
}

/** A reference is the provider's URN and its ID. A preview leaves out providers that don't change. */
function providerOf(reference: string, byUrn: ReadonlyMap<string, Resource>): Resource | undefined {
  const urn = reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
  const type = /::(pulumi:providers:[^:]+)::/.exec(reference)?.[1];
  return byUrn.get(urn) ?? (type ? { type, urn, props: {} } : undefined);
}

/** `project:///src/index.ts#12,5`. */
function placeOf({ sourcePosition }: Props): Place | undefined {
  const [, file, line, column] =
    /^(?:project|file):\/\/\/?([^#]+)#(\d+)(?:,(\d+))?$/.exec(text(sourcePosition) ?? "") ?? [];
  if (file === undefined || Number(line) < 1) return undefined;
  return { file: decoded(file), line: Number(line), column: Math.max(1, Number(column ?? 1)) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function has(props: Props, path: Path): boolean {
  let value: unknown = props;
  for (const key of path) {
    if (!(Array.isArray(value) || isRecord(value)) || !Object.hasOwn(value, key)) return false;
    value = (value as Props)[key];
  }
  return path.length > 0;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? wellFormed(value) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => text(item) ?? []) : [];
}

function dependenciesOf(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([property, urns]) => [property, texts(urns)]));
}

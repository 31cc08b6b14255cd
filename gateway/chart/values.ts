import { type Match, matchIf, unknown } from "../../pulumi/match";
import { isRecord } from "../../pulumi/plain";
import { type Path, unread, type Value } from "../../pulumi/value";
import { parseYaml } from "./yaml";

/** The layers that a tool merges into a chart's values, weakest first. */
interface MoreValues {
  readonly weaker?: readonly Value[];
  readonly stronger?: readonly Value[];
  /** The properties whose values are in a string, which a remediation can't edit. */
  readonly texts?: readonly Path[];
}

/** The values of a chart. Layers are merged as Helm does: key by key, the stronger layer takes precedence. */
export class ChartValues {
  private readonly layers: readonly Value[];
  private readonly strongestFirst: readonly Value[];
  private readonly texts: readonly Path[];

  constructor(
    private readonly own: Value,
    { weaker = [], stronger = [], texts = [] }: MoreValues = {},
  ) {
    this.layers = [...weaker, own, ...stronger];
    this.strongestFirst = [...this.layers].reverse();
    this.texts = texts;
  }

  /**
   * The values of the layers at this place. A layer that can't be read makes every value unknown that no stronger layer
   * sets. `null` removes what weaker layers and the chart set at this place and below it; it is returned as `null`.
   */
  get(...path: Path): Value {
    for (const layer of this.strongestFirst) {
      const value = layer.get(...path);
      if (!value.absent) return value;
      if (hidesWeaker(layer, path)) return value.with(null);
    }
    return this.own.get(...path);
  }

  /** The value of each layer at this place, weakest first, without what a stronger layer removes. */
  each(...path: Path): Value[] {
    const found: Value[] = [];
    for (const layer of this.strongestFirst) {
      found.push(without(layer.get(...path), found));
      if (hidesWeaker(layer, path)) break;
    }
    return found.reverse();
  }

  /**
   * The values of a dependency, which a chart passes on under the dependency's name. They override the chart's own,
   * which can't be read.
   */
  ofDependency(name: string, unseen: Value): ChartValues {
    const at = this.layers.indexOf(this.own);
    const below = (layers: readonly Value[]) => layers.map((layer) => layer.get(name));
    return new ChartValues(this.own.get(name), {
      weaker: [unseen.with(unread), ...below(this.layers.slice(0, at))],
      stronger: below(this.layers.slice(at + 1)),
      texts: this.texts,
    });
  }

  /** Whether the place is a value that the program writes, rather than part of a string or of a file. */
  isWritable(value: Value): boolean {
    const { path } = this.own;
    return path.every((key, index) => key === value.path[index]) && !this.inText(value);
  }

  /** Whether the value is inside a string. */
  inText({ path }: Value): boolean {
    return this.texts.some((text) => text.every((key, index) => key === path[index]));
  }
}

/**
 * Whether a layer removes what weaker layers set at a place: it sets `null` or a scalar there or above.
 * Source: Helm, pkg/cli/values, MergeValues, and pkg/chart/common/util, CoalesceValues.
 */
function hidesWeaker(layer: Value, path: Path): boolean {
  return path.some((_, index) => replaces(layer.get(...path.slice(0, index + 1))));
}

/** Whether a value replaces everything below it, which a map doesn't. */
function replaces({ unknown, whole }: Value): boolean {
  return !unknown && whole !== undefined && !isRecord(whole);
}

/** A value without the properties, at any depth, that stronger values replace. */
function without(value: Value, stronger: readonly Value[]): Value {
  if (stronger.length === 0) return value;
  const kept: Record<string, unknown> = Object.create(null);
  let isWhole = true;
  for (const [key, child] of value.entries) {
    const over = stronger
      .map((layer) => layer.get(key))
      .filter(({ absent, whole }) => !absent || whole === null);
    const left = over.some(replaces) ? undefined : without(child, over);
    isWhole &&= left === child;
    if (left) kept[key] = left;
  }
  return isWhole ? value : value.with(kept);
}

/**
 * Whether a switch that is on by default is on, as a template's `if` reads it: any value but false, zero and the empty
 * string, so the string "false" is on. `null` removes the default.
 */
export function isLeftOn(value: Value): Match {
  if (value.unknown) return unknown(value);
  const { whole } = value;
  return matchIf(whole === undefined || Boolean(whole));
}

/** A string of `helm install --set`, which converts these words. Source: Helm 3, pkg/strvals. */
export function typedText(value: Value): Value {
  const text = value.string?.toLowerCase();
  return text !== undefined && words.has(text) ? value.with(words.get(text)) : value;
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["0", 0],
]);

/** A YAML string as a layer of values. Their paths continue below the string's own. */
export function textLayer(value: Value, text = value.string): Value {
  if (value.unknown || (value.absent && text === undefined)) return value;
  const parsed = text === undefined ? undefined : parseYaml(text);
  return value.with(parsed ?? unread);
}

/**
 * A layer of values with dotted names, as in `helm install --set`; a value without a name is ignored. Each value keeps
 * the place at which it is written.
 */
export function dottedLayer(list: Value, settings: readonly { name: Value; value: Value }[]): Value {
  // An unknown name may be any.
  const open = [list, ...settings.map(({ name }) => name)].find(({ unknown }) => unknown);
  if (open) return open;
  const root: Record<string, unknown> = Object.create(null);
  for (const { name, value } of settings) {
    const keys = splitKeys(name.text ?? "");
    const last = keys.pop();
    if (last === undefined) continue;
    let at = root;
    for (const key of keys) at = ownRecord(at, key);
    at[last] = value;
  }
  return list.with(root);
}

/** `a.b\.c[0]` → `a`, `b.c[0]`: no relevant value of the gateway's chart is in a list. */
function splitKeys(name: string): string[] {
  if (name.trim() === "" || name.length > 1_000) return [];
  const keys = name.match(/(?:\\[\s\S]|[^.\\])+/g) ?? [];
  return keys.map((key) => key.replace(/\\([\s\S])/g, "$1"));
}

function ownRecord(parent: Record<string, unknown>, key: string): Record<string, unknown> {
  const own = parent[key];
  if (typeof own === "object" && own !== null && Object.getPrototypeOf(own) === null) {
    return own as Record<string, unknown>;
  }
  const made: Record<string, unknown> = Object.create(null);
  parent[key] = made;
  return made;
}

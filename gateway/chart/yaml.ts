import { isRecord } from "../../pulumi/value";

/** Texts with more characters, or more lines and commas, take the parser too long: no chart has a hundredth of that. */
const mostCharacters = 256 * 1024;
const mostParts = 10_000;
/** More nodes than this are no values of a chart, but aliases that stand for each other. */
const mostNodes = 20_000;

/** The latest texts, since every policy asks for the same. */
const parsed = new Map<string, Record<string, unknown> | undefined>();
const kept = 8;

/**
 * Parses a YAML text that holds an object, or nothing. Answers undefined where it cannot be read: no YAML, another
 * value, too long, or aliases that go in a circle or multiply without end.
 */
export function parseYaml(text: string): Record<string, unknown> | undefined {
  if (text.length > mostCharacters || (text.match(/[\n,]/g)?.length ?? 0) > mostParts) return undefined;
  if (!parsed.has(text)) {
    if (parsed.size >= kept) parsed.clear();
    parsed.set(text, parse(text));
  }
  return parsed.get(text);
}

function parse(text: string): Record<string, unknown> | undefined {
  // Loaded only where values are text, which few stacks have.
  const { CORE_SCHEMA, Type, load }: typeof import("js-yaml") = require("js-yaml");
  try {
    // Days stay texts, as Kubernetes takes them; `<<` merges.
    const merge = new Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (key) => key === "<<" });
    // Of two equal keys the later wins, as in Helm.
    const value = load(text, { schema: CORE_SCHEMA.extend({ implicit: [merge] }), json: true }) ?? {};
    return isRecord(value) && isPlain(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What js-yaml calls a key that is an object, as in `{{placeholder}}`. No values of a chart have one. */
const objectKey = "[object Object]";

/** Whether all keys are texts, and the value is small with every alias written out: one that goes in a circle is endless. */
function isPlain(value: unknown): boolean {
  const open = [value];
  for (let nodes = 0; open.length > 0; nodes++) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    if (nodes > mostNodes || Object.hasOwn(next, objectKey)) return false;
    for (const child of Object.values(next)) open.push(child);
  }
  return true;
}

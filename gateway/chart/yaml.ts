import { kubernetesYaml } from "../../kubernetes/yaml";
import { isRecord } from "../../pulumi/plain";

/** The parser is too slow for longer texts, more lines or more parts of a line: no chart has a hundredth of that. */
const mostCharacters = 256 * 1024;
const mostParts = 10_000;
const part = /[\n,[{?&!"'*]|[-:] /g;
/** More nodes than any chart's values have; only aliases that expand each other reach this number. */
const mostNodes = 20_000;
/** Each alias is looked for among all nodes. */
const mostAliases = 300;

/** The latest texts, since every policy reads the same. */
const parsed = new Map<string, Record<string, unknown> | undefined>();
const kept = 8;

/**
 * Parses a YAML text that holds an object, or nothing. Answers undefined where it cannot be read: no YAML, another
 * value, too long, or aliases that go in a circle or multiply without end.
 */
export function parseYaml(text: string): Record<string, unknown> | undefined {
  if (text.length > mostCharacters || (text.match(part)?.length ?? 0) > mostParts) return undefined;
  if (!parsed.has(text)) {
    if (parsed.size >= kept) parsed.clear();
    parsed.set(text, parse(text));
  }
  return parsed.get(text);
}

function parse(text: string): Record<string, unknown> | undefined {
  // Loaded only where values are text, which few stacks have.
  const yaml: typeof import("yaml") = require("yaml");
  try {
    const document = yaml.parseDocument(text, kubernetesYaml);
    if (document.errors.length > 0) return undefined;
    let aliases = 0;
    let readable = true;
    yaml.visit(document, {
      Alias() {
        aliases++;
      },
      // A key that is an object, as in `{{placeholder}}`. No values of a chart have one.
      Pair(_, { key }) {
        if (yaml.isCollection(key)) readable = false;
      },
    });
    if (!readable || aliases > mostAliases) return undefined;
    const value: unknown = document.toJS({ maxAliasCount: mostNodes }) ?? {};
    return isRecord(value) && isSmall(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the value is small with every alias written out: one that goes in a circle is endless. */
function isSmall(value: unknown): boolean {
  const open = [value];
  for (let nodes = 0; open.length > 0; nodes++) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    if (nodes > mostNodes) return false;
    for (const child of Object.values(next)) open.push(child);
  }
  return true;
}

import { kubernetesYaml } from "../../kubernetes/yaml";
import { isRecord } from "../../pulumi/plain";

/** The parser is too slow for longer strings, more lines or more tokens in a line. No chart comes near these limits. */
const mostCharacters = 256 * 1024;
const mostParts = 10_000;
const part = /[\n,[{?&!"'*]|[-:] /g;
/** No chart's values have as many nodes; only nested aliases reach this number. */
const mostNodes = 20_000;
/** Each alias is searched for in all nodes. */
const mostAliases = 300;

/** The most recent strings, since every policy reads the same ones. */
const parsed = new Map<string, Record<string, unknown> | undefined>();
const kept = 8;

/**
 * Parses a YAML string that contains an object or nothing. Returns undefined for invalid YAML, any other value, a
 * string that is too long, and aliases that are circular or expand too far.
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
  // Loaded on first use: few stacks have values in a string.
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
      // A key that is an object, as in `{{placeholder}}`, doesn't occur in a chart's values.
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

/** Whether the value stays small when every alias is expanded. A circular one doesn't. */
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

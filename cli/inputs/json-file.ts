import { isRecord } from "../../pulumi/plain";
import type { Place, Props, Source } from "./input";

/** Parses the text as a JSON object; undefined if it isn't one. */
export function parseObject(text: string): Props | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Finds the first position of a URN as `"urn": "…"`. */
export function urnPlaces({ file, text }: Source): (urn: unknown) => Place {
  const places = new Map<string, Place>();
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(/\n|"urn"\s*:\s*("(?:[^"\\\n]|\\.)*")/g)) {
    const [, written] = match;
    if (written === undefined) {
      line++;
      start = match.index + 1;
    } else if (!places.has(written)) places.set(written, { file, line, column: match.index - start + 1 });
  }
  return (urn) => places.get(JSON.stringify(urn) ?? "") ?? { file, line: 1, column: 1 };
}

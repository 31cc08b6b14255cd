import { readEventLog } from "./event-log";
import { readExport } from "./export";
import type { Input, Item, ReadOptions, Source } from "./input";
import { readManifests } from "./manifests";
import { readPreview } from "./preview";

/** The kinds of input in the order in which they are tried. The last one accepts any text. */
const inputs: Input[] = [readExport, readPreview, readEventLog, readManifests];

/** Reads a source according to its content. */
export function readSource(source: Source, options: ReadOptions): Item[] {
  for (const read of inputs) {
    const items = read(source, options);
    if (items) return items;
  }
  return [];
}

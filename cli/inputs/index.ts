import { readEventLog } from "./event-log";
import { readExport } from "./export";
import type { Input, Item, ReadOptions, Source } from "./input";
import { readManifests } from "./manifests";
import { readPreview } from "./preview";

/** The inputs in the order in which a source is tried; the last one accepts every text. */
const inputs: Input[] = [readExport, readPreview, readEventLog, readManifests];

/** Reads a source as what its content is. */
export function readSource(source: Source, options: ReadOptions): Item[] {
  for (const read of inputs) {
    const items = read(source, options);
    if (items) return items;
  }
  return [];
}

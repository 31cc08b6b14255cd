import type { Format } from "./format";
import { json } from "./json";
import { junit } from "./junit";
import { sarif } from "./sarif";
import { text } from "./text";

/** The formats by the name of their option. */
export const formats = { text, json, sarif, junit } satisfies Record<string, Format>;

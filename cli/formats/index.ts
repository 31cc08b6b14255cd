import type { Format } from "./format";
import { json } from "./json";
import { text } from "./text";

/** The formats by the name of their option. */
export const formats = { text, json } satisfies Record<string, Format>;

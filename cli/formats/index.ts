import type { Format } from "./format";
import { html } from "./html";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { sarif } from "./sarif";
import { text } from "./text";

/** The formats by the name of their option. */
export const formats = { text, json, sarif, junit, markdown, html } satisfies Record<string, Format>;

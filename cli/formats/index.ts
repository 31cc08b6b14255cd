import type { Format } from "./format";
import type { html as fleetPage } from "./html";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { sarif } from "./sarif";
import { text } from "./text";

/** It reads gateways with the policies' model, which loads Pulumi's SDK and so takes most of a second. */
const html: Format = {
  write(report, style) {
    const page: { html: typeof fleetPage } = require("./html");
    return page.html.write(report, style);
  },
};

/** The formats by the name of their option. */
export const formats = { text, json, sarif, junit, markdown, html } satisfies Record<string, Format>;

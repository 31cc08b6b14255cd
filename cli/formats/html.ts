import { today } from "../../pulumi/clock";
import type * as Inventory from "../inventory";
import type { Report } from "../report";
import { count, type Format } from "./format";
import { dates } from "./html-dates";
import { details, exemptions } from "./html-findings";
import { gatewayTable } from "./html-gateways";
import { Markup, markup, nothing } from "./html-markup";
import { isAccepted, isUnsupported, levels, type Row, rowsOf, soonDays, stateOf } from "./html-rows";
import { style } from "./html-style";
import { supportWindow } from "./html-window";

/** The fleet page: every gateway of a run, in one file without scripts and external resources. */
export const html: Format = {
  write(report) {
    // Loaded only for this format: it needs the policies' model of a gateway.
    const { readFleet }: typeof Inventory = require("../inventory");
    return page(report, readFleet(report.resources, report.latestVersion)).text;
  },
};

function page(report: Report, fleet: Inventory.Fleet): Markup {
  const rows = rowsOf(report, fleet);
  const parts = [
    dates(report, rows, fleet),
    supportWindow(fleet, rows),
    gatewayTable(report, rows, fleet),
    exemptions(report, rows),
    details(report),
  ];
  // A second line of defense after escaping.
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
<title>Self-hosted gateways</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>Self-hosted gateways</h1>
<p>${today()} · ${scope(report, rows)} · supported: ${fleet.window.minors.join(", ")}</p>
${navigation(parts)}</header>
<main>
${tiles(report, rows)}${parts}</main>
<footer><p>${report.pack.name} ${report.pack.version} · ${count(report.objects, "object")} in ${count(report.files.checked, "file")} checked</p></footer>
</body>
</html>
`;
}

function scope({ gateways }: Report, rows: readonly Row[]): string {
  const stacks = new Set(rows.flatMap(({ stack }) => stack ?? []));
  const where = stacks.size > 0 ? ` in ${count(stacks.size, "stack")}` : "";
  return `${count(gateways.length, "gateway")}${where}`;
}

/** Links to the page's sections. */
function navigation(parts: readonly Markup[]): Markup {
  const links = parts.flatMap(({ text }) => {
    const [, id, title] = /<section id="(\w+)".*?>\n<h2[^>]*>(.*?)<\/h2>/.exec(text) ?? [];
    return id && title ? [markup`<a href="#${id}">${title}</a>\n`] : [];
  });
  return links.length > 0 ? markup`<nav aria-label="Sections">\n${links}</nav>\n` : nothing;
}

/** The numbers that show whether there is something to do. */
function tiles({ findings }: Report, rows: readonly Row[]): Markup {
  const credentials = rows.flatMap(({ known }) => known?.credentials ?? []).map(stateOf);
  const { mandatory, advisory, exempted } = levels(findings);
  const unsupported = rows.filter((row) => isUnsupported(row) && !isAccepted(row)).length;
  const numbers = [
    ["gateways", rows.length, "good"],
    ["mandatory violations", mandatory, "bad"],
    ["without support", unsupported, "bad"],
    ["expired credentials", credentials.filter((state) => state === "bad").length, "bad"],
    [`expire in ${soonDays} days`, credentials.filter((state) => state === "fair").length, "fair"],
    ["without owner", rows.filter(({ known }) => known?.hasLabels && !known.owner).length, "bad"],
    ["advisory", advisory, "good"],
    ["exempted", exempted, "good"],
  ] as const;
  const items = numbers.map(
    ([name, number, state]) =>
      markup`<div class="${number > 0 ? state : "good"}"><dt>${name}</dt><dd>${number}</dd></div>\n`,
  );
  return markup`<dl class="tiles">\n${items}</dl>\n`;
}

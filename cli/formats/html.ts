import type * as Inventory from "../inventory";
import type { CheckedGateway, Finding, Report } from "../report";
import { count, escapeMarkup, type Format, groupByUrn, placeText, printable, titleOf } from "./format";
import { style } from "./html-style";
import { summary } from "./text";

/** The fleet page: every gateway of a run in one file that loads nothing and runs no script. */
export const html: Format = {
  write(report) {
    // Loaded only for this format: it needs the policies' model of a gateway.
    const { readFleet }: typeof Inventory = require("../inventory");
    const fleet = readFleet(report.resources, report.latestVersion);
    return page(report, fleet, new Date()).text;
  },
};

/** Text that is safe in a page. Only `markup` makes it, so that every value is escaped in one place. */
class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | readonly Markup[];

function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => part + escaped(values[index] ?? "")).join(""));
}

function escaped(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escapeMarkup(printable(String(value)));
}

const nothing = markup``;

interface Row {
  id: string;
  label: string;
  checked: CheckedGateway;
  known: Inventory.FleetGateway | undefined;
  findings: Finding[];
}

function page(report: Report, fleet: Inventory.Fleet, now: Date): Markup {
  const rows = rowsOf(report, fleet);
  const body = [
    tiles(report, rows),
    agenda(report, rows, now),
    timeline(fleet, rows),
    gatewayTable(rows, now),
    exemptions(report),
    details(report),
  ];
  // The policy forbids what escaping already prevents.
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
<header><h1>Self-hosted gateways</h1>
<p>${now.toISOString().slice(0, 10)} · ${summary(report)}</p></header>
<main>
${body}
</main>
<footer><p>${report.pack.name} ${report.pack.version} · supported: ${fleet.window.minors.join(", ")}</p></footer>
</body>
</html>
`;
}

function rowsOf({ gateways, findings }: Report, fleet: Inventory.Fleet): Row[] {
  const known = new Map(fleet.gateways.map((gateway) => [gateway.urn, gateway]));
  const found = groupByUrn(findings);
  return gateways.map((checked, index) => ({
    id: `g${index + 1}`,
    label: checked.resource,
    checked,
    known: known.get(checked.urn),
    findings: found.get(checked.urn) ?? [],
  }));
}

function tiles({ findings }: Report, rows: readonly Row[]): Markup {
  const numbers: [string, number][] = [
    ["gateways", rows.length],
    ["not supported", rows.filter(({ known }) => known && isUnsupported(known)).length],
    ["mandatory", findings.filter(({ level }) => level === "mandatory").length],
    ["advisory", findings.filter(({ level, exempted }) => level === "advisory" && !exempted).length],
    ["exempted", findings.filter(({ exempted }) => exempted).length],
  ];
  const items = numbers.map(([name, number]) => markup`<div><dt>${name}</dt><dd>${number}</dd></div>\n`);
  return markup`<dl class="tiles">\n${items}</dl>\n`;
}

function isUnsupported({ support }: Inventory.FleetGateway): boolean {
  return support === "outside" || support === "prerelease";
}

/** What needs doing, in order of date. */
function agenda({ findings }: Report, rows: readonly Row[], now: Date): Markup {
  const today = day(now.getTime());
  const dates = rows.flatMap(({ known, label, id }) => {
    const link = markup`<a href="#${id}">${label}</a>`;
    const entries: { date: string; text: Markup }[] = [];
    if (known?.left)
      entries.push({ date: known.left, text: markup`${link}: image left Microsoft's support` });
    if (known?.expires !== undefined)
      entries.push({ date: day(known.expires), text: markup`${link}: access token expires` });
    return entries;
  });
  const ends = findings.flatMap(({ message, resource, policy, exempted }) => {
    const date = exempted ? endOf(message) : undefined;
    return date ? [{ date, text: markup`${resource ?? "The whole run"}: exemption of ${policy} ends` }] : [];
  });
  const all = [...dates, ...ends].sort((one, other) => (one.date < other.date ? -1 : 1));
  if (all.length === 0) return nothing;
  const items = all.map(
    ({ date, text }) =>
      markup`<li${date < today ? markup` class="past"` : nothing}><time datetime="${date}">${date}</time> ${text}</li>\n`,
  );
  return markup`<section><h2>Next dates</h2>\n<ol class="agenda">\n${items}</ol></section>\n`;
}

function endOf(message: string): string | undefined {
  return /^Exempted until (\d{4}-\d{2}-\d{2})/.exec(message)?.[1];
}

/** The minors in use and the supported ones, newest first, with the gateways that run them. */
function timeline({ window }: Inventory.Fleet, rows: readonly Row[]): Markup {
  const byMinor = new Map<string, Row[]>(window.minors.map((minor) => [minor, []]));
  for (const row of rows) {
    const minor = row.known?.minor ?? "other";
    byMinor.set(minor, [...(byMinor.get(minor) ?? []), row]);
  }
  const order = (minor: string) =>
    minor.split(".").reduce((sum, part) => sum * 1000 + (Number(part) || 0), 0);
  const lines = [...byMinor].sort(([one], [other]) => order(other) - order(one));
  const items = lines.map(([minor, running]) => {
    const supported = window.minors.includes(minor);
    const links = running.map(({ id, label }) => markup`<a href="#${id}">${label}</a> `);
    const state = supported ? "supported" : minor === "other" ? "rolling tag or unknown" : "not supported";
    return markup`<tr class="${supported ? "in" : "out"}"><th scope="row">${minor}</th><td>${state}</td><td>${links}</td></tr>\n`;
  });
  return markup`<section><h2>Support window</h2>\n<div class="wide"><table>\n<thead><tr><th scope="col">Version</th><th scope="col">Support</th><th scope="col">Gateways</th></tr></thead>\n<tbody>\n${items}</tbody></table></div></section>\n`;
}

const columns = ["Gateway", "Host", "Image", "Support", "Authentication", "Expires", "Owner", "Violations"];

function gatewayTable(rows: readonly Row[], now: Date): Markup {
  if (rows.length === 0) return markup`<p>There are no gateways in the input.</p>\n`;
  const heads = columns.map((name) => markup`<th scope="col">${name}</th>`);
  const lines = rows.map((row) => gatewayLine(row, now));
  return markup`<section><h2>Gateways</h2>\n<div class="wide"><table class="cards">\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${lines}</tbody></table></div></section>\n`;
}

function gatewayLine({ id, label, checked, known, findings }: Row, now: Date): Markup {
  const mandatory = findings.filter(({ level }) => level === "mandatory").length;
  const advisory = findings.length - mandatory;
  const violations = markup`<a href="#${id}-findings">${mandatory} mandatory, ${advisory} advisory</a>`;
  const place = placeText(checked.place);
  const cells = [
    markup`<strong>${label}</strong><br /><small>${place}</small>`,
    known?.host ?? "unknown",
    markup`<code>${known?.image ?? "unknown"}</code>`,
    supportText(known),
    methods[known?.auth ?? "unknown"],
    known?.expires === undefined ? "—" : expiryText(known.expires, now),
    known?.owner ?? "—",
    findings.length > 0 ? violations : "none",
  ].map((cell, index) => markup`<td data-name="${columns[index] ?? ""}">${cell}</td>`);
  const state = mandatory > 0 ? "bad" : advisory > 0 ? "fair" : "good";
  return markup`<tr id="${id}" class="${state}">${cells}</tr>\n`;
}

const methods = {
  workloadIdentity: "workload identity",
  azureAdApp: "Entra ID application",
  token: "access token",
  none: "none",
  unknown: "unknown",
} as const;

const supports = {
  supported: "supported",
  rolling: "rolling tag",
  outside: "not supported",
  prerelease: "not supported: preview",
  unversioned: "unknown: no version",
  newer: "unknown: newer than the list of releases",
  unlisted: "unknown: not in the list of releases",
  unknown: "unknown",
} as const;

function supportText(known: Inventory.FleetGateway | undefined): string {
  const text = supports[known?.support ?? "unknown"];
  return known?.left ? `${text} since ${known.left}` : text;
}

function expiryText(time: number, now: Date): string {
  const days = Math.floor((time - now.getTime()) / 86_400_000);
  return days < 0 ? `expired on ${day(time)}` : `${day(time)} (in ${count(days, "day")})`;
}

function day(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "unknown" : date.toISOString().slice(0, 10);
}

function exemptions({ findings }: Report): Markup {
  const exempted = findings.filter((finding) => finding.exempted);
  if (exempted.length === 0) return nothing;
  const items = exempted.map(
    ({ resource, policy, message }) =>
      markup`<li><strong>${resource ?? "The whole run"}</strong> ${policy}: ${prose(message)}</li>\n`,
  );
  return markup`<section><h2>Exemptions</h2>\n<ul>\n${items}</ul></section>\n`;
}

/** The findings of each resource, gateway or not. */
function details({ findings, gateways, policies }: Report): Markup {
  const ids = new Map(gateways.map(({ urn }, index) => [urn, `g${index + 1}-findings`]));
  const pages = new Map(policies.map(({ name, url }) => [name, url]));
  const groups = [...groupByUrn(findings)].map(([urn, group], index) => {
    const items = group.map((finding) => findingItem(finding, pages.get(finding.policy)));
    const id = ids.get(urn) ?? `r${index + 1}`;
    return markup`<article id="${id}"><h3>${titleOf(group)}</h3>\n<ul class="findings">\n${items}</ul></article>\n`;
  });
  return groups.length === 0 ? nothing : markup`<section><h2>Findings</h2>\n${groups}</section>\n`;
}

function findingItem({ policy, level, severity, message, place }: Finding, url: string | undefined): Markup {
  const name = url?.startsWith("https://") ? markup`<a href="${url}">${policy}</a>` : markup`${policy}`;
  return markup`<li class="${level}"><b>${level}</b> ${name} (${severity}) <small>${placeText(place)}</small><p>${prose(message)}</p></li>\n`;
}

/** The message's own backticks become code. */
function prose(message: string): Markup {
  const parts = message
    .split("`")
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
  return markup`${parts}`;
}

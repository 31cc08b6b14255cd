import { today } from "../../pulumi/clock";
import type * as Inventory from "../inventory";
import { cells, day, type Markup, markup, nameList, section, tableHead } from "./html-markup";
import { groupBy, linkTo, type Row } from "./html-rows";

const columns = ["Version", "Released", "Support", "Timeline", "Gateways"];

/** The minors in use and the supported ones, newest first, with the gateways that run them. */
export function supportWindow(fleet: Inventory.Fleet, rows: readonly Row[]): Markup {
  const byMinor = groupBy(rows, ({ known }) => known?.minor);
  const scale = scaleOf(fleet.minors);
  const lines = fleet.minors.map((minor) => {
    const values = [
      minor.released ? day(minor.released) : markup`unknown`,
      supportText(minor),
      bar(minor, scale),
      names(byMinor.get(minor.name) ?? []),
    ];
    const state = !minor.supported ? "bad" : minor.isNext ? "fair" : "good";
    return markup`<tr class="${state}"><th scope="row">${minor.name}</th>${cells(columns.slice(1), values)}</tr>\n`;
  });
  const others = byMinor.get(undefined) ?? [];
  const other = markup`<tr class="fair"><th scope="row">other</th>${cells(columns.slice(1), [
    markup`—`,
    markup`preview, rolling tag or unknown`,
    markup``,
    names(others),
  ])}</tr>\n`;
  const body = others.length > 0 ? [...lines, other] : lines;
  return section(
    "support",
    "Support window",
    markup`<table class="cards window">\n${tableHead(columns)}<tbody>\n${body}</tbody></table>\n`,
  );
}

function supportText({ left, endsWith, supported, isNext }: Inventory.Minor): Markup {
  if (supported) return markup`supported until ${endsWith ?? ""}${isNext ? ", the next minor" : ""}`;
  return left ? markup`not supported since ${day(left)}` : markup`not supported`;
}

function names(rows: readonly Row[]): Markup {
  if (rows.length === 0) return markup`none`;
  return nameList([markup`<b>${rows.length}</b>`, ...rows.map(linkTo)]);
}

/** The position of a day between the oldest release and today, from 0 to 1. */
type Scale = (day: string) => number;

function scaleOf(minors: readonly Inventory.Minor[]): Scale {
  const end = Date.parse(today());
  const start = Math.min(
    end - 1,
    ...minors.flatMap(({ released }) => (released ? Date.parse(released) : [])),
  );
  return (day) => Math.round((1000 * (Date.parse(day) - start)) / (end - start)) / 10;
}

/** A bar for the support period of a minor. The other columns have the same as text. */
function bar({ released, left, supported }: Inventory.Minor, scale: Scale): Markup {
  if (!released || !(supported || left)) return markup``;
  const from = scale(released);
  const width = Math.max(1, scale(left ?? today()) - from);
  return markup`<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" /><rect x="${from}" width="${width}" height="8" /></svg>`;
}

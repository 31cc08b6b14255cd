import { clock, dayOf, today } from "../../pulumi/clock";
import type * as Inventory from "../inventory";
import type { CheckedGateway, Finding, Report } from "../report";
import { count, groupByUrn } from "./format";
import { type Markup, markup } from "./html-markup";

/** A gateway on the page. */
export interface Row {
  /** The ID for links. */
  id: string;
  /** Its name without kind and stack. */
  name: string;
  /** Its stack: `shop/prod`, with its file if another has that name; undefined for manifests. */
  stack: string | undefined;
  checked: CheckedGateway;
  known: Inventory.FleetGateway | undefined;
  findings: Finding[];
}

/** The status of a value on the page: urgent, soon, or good. */
export type State = "bad" | "fair" | "good";

/** The number of days before its expiration in which a credential is marked. */
export const soonDays = 14;

export function rowsOf({ gateways, findings }: Report, fleet: Inventory.Fleet): Row[] {
  const known = new Map(fleet.gateways.map((gateway) => [gateway.urn, gateway]));
  const found = groupByUrn(findings);
  return gateways.map((checked, index) => {
    const { name, stack } = parts(checked);
    return {
      ...{ id: `g${index + 1}`, name, stack, checked },
      known: known.get(checked.urn),
      findings: found.get(checked.urn) ?? [],
    };
  });
}

/** `Deployment gateway (shop/prod) in prod.json` is the gateway `gateway` in `shop/prod in prod.json`. */
function parts({ resource, urn }: CheckedGateway): { name: string; stack: string | undefined } {
  const suffix = ` (${stackOf(urn).replace(/#\d+$/, "")})`;
  const at = resource.lastIndexOf(suffix);
  const label = at < 0 ? resource : resource.slice(0, at);
  const stack = at < 0 ? undefined : suffix.slice(2, -1) + resource.slice(at + suffix.length);
  return { name: label.replace(/^\w+ /, ""), stack };
}

/** `shop/prod` of a URN. */
export function stackOf(urn: string): string {
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/s.exec(urn) ?? [];
  return `${project}/${stack}`;
}

export function linkTo({ id, name }: Row): Markup {
  return markup`<a href="#${id}">${name}</a>`;
}

/** Items by key, in the order of the first occurrence of each key. */
export function groupBy<K, T>(things: readonly T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** The date of a time; "unknown" for an invalid one. */
export function dayText(time: number): string {
  return Number.isNaN(new Date(time).getTime()) ? "unknown" : dayOf(time);
}

/** `in 3 days`, `today`, `3 days ago`. */
export function distanceText(day: string): string {
  const days = daysUntil(day);
  if (days === 0) return "today";
  return days > 0 ? `in ${count(days, "day")}` : `${count(-days, "day")} ago`;
}

export function daysUntil(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today())) / 86_400_000);
}

/** Whether a credential is expired or expires soon. */
export function stateOf({ expires }: Inventory.Credential): State {
  if (expires <= clock.now()) return "bad";
  return daysUntil(dayText(expires)) <= soonDays ? "fair" : "good";
}

/** Whether the image is certainly outside Microsoft's support. */
export function isUnsupported({ known }: Row): boolean {
  return known?.support === "outside" || known?.support === "prerelease";
}

/** Whether an exemption accepts that the image isn't supported. */
export function isAccepted({ findings }: Row): boolean {
  return findings.some(({ policy, exempted }) => exempted && policy === "gateway-image-supported");
}

/** The prefix of an exempted finding's message. */
export function exemptionIn(message: string): { end: string; reason: string } | undefined {
  const [, end, reason] = /^Exempted until (\d{4}-\d{2}-\d{2}) \((.*?)\): /s.exec(message) ?? [];
  return end === undefined ? undefined : { end, reason: reason ?? "" };
}

export function levels(findings: readonly Finding[]): {
  mandatory: number;
  advisory: number;
  exempted: number;
} {
  const mandatory = findings.filter(({ level, exempted }) => level === "mandatory" && !exempted).length;
  const exempted = findings.filter((finding) => finding.exempted).length;
  return { mandatory, advisory: findings.length - mandatory - exempted, exempted };
}

/** `2 mandatory, 1 advisory`; zero counts are left out. */
export function levelsText(findings: readonly Finding[]): string {
  const numbers = Object.entries(levels(findings)).filter(([, number]) => number > 0);
  return numbers.map(([level, number]) => `${number} ${level}`).join(", ") || "none";
}

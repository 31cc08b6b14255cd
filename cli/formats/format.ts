import type { FailOn, Finding, Report } from "../report";

/** The options of the command that a format needs. */
interface Style {
  /** True for a terminal that shows colors. */
  color: boolean;
  failOn: FailOn;
}

/** How a report is written. */
export interface Format {
  write(report: Report, style: Style): string;
}

// Control characters control a terminal, and bidirectional characters can disguise a text.
const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A string on one line, with invisible characters escaped. */
export function printable(text: string): string {
  return text.replace(steering, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `gateway.yaml:12:5`. */
export function placeText(place: { file: string; line: number; column: number } | undefined): string {
  return place ? printable(`${place.file}:${place.line}:${place.column}`) : "";
}

/** `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The findings of each resource, in the order in which they were found. */
export function groupByUrn(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.urn);
    if (group) group.push(finding);
    else groups.set(finding.urn, [finding]);
  }
  return groups;
}

/** The name of a group of findings in a report. */
export function titleOf(findings: readonly Finding[]): string {
  return printable(findings[0]?.resource ?? "The whole run");
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
// XML 1.0 has no way to write these characters, section 2.2.
const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A string escaped for XML or HTML, in an element or a quoted attribute. */
export function escapeMarkup(text: string): string {
  return text.replace(impossible, "\ufffd").replace(/[&<>"']/g, (char) => entities[char] ?? char);
}

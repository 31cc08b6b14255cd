import type { Report } from "../report";

/** How a report is written. */
export interface Format {
  /** `color` is true for a terminal that shows colors. */
  write(report: Report, options: { color: boolean }): string;
}

// Control characters steer a terminal, and characters of direction make a text read as another.
const steering = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A text on one line, with everything that isn't shown written as an escape. */
export function printable(text: string): string {
  return text.replace(steering, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `gateway.yaml:12:5`. */
export function placeText(place: { file: string; line: number; column: number } | undefined): string {
  return place ? printable(`${place.file}:${place.line}:${place.column}`) : "";
}

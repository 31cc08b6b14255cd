/**
 * Recognizes a message by its template, so that tests name findings by ID and relevant values, never by wording:
 * `mandatory("outside", { line: "2.10" })`.
 */
import assert from "node:assert/strict";
import { policies } from "../policies";
import { frame } from "../pulumi/report";
import type { Finding } from "./pack";

/** A message of a policy, or of the frame around all policies: its ID, and the values of its placeholders. */
export interface Message {
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The message that a test expects. */
export interface Expected {
  /** Whether `line`, a message with or without its level in front, is the expected one. */
  test(line: string): boolean;
  toString(): string;
}

/** The relevant values by placeholder: whole words that occur in the message's value. */
type Values = Readonly<Record<string, string | readonly string[]>>;

/** A message at any level, with any of these IDs. */
export function reports(
  id: string | readonly string[],
  values: Values = {},
  level?: Finding["level"],
): Expected {
  const wanted = [id].flat();
  for (const each of wanted) if (!ids.has(each)) throw new Error(`no policy has a message "${each}"`);
  return {
    test(line) {
      const [, prefix, text = line] =
        /^(?:(advisory|mandatory|remediate)(?: [^ :]+)?: )?([\s\S]*)$/.exec(line) ?? [];
      if (level !== undefined && prefix !== level) return false;
      return recognize(text).some((message) => wanted.includes(message.id) && holds(message, values));
    },
    toString: () => `${level ?? "reports"}("${wanted.join(" or ")}", ${JSON.stringify(values)})`,
  };
}

export const mandatory = (id: string | readonly string[], values?: Values): Expected =>
  reports(id, values, "mandatory");
export const advisory = (id: string | readonly string[], values?: Values): Expected =>
  reports(id, values, "advisory");

const recognized = new Map<string, readonly Message[]>();

/** The messages that match a text, only those with the longest literal text. */
export function recognize(text: string): readonly Message[] {
  const known = recognized.get(text) ?? readAs(text);
  recognized.set(text, known);
  return known;
}

function readAs(text: string): readonly Message[] {
  const message = inner(text);
  const found = templates.flatMap(({ id, form, literal, places }) => {
    const match = form.exec(message);
    if (!match) return [];
    const values = Object.fromEntries(places.map((place, index) => [place, match[index + 1] ?? ""]));
    return [{ id, values, literal }];
  });
  const most = Math.max(...found.map(({ literal }) => literal));
  return found.filter(({ literal }) => literal === most);
}

function holds({ values }: Message, expected: Values): boolean {
  return Object.entries(expected).every(([place, wanted]) =>
    [wanted].flat().every((value) => hasWhole(values[place] ?? "", value)),
  );
}

/** Whether `value` occurs in `text` as a whole word: `2.1` is not in `2.10`. */
function hasWhole(text: string, value: string): boolean {
  if (text === value) return true;
  const isWord = (character: string | undefined) => character !== undefined && /[A-Za-z0-9]/.test(character);
  for (let at = text.indexOf(value); at >= 0 && value !== ""; at = text.indexOf(value, at + 1)) {
    const inWord =
      (isWord(value[0]) && isWord(text[at - 1])) || (isWord(value.at(-1)) && isWord(text[at + value.length]));
    if (!inWord) return true;
  }
  return false;
}

/** The message without what an exemption adds to it. */
function inner(text: string): string {
  return text.replace(before, "").replace(behind, "");
}

interface Template {
  readonly id: string;
  readonly form: RegExp;
  readonly places: readonly string[];
  /** The number of characters outside of placeholders. */
  readonly literal: number;
}

function template(id: string, text: string): Template {
  const parts = partsOf(text);
  const literals = parts.filter((_, index) => index % 2 === 0);
  return {
    id,
    form: new RegExp(`^${pattern(text)}$`),
    places: parts.filter((_, index) => index % 2 === 1),
    literal: literals.join("").length,
  };
}

/** Literal text and the names of placeholders, in turn. */
function partsOf(text: string): string[] {
  return text.split(/\{(\w+)\}/);
}

/** A regular expression with a group for each placeholder. */
function pattern(text: string): string {
  return partsOf(text)
    .map((part, index) => (index % 2 ? "([\\s\\S]*?)" : escaped(part)))
    .join("");
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

const before = new RegExp(`^${pattern(frame.exempted)} `);
const behind = new RegExp(
  ` (?:${[frame.ended, frame.notAllowed, frame.invalid, frame.tooFar].map(pattern).join("|")})$`,
);

const templates: readonly Template[] = [
  ...policies.flatMap((policy) => Object.entries(policy.messages)),
  ...Object.entries(frame),
].map(([id, text]) => template(id, String(text)));

const ids = new Set(templates.map(({ id }) => id));

/** Asserts that a line is the expected message. */
export function assertMessage(line: string | undefined, expected: Expected): void {
  assert.ok(expected.test(line ?? ""), `expected ${expected}, got ${line}`);
}

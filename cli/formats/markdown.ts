import type { Finding, Report } from "../report";
import { count, type Format, groupByUrn, placeText, printable, titleOf } from "./format";
import { summary } from "./text";

/** GitHub's maximum length of a comment, in characters. The report counts bytes, which are never fewer. */
const mostBytes = 65_536;

/** A comment for a pull request: violations first, as many findings as fit, and the number of omitted ones. */
export const markdown: Format = {
  write(report) {
    const sections = sectionsOf(report);
    const head = `## API Management self-hosted gateways\n\n${summary(report)}\n`;
    const room = mostBytes - size(head) - sections.reduce((sum, each) => sum + size(frame(each, [])), 0);
    const fitting = fit(sections, room);
    return head + fitting.map(({ section, entries }) => frame(section, entries)).join("");
  },
};

interface Entry {
  /** The resource, printed before its first finding. */
  title: string;
  text: string;
}

interface Section {
  noun: string;
  open: boolean;
  entries: Entry[];
}

function sectionsOf({ findings, policies }: Report): Section[] {
  const pages = new Map(policies.map(({ name, url }) => [name, url]));
  const section = (noun: string, open: boolean, matches: (finding: Finding) => boolean): Section => ({
    noun,
    open,
    entries: [...groupByUrn(findings.filter(matches)).values()].flatMap((group) =>
      group.map((finding) => ({ title: titleOf(group), text: line(finding, pages.get(finding.policy)) })),
    ),
  });
  return [
    section("mandatory violation", true, ({ level }) => level === "mandatory"),
    section("exempted violation", false, ({ exempted }) => exempted),
    section("advisory finding", false, ({ level, exempted }) => level === "advisory" && !exempted),
  ].filter(({ entries }) => entries.length > 0);
}

/** As many entries as fit, beginning with the first section. */
function fit(sections: readonly Section[], room: number): { section: Section; entries: Entry[] }[] {
  let left = room;
  return sections.map((section) => {
    const end = section.entries.findIndex((entry, index) => {
      left -= size(write(entry, section.entries[index - 1]));
      return left < 0;
    });
    return { section, entries: end < 0 ? section.entries : section.entries.slice(0, end) };
  });
}

function frame({ noun, open, entries }: Section, shown: readonly Entry[]): string {
  const title = count(entries.length, noun);
  const missing = entries.length - shown.length;
  const rest = missing > 0 ? `\n**Not shown for lack of space: ${missing} of ${title}.**\n` : "";
  const body = `${shown.map((entry, index) => write(entry, shown[index - 1])).join("")}${rest}`;
  return open ? `\n### ${title}\n${body}` : `\n<details>\n<summary>${title}</summary>\n${body}\n</details>\n`;
}

function write({ title, text }: Entry, before: Entry | undefined): string {
  return before?.title === title ? text : `\n${code(title)}\n\n${text}`;
}

function line({ policy, severity, message, place }: Finding, url: string | undefined): string {
  const name = url?.startsWith("https://") ? `[${policy}](${encodeURI(url)})` : `**${policy}**`;
  const at = place ? ` ${code(placeText(place))}` : "";
  return `- ${name} (${severity})${at}<br>${prose(printable(message))}\n`;
}

/** The message's own backticks become code; everything else is text. */
function prose(message: string): string {
  return message
    .split("`")
    .map((part, index) => (index % 2 === 1 ? code(part) : plain(part)))
    .join("");
}

function code(text: string): string {
  return text === "" ? "" : `<code>${encode(text)}</code>`;
}

// The text that GitHub and GitLab replace: @name, #1, !1, ~label, :emoji:. A zero-width space prevents it.
function plain(text: string): string {
  return encode(text.replace(/[@#!~%$&](?=\w)|:(?=[a-z+-])/gi, "$&\u200b"));
}

/** As entities, which never start Markdown syntax (CommonMark 0.31.2, section 2.5), including URLs. */
function encode(text: string): string {
  return text
    .replace(/[!-/:-@[-`{-~]/g, (char) => (harmless.test(char) ? char : `&#${char.charCodeAt(0)};`))
    .replace(/www\./gi, (address) => address.replace(".", "&#46;"));
}

// These start Markdown syntax only at the start of a line, and a message has only one line.
const harmless = /[.,;()'"/?%=-]/;

function size(text: string): number {
  return Buffer.byteLength(text);
}

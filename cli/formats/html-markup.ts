import { escapeMarkup, printable } from "./format";

/** Text that is safe in a page. Only `markup` creates it, so every value is escaped in one place. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | readonly Markup[];

export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.map((part, index) => part + escaped(values[index] ?? "")).join(""));
}

function escaped(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escapeMarkup(printable(String(value)));
}

export const nothing = markup``;

/** A message; its own backticks become code. */
export function prose(message: string): Markup {
  const parts = message
    .split("`")
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
  return markup`${parts}`;
}

/** A date without a line break. */
export function day(text: string): Markup {
  return markup`<time datetime="${text}">${text}</time>`;
}

/** A list of names. */
export function nameList(names: readonly Markup[]): Markup {
  return markup`<ul class="names">${names.map((name) => markup`<li>${name}</li>`)}</ul>`;
}

/** A section with a heading, which the page's navigation links to. */
export function section(id: string, title: string, content: Markup): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">\n<h2 id="${id}-title">${title}</h2>\n${content}</section>\n`;
}

/** The head of a table. */
export function tableHead(columns: readonly string[]): Markup {
  const heads = columns.map((name) => markup`<th scope="col">${name}</th>`);
  return markup`<thead><tr>${heads}</tr></thead>\n`;
}

/** The cells of a row. Each contains the name of its column, which a narrow page shows. */
export function cells(columns: readonly string[], values: readonly Markup[]): Markup {
  return markup`${values.map((value, index) => markup`<td data-name="${columns[index] ?? ""}"><div>${value}</div></td>`)}`;
}

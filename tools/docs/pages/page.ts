/** The headings of a policy's page, in order. `npm run docs` generates Synopsis and the table in Options. */
export const headings = [
  "Synopsis",
  "Why",
  "What is checked",
  "How to fix",
  "Bad",
  "Good",
  "Options",
  "Exceptions",
  "Links",
] as const;

export interface Section {
  readonly heading: string;
  readonly body: string;
}

/** The parts of a page: front matter between two lines `---`, title, introduction, sections. */
export interface Page {
  readonly frontMatter: string;
  readonly title: string;
  readonly introduction: string;
  readonly sections: readonly Section[];
}

export function parsePage(text: string): Page {
  const [, frontMatter = "", rest = ""] = /^(?:---\n([\s\S]*?)---\n+)?([\s\S]*)$/.exec(text) ?? [];
  const [head = "", ...parts] = splitOutsideFences(rest, /^## /);
  const [, title = "", introduction = ""] = /^(?:# (.*)\n)?([\s\S]*)$/.exec(head) ?? [];
  const sections = parts.map((part) => {
    const end = part.indexOf("\n");
    return { heading: part.slice(3, end).trim(), body: part.slice(end + 1).trim() };
  });
  return { frontMatter, title, introduction: introduction.trim(), sections };
}

export function printPage({ frontMatter, title, introduction, sections }: Page): string {
  const blocks = [
    `---\n${frontMatter}---`,
    `# ${title}`,
    introduction,
    ...sections.map(({ heading, body }) => `## ${heading}\n\n${body}`),
  ];
  return `${blocks
    .map((block) => block.trim())
    .filter(Boolean)
    .join("\n\n")}\n`;
}

/** Splits before each line that matches `start`, except in code blocks. */
function splitOutsideFences(text: string, start: RegExp): string[] {
  const parts: string[][] = [[]];
  let fenced = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced;
    if (!fenced && start.test(line)) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join("\n"));
}

import { examplesIn } from "../examples/examples";
import { fencesIn } from "../examples/fences";
import { headings, type Page, parsePage, type Section } from "./page";

const sources =
  /\]\(https:\/\/(?:learn\.microsoft\.com|github\.com\/(?:Azure|MicrosoftDocs)|azure\.microsoft\.com)\//i;

/** Returns what a policy's page lacks, as messages for its author. The list is empty if the page is complete. */
export function missingIn(text: string): string[] {
  if (text === "") return ["the page doesn't exist"];
  const page = parsePage(text);
  return [...wrongHeadings(page), ...missingSource(page), ...missingExamples(page), ...wrongBlocks(text)];
}

function wrongHeadings({ introduction, sections }: Page): string[] {
  const names = sections.map(({ heading }) => heading);
  const problems = [
    ...headings
      .filter((heading) => !names.includes(heading))
      .map((heading) => `the heading "${heading}" is missing`),
    ...names.filter((name) => !headings.includes(name as never)).map((name) => `unknown heading "${name}"`),
    ...sections.filter((section) => section.body === "").map(({ heading }) => `"${heading}" is empty`),
    ...(introduction ? ["there is text before the first heading"] : []),
  ];
  if (problems.length > 0 || names.join() === headings.join()) return problems;
  return [`the headings are out of order; use ${headings.join(", ")}`];
}

function missingSource(page: Page): string[] {
  const why = sectionOf(page, "Why");
  return why && !sources.test(why.body) ? ['"Why" has no link to a Microsoft source'] : [];
}

function missingExamples(page: Page): string[] {
  const missing = (
    [
      ["bad", "Bad"],
      ["good", "Good"],
    ] as const
  ).filter(([kind, heading]) => {
    const section = sectionOf(page, heading);
    return section && !examplesIn(section.body).some((example) => example.kind === kind);
  });
  return missing.map(
    ([kind, heading]) => `no \`\`\`ts ${kind} or \`\`\`yaml ${kind} block under "${heading}"`,
  );
}

function wrongBlocks(text: string): string[] {
  const silent = examplesIn(text).filter(({ kind, findings }) => kind === "bad" && !findings);
  const unmarked = fencesIn(text).filter(
    ({ language, words }) =>
      (language === "ts" || language === "yaml") && !words.includes("bad") && !words.includes("good"),
  );
  return [
    ...silent.map(() => "a bad example has no findings below it: run `npm run docs`"),
    ...unmarked.map(
      ({ language }) => `a \`\`\`${language} block is marked neither bad nor good, so it isn't run`,
    ),
  ];
}

function sectionOf({ sections }: Page, heading: string): Section | undefined {
  return sections.find((section) => section.heading === heading);
}

import { examplesIn } from "../examples/examples";
import { fencesIn } from "../examples/fences";
import { headings, parsePage } from "./page";

const sources =
  /\]\(https:\/\/(?:learn\.microsoft\.com|github\.com\/(?:Azure|MicrosoftDocs)|azure\.microsoft\.com)\//i;

/** What a policy's page lacks, for whoever writes it; nothing where it is complete. */
export function missingIn(text: string): string[] {
  if (text === "") return ["there is no such page"];
  const { introduction, sections } = parsePage(text);
  const names = sections.map(({ heading }) => heading);
  const body = (heading: string) => sections.find((section) => section.heading === heading)?.body ?? "";
  const examples = examplesIn(text);
  const problems = [
    ...headings.filter((heading) => !names.includes(heading)).map((heading) => `no heading "${heading}"`),
    ...names.filter((name) => !headings.includes(name as never)).map((name) => `unknown heading "${name}"`),
    ...sections.filter((section) => section.body === "").map(({ heading }) => `"${heading}" is empty`),
  ];
  if (introduction) problems.push("text before the first heading");
  if (problems.length === 0 && names.join() !== headings.join())
    problems.push(`headings out of order: they are ${headings.join(", ")}`);
  if (names.includes("Why") && !sources.test(body("Why")))
    problems.push('"Why" links no source at Microsoft');
  for (const kind of ["bad", "good"] as const) {
    const heading = kind === "bad" ? "Bad" : "Good";
    if (names.includes(heading) && !examplesIn(body(heading)).some((example) => example.kind === kind))
      problems.push(`no \`\`\`ts ${kind} or \`\`\`yaml ${kind} block under "${heading}"`);
  }
  for (const example of examples)
    if (example.kind === "bad" && !example.findings)
      problems.push("a bad example without its findings: run `npm run docs`");
  for (const { language, words } of fencesIn(text))
    if ((language === "ts" || language === "yaml") && !words.includes("bad") && !words.includes("good"))
      problems.push(`a \`\`\`${language} block that is neither bad nor good, so nobody runs it`);
  return problems;
}

import { frontMatterOf } from "./front-matter";
import { hasMarked, marked, replaceMarked } from "./marked";
import { optionsTable } from "./options-table";
import { headings, type Page, parsePage, printPage, type Section } from "./page";
import type { Policy } from "./policies";

/**
 * Returns a policy's page with the parts that follow from the code regenerated: front matter, title, synopsis, table of
 * options. A page in the old format (a synopsis in bold, a handwritten table of options) is converted to the new
 * format.
 */
export function updatePage(text: string, policy: Policy): string {
  const page = parsePage(text);
  const written: Page = {
    frontMatter: frontMatterOf(policy),
    title: policy.name,
    introduction: page.introduction.replace(/\*\*Synopsis\.\*\*[\s\S]*?(?:\n\n|$)/, "").trim(),
    sections: [
      { heading: "Synopsis", body: synopsis(policy) },
      ...withOptions(page.sections.filter(({ heading }) => heading !== "Synopsis")).map((section) =>
        section.heading === "Options" ? { ...section, body: optionsBody(section.body, policy) } : section,
      ),
    ],
  };
  return printPage(written);
}

function synopsis({ description, kind, level, severity, checks, remediates }: Policy): string {
  const when =
    kind === "resource"
      ? `Checked for each ${checks}, before it is created or changed.`
      : `Checked once for the whole stack, for each ${checks} in it.`;
  const standing = `Default level \`${level}\`, severity ${severity}.`;
  const remedy = remediates ? " At level `remediate` the policy applies the fix itself if that is safe." : "";
  return `${description}\n\n${when} ${standing}${remedy}`;
}

function optionsBody(body: string, policy: Policy): string {
  const content = optionsTable(policy);
  if (hasMarked(body, "options")) return replaceMarked(body, "options", content);
  const prose = body
    .split(/\n{2,}/)
    .filter((block) => !block.startsWith("|") && !block.startsWith("`exemptions` and"))
    .join("\n\n");
  return `${marked("options", content)}\n\n${prose}`.trim();
}

/** Adds an empty section Options at its position if the page has none. */
function withOptions(sections: readonly Section[]): readonly Section[] {
  if (sections.some(({ heading }) => heading === "Options")) return sections;
  const after: readonly string[] = headings.slice(headings.indexOf("Options") + 1);
  const place = sections.findIndex(({ heading }) => after.includes(heading));
  const options = { heading: "Options", body: "" };
  const at = place < 0 ? sections.length : place;
  return [...sections.slice(0, at), options, ...sections.slice(at)];
}

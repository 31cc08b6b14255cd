import responsibilities from "../../../support/responsibilities.json";
import type { Policy } from "./policies";
import { table } from "./table";

/** Generates docs/policies/README.md: the policies by row of Microsoft's table of responsibilities. */
export function indexPage(policies: readonly Policy[]): string {
  const { rows, source, sourceDate } = responsibilities;
  const titles = rows.map(({ title }) => title);
  const everywhere = policies.filter(({ row }) => !titles.includes(row));
  const parts = rows.map(({ title, class: owner, covers }) => {
    const own = policies.filter(({ row }) => row === title);
    const heading = `## ${title} (${owner})\n\n${covers}`;
    return own.length > 0
      ? `${heading}\n\n${policyTable(own, "")}`
      : `${heading}\n\nNo policy checks this row alone.`;
  });
  if (everywhere.length > 0)
    parts.push(`## Every row\n\nOwners and responsibilities.\n\n${policyTable(everywhere, "")}`);
  return `<!-- Written by npm run docs from the policies and from support/responsibilities.json. -->

# Policies

By the rows of Microsoft's table of responsibilities in [Support policies for self-hosted gateway](${source})
(${sourceDate}). In brackets: who is responsible for the row. Each page explains why the policy exists, what it checks and how
to fix what it reports, with examples that the tests run. [The article, sentence by sentence](../support-policy.md).

${parts.join("\n\n")}
`;
}

/** Returns a table of policies. `folder` is the path of their pages, relative to the page that contains the table. */
export function policyTable(policies: readonly Policy[], folder: string): string {
  return table(
    ["policy", "what it requires", "level", "severity"],
    policies.map(({ name, displayName, level, severity }) => [
      `[${name}](${folder}${name}.md)`,
      displayName,
      level,
      severity,
    ]),
  );
}

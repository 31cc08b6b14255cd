import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Day, parseDay } from "../../../pulumi/clock";
import type { Check, Outcome } from "../check";
import { readManifest } from "../manifest";

/** The changelog begins with the version to release and lists its changes. */
export const changelog: Check = {
  name: "changelog",
  async run({ root, today }) {
    return judgeChangelog(
      readFileSync(join(root, "CHANGELOG.md"), "utf8"),
      readManifest(root).version,
      today,
    );
  },
};

/** Checks the first section. Its heading is `1.0.0 (2026-11-24)`, or `1.0.0 (unreleased)` until the date is known. */
export function judgeChangelog(text: string, version: string, today: Day): Outcome {
  const [, ...sections] = text.split(/^## /m);
  const [heading = "", ...lines] = (sections[0] ?? "").split("\n");
  const changes = lines.filter((line) => line.startsWith("- ")).length;
  const checked = `${changes} changes in the section "${heading}"`;
  const [, found, date] = /^(\S+) \((\S+)\)$/.exec(heading) ?? [];
  if (found !== version || date === undefined)
    return {
      checked,
      problems: [
        `The first section of CHANGELOG.md is "${heading}". Set it to "## ${version} (unreleased)".`,
      ],
    };
  const problems =
    changes > 0 ? [] : [`The section ${version} of CHANGELOG.md lists no changes. Add one line per change.`];
  if (date === "unreleased")
    return {
      checked,
      problems,
      open: [`The date of ${version} isn't set. Set it: "## ${version} (${today})".`],
    };
  const day = parseDay(date);
  if (day === undefined || day > today)
    problems.push(`"${date}" in CHANGELOG.md isn't a date up to today. Use the format ${today}.`);
  return { checked, problems };
}

import { stripVTControlCharacters } from "node:util";
import { inColor } from "./ansi";
import { terminalPicture } from "./terminal";

const dim = (text: string) => inColor(text, 8);
/** The first line of a finding: its level and its policy. */
const head = /^ {8}- \[(mandatory|advisory)\] \[severity: \w+\] +([\w-]+)/;

/** The maximum number of findings of each level in the picture. */
const room = { mandatory: 4, advisory: 3 };

/**
 * Draws `docs/preview.svg` from the output of `npm run preview -- quickstart --color always`. It contains the first
 * finding of each policy, up to the maximum, the number of omitted findings, and the last line of the output. Folder
 * and version of this checkout are removed.
 */
export function previewPicture(stdout: string, root: string): string {
  const lines = stdout.trimEnd().split("\n");
  const start = lines.findIndex((line) => stripVTControlCharacters(line) === "Policies:");
  const end = lines.indexOf("", start);
  if (start < 0 || end < 0) throw new Error("The preview printed no findings.");
  const shown = [
    `${dim("$")} npm run preview`,
    dim("…"),
    ...shorten(lines.slice(start, end)).map((line) => line.replace(/@v\d[\w.+-]*/, "").replaceAll(root, ".")),
    "",
    lines.at(-1) ?? "",
  ];
  const description = stripVTControlCharacters(shown.join(" ")).replace(/\s+/g, " ");
  return terminalPicture(
    "The preview of the example quickstart, as the Pulumi CLI prints it",
    description,
    shown,
  );
}

/**
 * Removes repeated findings of a policy and findings above the maximum. Adds a line with the number of removed
 * findings.
 */
function shorten(section: readonly string[]): string[] {
  const left = { ...room };
  const hidden = { mandatory: 0, advisory: 0 };
  const shown = new Set<string>();
  let keep = true;
  const kept = section.filter((line) => {
    const [, level, policy = ""] = head.exec(stripVTControlCharacters(line)) ?? [];
    if (level === "mandatory" || level === "advisory") {
      keep = left[level] > 0 && !shown.has(policy);
      shown.add(policy);
      if (keep) left[level]--;
      else hidden[level]++;
    }
    return keep;
  });
  const more = (["mandatory", "advisory"] as const)
    .filter((level) => hidden[level] > 0)
    .map((level) => `${hidden[level]} more ${level}`);
  return more.length > 0 ? [...kept, dim(`        … and ${more.join(", ")}`)] : kept;
}

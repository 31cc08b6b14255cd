import type { Finding, Report } from "../report";
import { count, type Format, groupByUrn, placeText, printable, titleOf } from "./format";

const colors = { mandatory: 31, advisory: 33, bold: 1, dim: 2 } as const;
type Paint = (color: keyof typeof colors, text: string) => string;

/** The report for people: the findings of each resource, and a summary line. */
export const text: Format = {
  write(report, { color }) {
    const paint: Paint = (name, words) => (color ? `\u001b[${colors[name]}m${words}\u001b[0m` : words);
    const groups = groupByUrn(report.findings);
    const blocks = [...groups.values()].map((findings) => block(findings, paint));
    return `${[...blocks, summary(report)].join("\n")}\n`;
  },
};

function block(findings: readonly Finding[], paint: Paint): string {
  const title = titleOf(findings);
  const lines = findings.map(({ level, severity, policy, message, place }) => {
    const head = `  ${paint(level, level)} ${policy} (${severity}) ${paint("dim", placeText(place))}`;
    return `${head.trimEnd()}\n    ${printable(message)}`;
  });
  return `${paint("bold", title)}\n${lines.join("\n")}\n`;
}

/** The summary line: the numbers of findings and of checked files. */
export function summary({ gateways, findings, objects, files }: Report): string {
  const of = (level: Finding["level"]) => findings.filter((finding) => finding.level === level).length;
  const exempted = findings.filter((finding) => finding.exempted).length;
  const counts = [
    count(of("mandatory"), "mandatory violation"),
    `${of("advisory")} advisory`,
    ...(exempted > 0 ? [`${exempted} of them exempted`] : []),
  ].join(", ");
  const where = `${count(gateways.length, "gateway")} among ${count(objects, "object")} in ${count(files.checked, "file")}`;
  const skipped = files.skipped > 0 ? `; ${count(files.skipped, "file")} without Kubernetes objects` : "";
  return `${counts}: ${where}${skipped}.`;
}

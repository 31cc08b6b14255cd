import type { Result } from "./combination";

/** A combination that was tried. */
export interface Tried extends Result {
  readonly name: string;
  readonly seconds: number;
}

/** The table of all combinations, and below it every contract that broke, in Markdown. */
export function report(tried: readonly Tried[]): string {
  const rows = tried.map(
    ({ name, passed, broken, seconds }) =>
      `| ${name} | ${passed} | ${broken.length} | ${seconds.toFixed(0)} |`,
  );
  const table = ["| combination | passed | broken | seconds |", "| --- | --- | --- | --- |", ...rows];
  const broken = tried.flatMap((each) => each.broken.map((contract) => `- ${each.name}: ${contract}`));
  return [...table, ...(broken.length > 0 ? ["", "Broken contracts:", "", ...broken] : [])].join("\n");
}

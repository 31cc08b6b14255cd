import type { Result } from "./combination";

/** The result of a combination with its name and duration. */
export interface Tried extends Result {
  readonly name: string;
  readonly seconds: number;
}

/** Returns a Markdown table of all combinations, followed by a list of the broken contracts. */
export function report(tried: readonly Tried[]): string {
  const rows = tried.map(
    ({ name, passed, broken, seconds }) =>
      `| ${name} | ${passed} | ${broken.length} | ${seconds.toFixed(0)} |`,
  );
  const table = ["| combination | passed | broken | seconds |", "| --- | --- | --- | --- |", ...rows];
  const broken = tried.flatMap((each) => each.broken.map((contract) => `- ${each.name}: ${contract}`));
  return [...table, ...(broken.length > 0 ? ["", "Broken contracts:", "", ...broken] : [])].join("\n");
}

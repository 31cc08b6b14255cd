import { examplesIn } from "./examples";
import type { Runner } from "./findings";

/** Returns the page with the findings of each bad example below the example. */
export async function writeFindings(text: string, policy: string, runner: Runner): Promise<string> {
  let result = "";
  let done = 0;
  for (const example of examplesIn(text)) {
    if (example.kind === "good") continue;
    const { fence, findings } = example;
    const outcome = await runner.run(example, policy);
    result += `${text.slice(done, fence.end)}\n\n\`\`\`text\n${outcome.findings}\n\`\`\``;
    done = findings?.end ?? fence.end;
  }
  return result + text.slice(done);
}

/** Returns the problems of the good examples of a page. */
export async function wronglyGood(text: string, policy: string, runner: Runner): Promise<string[]> {
  const problems: string[] = [];
  for (const example of examplesIn(text).filter(({ kind }) => kind === "good")) {
    const { findings, judged } = await runner.run(example, policy);
    if (findings) problems.push(`a good example has findings:\n${findings}`);
    else if (!judged) problems.push("a good example contains nothing that the policy checks");
  }
  return problems;
}

/**
 * `npm run docs`: generates the parts of the documentation that follow from the code, runs the examples of the
 * policies' pages and writes their findings below them, and lists what a page lacks. `--check` writes nothing, runs no
 * examples, and fails if a part that follows from code and data alone is out of date.
 */
import { Runner } from "./examples/findings";
import { writeFindings, wronglyGood } from "./examples/write-findings";
import { generatedFiles } from "./pages/generated";
import { missingIn } from "./pages/missing";
import { policies } from "./pages/policies";
import { pageOf, read, write } from "./paths";

function check(): void {
  const stale = [...generatedFiles()].filter(([path, content]) => read(path) !== content);
  for (const [path] of stale) console.error(`${path} is out of date: run \`npm run docs\`.`);
  process.exitCode = stale.length > 0 ? 1 : 0;
}

async function generate(): Promise<void> {
  const put = (path: string, content: string) => {
    if (read(path) === content) return;
    write(path, content);
    console.log(`wrote ${path}`);
  };
  for (const [path, content] of generatedFiles()) put(path, content);
  const runner = new Runner();
  try {
    for (const { name } of policies) {
      const path = pageOf(name);
      try {
        put(path, await writeFindings(read(path), name, runner));
        for (const problem of await wronglyGood(read(path), name, runner)) lack(path, problem);
      } catch (error) {
        lack(path, `an example fails: ${(error as Error).message}`);
      }
      for (const problem of missingIn(read(path))) lack(path, problem);
    }
  } finally {
    await runner.stop();
  }
}

const lacking = new Set<string>();

function lack(path: string, problem: string): void {
  if (!lacking.has(path)) console.error(`\nProblems in ${path}:`);
  lacking.add(path);
  console.error(`  - ${problem}`);
  process.exitCode = 1;
}

if (process.argv.includes("--check")) check();
else generate();

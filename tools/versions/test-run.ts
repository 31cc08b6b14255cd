import { join } from "node:path";
import { run } from "../cli/process";
import type { Result } from "./combination";

/** Options for running test files. */
interface TestRun {
  /** The root folder of the checkout that contains the tests. */
  readonly root: string;
  readonly files: readonly string[];
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Runs only some of the generated cases, as `npm run test:quick` does. */
  readonly quick?: boolean;
}

/** Runs test files with `node --test`. */
export async function runTests({
  root,
  files,
  node = process.execPath,
  env = {},
  quick,
}: TestRun): Promise<Result> {
  const args = [
    ...(quick ? ["--env-file=test/quick.env"] : []),
    ...["--require", "tsx/cjs", "--test", "--test-concurrency=2"],
    `--test-reporter=${join(__dirname, "reporter.js")}`,
    ...files,
  ];
  const { code, stdout, stderr } = await run(node, args, { cwd: root, env: { ...process.env, ...env } });
  const tests = stdout.split("\n").flatMap(readLine);
  const broken = tests.filter(({ passed }) => !passed).map(({ test }) => test);
  if (code !== 0 && broken.length === 0)
    broken.push(`the tests ended with exit code ${code}: ${lastLine(stderr)}`);
  return { passed: tests.length - tests.filter(({ passed }) => !passed).length, broken };
}

/** Parses a line of the reporter. Other lines, which tests may print, are ignored. */
function readLine(line: string): { test: string; passed: boolean }[] {
  return line.startsWith('{"test":') ? [JSON.parse(line)] : [];
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

import { join } from "node:path";
import { run } from "../cli/process";
import type { Result } from "./combination";

/** How to run test files. */
interface TestRun {
  /** The folder whose tests they are. */
  readonly root: string;
  readonly files: readonly string[];
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Tries only a part of the generated cases, as `npm run test:quick` does. */
  readonly quick?: boolean;
}

/** Runs test files by `node --test`. */
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

/** A line of the reporter; tests may print lines of their own between them. */
function readLine(line: string): { test: string; passed: boolean }[] {
  return line.startsWith('{"test":') ? [JSON.parse(line)] : [];
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

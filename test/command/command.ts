/** Runs the command in this process. All tests of a file share one process with the policies. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { Judge } from "../../cli/analyzer/judge";
import { check } from "../../cli/check";
import { Problem } from "../../cli/problem";
import type { Report } from "../../cli/report";

export const root = join(__dirname, "..", "..");

/** The exit code and the output of a run. */
export interface Run {
  code: number;
  stdout: string;
  /** The reason why it couldn't check. */
  problem: string;
}

let judge: Promise<Judge> | undefined;
const folder = mkdtempSync(join(tmpdir(), "command-"));
after(async () => {
  rmSync(folder, { recursive: true });
  await (await judge)?.close();
  judge = undefined;
});

/** Writes a file for a test. Returns its path. */
export function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

export async function run(
  args: readonly string[],
  {
    stdin = "",
    color = false,
    pages = true,
  }: { stdin?: string | Buffer; color?: boolean; pages?: boolean } = {},
): Promise<Run> {
  let stdout = "";
  const open = () => Judge.open(root, join(root, "dist/cli/analyzer/lifeline.js"));
  try {
    const code = await check(args, {
      stdin: () => Buffer.from(stdin as string),
      stdout: (text) => {
        stdout += text;
      },
      color,
      judge: async () => {
        judge ??= open();
        // Whether policies have pages follows from package.json, see test/pulumi/pages.test.ts.
        const { policies } = (await judge).info;
        for (const policy of policies)
          policy.url = pages ? `https://example.com/pages/${policy.name}.md` : "";
        return judge;
      },
    });
    return { code, stdout, problem: "" };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: 2, stdout, problem: error.message };
  }
}

/** The JSON report of a text on standard input. */
export async function report(stdin: string, ...args: string[]): Promise<Report> {
  const { stdout, problem } = await run(["--json", ...args, "-"], { stdin });
  if (problem) throw new Error(problem);
  return JSON.parse(stdout);
}

/** A Deployment with a gateway of an unsupported image. */
export function deployment({ name = "gateway", image = "2.0.0", extra = "" } = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: gateway
          image: mcr.microsoft.com/azure-api-management/gateway:${image}
${extra}`;
}

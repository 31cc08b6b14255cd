#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Judge } from "./analyzer/judge";
import { check } from "./check";
import { printable } from "./formats/format";
import { readAll } from "./inputs/files";
import { usage } from "./options";
import { Problem } from "./problem";

/** The package's folder: this file is in `dist/cli`. */
const root = join(__dirname, "..", "..");

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === "--version") return print(`${version()}\n`);
  if (command === "--help" || args.includes("--help")) return print(usage);
  if (command !== "check") return fail(usage);
  let judge: Promise<Judge> | undefined;
  try {
    const code = await check(args, {
      stdin: () => readAll("stdin", 0),
      stdout: print,
      color: process.stdout.isTTY === true && !process.env.NO_COLOR,
      judge: () => {
        judge = Judge.open(root, join(__dirname, "analyzer", "lifeline.js"));
        return judge;
      },
    });
    await (await judge)?.close();
    return code;
  } catch (error) {
    // The process with the policies may still be starting; it ends with this one.
    process.stderr.write(explain(error), () => process.exit(2));
    return 2;
  }
}

function version(): string {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}

/** The message of an unexpected error is left out: it may quote the input. */
function explain(error: unknown): string {
  if (error instanceof Problem) return `${error.message.split("\n").map(printable).join("\n")}\n`;
  const name = error instanceof Error ? error.name : "Error";
  return `The command failed because of a bug (${name}). Please report it.\n`;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

function fail(text: string): 2 {
  process.stderr.write(text);
  return 2;
}

// The reader of the output may end early, like `head`, or the disk may be full: then the report is incomplete.
process.stdout.on("error", () => process.exit(2));

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

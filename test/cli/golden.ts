import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** The CLI's output about policies, without this checkout's folder and version. */
export function policiesSection(stdout: string): string {
  const [, section = ""] = /^(Policies:\n(?:.+\n)*)/m.exec(stdout) ?? [];
  return section.replaceAll(root, "<the pack>").replace(/@v\d\S*/, "");
}

/** Compares with the file `<name>.golden.txt` in this folder; with UPDATE_GOLDEN=1, writes it instead. */
export function assertGolden(name: string, actual: string): void {
  const file = join(__dirname, `${name}.golden.txt`);
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, actual);
  assert.equal(actual, readFileSync(file, "utf8"));
}

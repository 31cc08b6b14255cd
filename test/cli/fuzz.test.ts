/** The command `npm run fuzz`, which reports its runs and fails if there were none. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { runScript } from "../../tools/cli/process";

const root = join(__dirname, "..", "..");
const fuzz = (...args: string[]) => runScript("test/fuzz/run.ts", args, { cwd: root });

test("it checks the given number of resources, from the given seed", async () => {
  const { code, stdout } = await fuzz("--runs", "60", "--seed", "1", "--processes", "1");
  const [, runs = ""] = /^seed 1: (\d+) runs, \d+ calls$/m.exec(stdout) ?? [];
  assert.ok(Number(runs) >= 60, stdout);
  // Slow calls can only be measured on an idle machine.
  const harm = stdout.match(/^FAILED (?!a call takes).*/gm);
  assert.deepEqual([code > 1, harm], [false, null]);
});

for (const [option, value] of [
  ["--runs", "many"],
  ["--processes", "0"],
] as const)
  test(`${option} ${value} is rejected`, async () => {
    const { code, stderr } = await fuzz(option, value);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^${option} is ${value}, not a whole number`));
  });

/** A machine without Pulumi and Go: no test is skipped, and the error names what to install. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run, runScript } from "../../tools/cli/process";

const root = join(__dirname, "..", "..");
const advice =
  /Could not build pulumi v[\d.]+ .*: Go isn't installed[\s\S]*Install Go .* or install Pulumi [\d.]+ or newer/;

let folder: string;
let env: NodeJS.ProcessEnv;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "no-cli-"));
  // The cache of built programs is empty, and PATH has no programs.
  const cache = Object.fromEntries(["HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"].map((name) => [name, folder]));
  env = { ...process.env, ...cache, PATH: join(folder, "bin") };
});
after(() => rmSync(folder, { recursive: true }));

test("the command names what to install", async () => {
  const { code, stdout, stderr } = await runScript("tools/preview/main.ts", [], { cwd: root, env });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, advice);
  assert.doesNotMatch(stderr, /^ +at /m, "a stack trace helps nobody here");
});

test("a test that needs the CLI fails with the same words", async () => {
  // Within a test, Node.js would treat a test file as a part of it.
  env.NODE_TEST_CONTEXT = undefined;
  const options = [
    "--require",
    require.resolve("tsx/cjs"),
    "--test-reporter",
    "tap",
    "test/cli/exemptions.test.ts",
  ];
  const { code, stdout } = await run(process.execPath, options, { cwd: root, env });
  assert.equal(code, 1);
  assert.match(stdout, advice);
  assert.match(stdout, /^# pass 0$/m);
  assert.match(stdout, /^# skipped 0$/m);
});

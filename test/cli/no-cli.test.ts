/** A machine without Pulumi and without Go: nothing is skipped, and whoever asks for the CLI is told what to install. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../tools/cli/process";

const root = join(__dirname, "..", "..");
const advice =
  /Could not build pulumi v[\d.]+ .*: Go is not installed[\s\S]*Either install Go .* or install Pulumi [\d.]+ or newer/;

let folder: string;
let env: NodeJS.ProcessEnv;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "no-cli-"));
  // What the programs are built into is empty, and PATH holds no program at all.
  const cache = Object.fromEntries(["HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"].map((name) => [name, folder]));
  env = { ...process.env, ...cache, PATH: join(folder, "bin") };
});
after(() => rmSync(folder, { recursive: true }));

const node = (...args: string[]) =>
  run(process.execPath, ["--require", require.resolve("tsx/cjs"), ...args], { cwd: root, env });

test("the command says what to install", async () => {
  const { code, stdout, stderr } = await node("tools/preview/main.ts");
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, advice);
  assert.doesNotMatch(stderr, /^ +at /m, "a stack trace helps nobody here");
});

test("a test that needs the CLI fails with the same words", async () => {
  // Within a test, Node.js would take a test file for a part of it.
  env.NODE_TEST_CONTEXT = undefined;
  const { code, stdout } = await node("--test-reporter", "tap", "test/cli/exemptions.test.ts");
  assert.equal(code, 1);
  assert.match(stdout, advice);
  assert.match(stdout, /^# pass 0$/m);
  assert.match(stdout, /^# skipped 0$/m);
});

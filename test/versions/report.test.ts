/** The report of `npm run test:versions` on tests that pass, fail and crash, and the versions in the docs. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { report } from "../../tools/versions/report";
import { runTests } from "../../tools/versions/test-run";

const root = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "versions-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, `const { describe, test } = require("node:test");\n${source}`);
  return path;
}

// Within a test, Node.js would treat a test file as a part of it.
const env = { NODE_TEST_CONTEXT: undefined };

test("a test that fails is a contract that broke, by its name", async () => {
  const source = `describe("the seam", () => {
    test("holds", () => console.log("noise"));
    test("is the SDK's own", () => { throw new Error("changed"); });
  });
  describe("another", () => test("holds too", () => {}));`;
  const result = await runTests({ root, files: [file("mixed.js", source)], env });
  assert.deepEqual(result, { passed: 2, broken: ["is the SDK's own"] });
});

test("tests that don't start aren't a success", async () => {
  const throwing = file("broken.js", "require('no-such-package');");
  for (const path of [throwing, join(folder, "missing.js")]) {
    const { passed, broken } = await runTests({ root, files: [path], env });
    assert.deepEqual([passed, broken.length], [0, 1], path);
  }
});

test("the report lists each contract below the table", () => {
  const text = report([
    { name: "Node 20", passed: 5, broken: [], seconds: 3.4 },
    { name: "SDK 1.22.0", passed: 4, broken: ["holds"], seconds: 1 },
  ]);
  assert.ok(text.includes("| Node 20 | 5 | 0 | 3 |"));
  assert.ok(text.endsWith("- SDK 1.22.0: holds"));
});

test("the version that docs/operations.md pins for Yarn 1 is the pack's own", () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const page = readFileSync(join(root, "docs", "operations.md"), "utf8");
  const [, range] = /"\*\*\/@pulumi\/policy\/@pulumi\/pulumi": "(.*?)"/.exec(page) ?? [];
  assert.equal(range, dependencies["@pulumi/pulumi"]);
});

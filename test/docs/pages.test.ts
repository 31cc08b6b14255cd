/** Code, pages, index, README, changelog and tests have the same policies. */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { generatedFiles } from "../../tools/docs/pages/generated";
import { hasMarked } from "../../tools/docs/pages/marked";
import { missingIn } from "../../tools/docs/pages/missing";
import { policies } from "../../tools/docs/pages/policies";
import { pageOf, read } from "../../tools/docs/paths";

const root = join(__dirname, "..", "..");
const names = policies.map(({ name }) => name);

describe("each policy", () => {
  for (const { name, checks } of policies) {
    test(`${name}: its page is complete, its headings are in order, every program on it is run`, () => {
      assert.deepEqual(missingIn(read(pageOf(name))), []);
    });

    test(`${name}: it has tests, a line in the changelog, and names what it checks`, () => {
      assert.ok(existsSync(join(root, "test", "policies", `${name}.test.ts`)), "no test file");
      assert.ok(read("CHANGELOG.md").includes(`\`${name}\``), "not in the changelog");
      assert.notEqual(checks, "");
    });
  }
});

test("every page and every file of a policy belongs to a policy", () => {
  const without = (folder: string, ending: string, other: string) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(ending) && file !== other)
      .map((file) => file.slice(0, -ending.length))
      .sort();
  const sorted = [...names].sort();
  assert.deepEqual(without("docs/policies", ".md", "README.md"), sorted);
  assert.deepEqual(without("policies", ".ts", "index.ts"), sorted);
});

test("what follows from the code is up to date, and the README has room for its table", () => {
  for (const [path, content] of generatedFiles())
    assert.equal(read(path), content, `${path} is out of date: run \`npm run docs\``);
  assert.ok(hasMarked(read("README.md"), "policies"));
});

test("the index names each policy once, under a row of Microsoft's table", () => {
  const index = read("docs/policies/README.md");
  for (const name of names) assert.equal(index.split(`](${name}.md)`).length, 2, name);
});

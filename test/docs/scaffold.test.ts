/** `npm run new:policy` creates a policy's files. example-types.test.ts compiles them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scaffold, withPolicy } from "../../tools/docs/new-policy/scaffold";
import { missingIn } from "../../tools/docs/pages/missing";
import { policies } from "../../tools/docs/pages/policies";
import { updatePage } from "../../tools/docs/pages/policy-page";
import { read } from "../../tools/docs/paths";

test("a new policy has a file, a test and a page; the page lacks what only a person can write", () => {
  const files = scaffold("gateway-example", "stack");
  assert.deepEqual(
    [...files.keys()],
    [
      "policies/gateway-example.ts",
      "test/policies/gateway-example.test.ts",
      "docs/policies/gateway-example.md",
    ],
  );
  const [policy] = policies;
  assert.ok(policy);
  const page = updatePage(files.get("docs/policies/gateway-example.md") ?? "", policy);
  assert.deepEqual(missingIn(page), [
    '"Bad" is empty',
    '"Good" is empty',
    '"Why" has no link to a Microsoft source',
    'no ```ts bad or ```yaml bad block under "Bad"',
    'no ```ts good or ```yaml good block under "Good"',
  ]);
});

test("it is the last of the pack, and its import is where biome wants it", () => {
  const index = withPolicy(read("policies/index.ts"), "gateway-b-example");
  assert.match(index, /\n {2}gatewayBExample,\n\];\n$/);
  const imports = [...index.matchAll(/from "(\.\/.*)";/g)].map(([, file]) => file);
  assert.ok(imports.includes("./gateway-b-example"));
  assert.deepEqual(imports, [...imports].sort());
});

test("generating a page again doesn't change a correct page, and converts an old one", () => {
  for (const policy of policies) {
    const text = read(`docs/policies/${policy.name}.md`);
    assert.equal(updatePage(text, policy), text);
  }
  const [policy] = policies;
  assert.ok(policy);
  const old = `# ${policy.name}\n\n**Synopsis.** Something\nold.\n\n## Why\n\nBecause.\n\n## Options\n\n| option |\n|---|\n| old |\n\nA word on it.\n\n## Links\n\n- none\n`;
  const page = updatePage(old, policy);
  assert.ok(!page.includes("**Synopsis.**") && !page.includes("| old |"));
  assert.ok(page.startsWith(`---\npolicy: ${policy.name}\n`) && page.includes("A word on it."));
  assert.ok(page.includes(policy.description) && page.includes("Because."));
});

/** No page mentions a policy, an option or a command that doesn't exist. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { policies } from "../../tools/docs/pages/policies";
import { codesIn, pages, prose } from "./markdown";

const root = join(__dirname, "..", "..");
const text = (path: string) => readFileSync(join(root, path), "utf8");
const names = policies.map(({ name }) => name);
const options = new Set(policies.flatMap((policy) => Object.keys(policy.options)));

/** Names that look like a policy's but aren't. */
const others = new Set([
  "gateway-key",
  "gateway-token",
  "apim-gateway",
  "apim-gateways",
  "apim-self-hosted-gateway",
]);

/** The pack's code: a name that occurs in it exists. */
const code = ["policies", "analysis", "gateway", "kubernetes", "azure", "support", "pulumi"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => /\.(ts|json)$/.test(file))
  .map(text)
  .join("\n");

for (const page of pages()) {
  test(`${page}: every policy that it names exists`, () => {
    const named = codesIn(text(page)).filter((word) => /^(gateway|apim)(-[a-z]+)+$/.test(word));
    const unknown = named.filter((word) => !names.includes(word) && !others.has(word) && !isTag(word));
    assert.deepEqual(unknown, []);
  });

  test(`${page}: every option and every command that it names exists`, () => {
    const said = [...prose(text(page)).matchAll(/\boptions? `(\w+)`|`([a-z]+[A-Z]\w*)` of \[[a-z-]+\]/g)];
    for (const [, before, after] of said) {
      const option = before ?? after ?? "";
      assert.ok(options.has(option), `option ${option}`);
    }
    const { scripts } = JSON.parse(text("package.json"));
    for (const [, script = ""] of text(page).matchAll(/\bnpm run ([\w:]+)/g))
      assert.ok(script in scripts, `npm run ${script}`);
  });
}

for (const { name } of policies) {
  test(`docs/policies/${name}.md: every word of code in the form of an option is one, or is in the code`, () => {
    const path = `docs/policies/${name}.md`;
    const words = codesIn(text(path)).filter((word) => /^[a-z]+(?:[A-Z][a-z]+)+$/.test(word));
    const gone = words.filter(
      (word) => !options.has(word) && !code.includes(word) && !inFences(text(path), word),
    );
    assert.deepEqual([...new Set(gone)], []);
  });
}

/** The pack's labels as tags of Azure, whose names can't contain a `/`. */
function isTag(word: string): boolean {
  const [, rest = ""] = /^apim-gateway-(.+)$/.exec(word) ?? [];
  const tags = /^(?:owner|[a-z]+-owner|responsibility|token-rotation)$/;
  return tags.test(rest) || names.some((name) => rest === `exempt-${name}`);
}

function inFences(page: string, word: string): boolean {
  return [...page.matchAll(/^```[\s\S]*?^```/gm)].some(([block]) => block.includes(word));
}

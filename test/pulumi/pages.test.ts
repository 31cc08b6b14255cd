/** The URLs of policies' pages: on the host of the repository in package.json, or none. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pageIn } from "../../pulumi/pages";
import { usePack } from "../../testkit/use-pack";

const root = join(__dirname, "..", "..");
const { repository } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const file = "docs/policies/gateway-wiring.md";

describe("the page of a policy", () => {
  for (const [host, url, page] of [
    [
      "GitHub",
      "git+https://github.com/contoso/policies.git",
      "https://github.com/contoso/policies/blob/HEAD",
    ],
    ["GitHub Enterprise", "https://github.contoso.com/a/b", "https://github.contoso.com/a/b/blob/HEAD"],
    ["GitLab", "https://gitlab.com/a/b/c.git", "https://gitlab.com/a/b/c/-/blob/HEAD"],
    ["Azure DevOps", "https://dev.azure.com/a/b/_git/c", "https://dev.azure.com/a/b/_git/c?path="],
    ["with a user", "https://me:secret@github.com/a/b/", "https://github.com/a/b/blob/HEAD"],
  ] as const)
    test(host, () => assert.equal(pageIn({ url }, "gateway-wiring"), `${page}/${file}`));

  test("in a folder of the repository", () => {
    const page = pageIn({ url: "https://github.com/a/b", directory: "packs/gateway" }, "gateway-wiring");
    assert.equal(page, `https://github.com/a/b/blob/HEAD/packs/gateway/${file}`);
  });

  for (const url of [
    "",
    "contoso/policies",
    "git@github.com:a/b.git",
    "https://code.contoso.com/a/b",
    "https://",
  ])
    test(`is not invented for ${JSON.stringify(url)}`, () =>
      assert.equal(pageIn({ url }, "gateway-wiring"), undefined));

  test("is not invented without a repository", () =>
    assert.equal(pageIn(undefined, "gateway-wiring"), undefined));
});

describe("this package", () => {
  const pack = usePack();

  test("has a page for each policy, and its address if package.json has one of the repository", () => {
    for (const { name, url } of pack.info.policies) {
      assert.equal(url, pageIn(repository, name) ?? "");
      assert.equal(
        url !== "",
        repository !== undefined,
        "pulumi/pages.ts does not know the host of the repository",
      );
      assert.ok(existsSync(join(root, "docs", "policies", `${name}.md`)));
    }
  });

  test("has no address of its own anywhere else than the one in package.json", () => {
    const known = addressOf(repository?.url ?? "https://nowhere");
    const own =
      /https?:\/\/[^\s"'`)>]*(?:apim-self-hosted-gateway|\/docs\/policies)[^\s"'`)>]*|<this repository>/g;
    assert.match("https://github.com/a/pulumi-policy-apim-self-hosted-gateway", own);
    const found = sources().flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(own)].map(([address]) => ({ path, address })),
    );
    assert.deepEqual(
      found.filter(({ address }) => !address.startsWith(known)),
      [],
    );
  });
});

function addressOf(url: string): string {
  return url.replace(/^git\+/, "").replace(/\.git$/, "");
}

/** Every handwritten file except the tests, which contain made-up URLs. */
function sources(): string[] {
  const others = new Set(["node_modules", "dist", ".git", "test", "package.json", "npm-shrinkwrap.json"]);
  return readdirSync(root)
    .filter((entry) => !others.has(entry))
    .flatMap((entry) =>
      statSync(join(root, entry)).isDirectory()
        ? readdirSync(join(root, entry), { recursive: true, encoding: "utf8" }).map((path) =>
            join(entry, path),
          )
        : [entry],
    )
    .filter((path) => statSync(join(root, path)).isFile());
}

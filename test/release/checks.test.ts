/** Each check of a release, with a case that passes and the nearest one that fails. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { run } from "../../tools/cli/process";
import { checks } from "../../tools/release/checks";
import { judgeChangelog } from "../../tools/release/checks/changelog";
import { licenseProblems } from "../../tools/release/checks/licenses";
import { bomProblems } from "../../tools/release/checks/sbom";
import { contentProblems, maxBytes, sizeProblems } from "../../tools/release/checks/tarball";

const today = "2026-11-24";
const base = mkdtempSync(join(tmpdir(), "release-"));
after(() => rmSync(base, { recursive: true }));

/** A small repository that is ready to be released. */
const ready = {
  "package.json": {
    name: "pack",
    version: "1.2.0",
    repository: "github:a/pack",
    dependencies: { used: "2.0.0" },
    devDependencies: { tool: "1.0.0" },
  },
  "npm-shrinkwrap.json": {
    version: "1.2.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "pack", version: "1.2.0" },
      "node_modules/used": { version: "2.0.0", license: "MIT" },
      // The pack requires the same package, which `npm sbom --omit dev` then leaves out.
      "node_modules/tool": {
        version: "1.0.0",
        license: "GPL-3.0-only",
        dev: true,
        dependencies: { used: "2.0.0" },
      },
    },
  },
  "README.md": "policy enable acme/apim-self-hosted-gateway 1.2.0 \\",
  "docs/operations.md": "policy enable acme/apim-self-hosted-gateway 1.2.0",
  "CHANGELOG.md": "# Changelog\n\n## 1.2.0 (2026-11-24)\n\n- A change.\n",
  "support/releases.json": { asOf: "2026-10-25" },
  "tsconfig.build.json": { include: ["index.ts", "policies"] },
  "index.ts": "",
  "policies/first.ts": "",
  "config/production.json": {},
  "types/policies.d.ts": "",
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(base, "repository-"));
  for (const [file, content] of Object.entries(ready)) put(file, content);
});

function put(file: string, content: unknown): void {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), typeof content === "string" ? content : JSON.stringify(content));
}

/** The result of a check. */
async function outcome(name: string, tag?: string) {
  const check = checks.find((each) => each.name === name);
  assert.ok(check, name);
  return check.run({ root, output: join(root, "release"), tag, today });
}

async function problems(name: string, tag?: string) {
  return (await outcome(name, tag)).problems;
}

test("clean-tree: everything is committed", async () => {
  const git = async (...args: string[]) => {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    const { code, stderr } = await run("git", [...identity, ...args], { cwd: root });
    assert.equal(code, 0, stderr);
  };
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "--message", "Begin");
  assert.deepEqual(await problems("clean-tree"), []);

  put("README.md", "changed");
  put("new.txt", "");
  const [problem, ...more] = await problems("clean-tree");
  assert.match(problem ?? "", /README\.md, new\.txt/);
  assert.deepEqual(more, []);
});

test("version: the same in every place, and in the tag", async () => {
  assert.deepEqual(await problems("version", "v1.2.0"), []);
  assert.equal((await problems("version", "v1.3.0")).length, 1);

  put("README.md", "policy enable acme/apim-self-hosted-gateway 1.1.0");
  put("npm-shrinkwrap.json", { ...ready["npm-shrinkwrap.json"], version: "1.1.0" });
  const found = await problems("version");
  assert.deepEqual(
    found.map((problem) => /npm-shrinkwrap\.json|README\.md/.exec(problem)?.[0]),
    ["npm-shrinkwrap.json", "README.md"],
  );
});

test("version: `repository` may be open until there is a tag", async () => {
  assert.deepEqual((await outcome("version")).open, []);
  put("package.json", { ...ready["package.json"], repository: undefined });
  assert.equal((await outcome("version")).open?.length, 1);
});

test("changelog: begins with the version, its day and its changes", async () => {
  assert.deepEqual(await problems("changelog"), []);
  const judge = (text: string) => judgeChangelog(text, "1.2.0", today);
  const bad = [
    "# Changelog\n\n## Unreleased\n\n- A change.\n",
    "# Changelog\n\n## 1.1.0 (2026-11-24)\n\n- A change.\n",
    "# Changelog\n\n## 1.2.0\n\n- A change.\n",
    "# Changelog\n\n## 1.2.0 (2026-11-25)\n\n- A change, tomorrow.\n",
    "# Changelog\n\n## 1.2.0 (2026-11-24)\n\n## 1.1.0 (2026-10-01)\n\n- A change of another version.\n",
    "# Changelog\n",
  ];
  for (const text of bad) assert.equal(judge(text).problems.length, 1, text);

  const open = judge("# Changelog\n\n## 1.2.0 (unreleased)\n\n- A change.\n");
  assert.deepEqual([open.problems.length, open.open?.length], [0, 1]);
});

test("release-data: at most 30 days old", async () => {
  assert.deepEqual(await problems("release-data"), []);
  put("support/releases.json", { asOf: "2026-10-24" });
  assert.equal((await problems("release-data")).length, 1);
});

test("licenses: of run-time packages only, by the list", async () => {
  assert.deepEqual(await problems("licenses"), []);
  const list = {
    licenses: [
      { id: "MIT", reason: "" },
      { id: "Apache-2.0", reason: "" },
    ],
    readings: [{ package: "@a/read", stated: "SEE LICENSE IN LICENSE", license: "MIT" }],
  };
  const judge = (path: string, license?: string) =>
    licenseProblems([[`node_modules/${path}`, { version: "1.0.0", ...(license && { license }) }]], list)
      .length;
  for (const good of ["MIT", "(MIT AND Apache-2.0)", "(GPL-3.0-only OR MIT)"])
    assert.equal(judge("a", good), 0, good);
  for (const bad of [undefined, "GPL-3.0-only", "(MIT AND GPL-3.0-only)", "SEE LICENSE IN LICENSE"])
    assert.equal(judge("a", bad), 1, bad);
  assert.equal(judge("x/node_modules/@a/read", "SEE LICENSE IN LICENSE"), 0);
});

test("sbom: npm lists every run-time package and no other", async () => {
  const { checked, problems } = await outcome("sbom");
  assert.deepEqual(problems, []);
  assert.match(checked, /^1 components in release.sbom\.cdx\.json$/);
  const shrinkwrap = ready["npm-shrinkwrap.json"];
  assert.equal(bomProblems({ components: [{ name: "used", version: "1.0.0" }] }, shrinkwrap).length, 1);
});

test("tarball: what follows from the source, and nothing else", () => {
  const good = [
    ...["package.json", "npm-shrinkwrap.json", "PulumiPolicy.yaml", "README.md", "CHANGELOG.md", "LICENSE"],
    ...["config/production.json", "dist/index.js", "dist/policies/first.js", "types/policies.d.ts"],
  ];
  assert.deepEqual(contentProblems(good, root), []);
  const needless = [
    "dist/index.js.map",
    "dist/index.d.ts",
    "dist/policies/gone.js",
    "test/index.test.ts",
    "dist/testkit/pack.js",
    ".env",
  ];
  for (const file of needless) {
    const [problem, ...more] = contentProblems([...good, file], root);
    assert.ok(problem?.startsWith(`${file} `), file);
    assert.deepEqual(more, []);
  }
  for (const file of good)
    assert.equal(
      contentProblems(
        good.filter((each) => each !== file),
        root,
      ).length,
      1,
      file,
    );
});

test("tarball: no larger than the limit", () => {
  assert.deepEqual(sizeProblems(maxBytes), []);
  assert.equal(sizeProblems(maxBytes + 1).length, 1);
});

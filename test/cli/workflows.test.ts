/** actionlint's findings in the workflows of this repository and of docs/ci.md. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { onPath } from "../../tools/cli/find";
import { goTool } from "../../tools/cli/go-tool";
import { run } from "../../tools/cli/process";
import { fencesIn } from "../../tools/docs/examples/fences";

const root = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "workflows-"));
const workflows = join(folder, ".github", "workflows");
after(() => rmSync(folder, { recursive: true }));

let actionlint = "";
before(async () => {
  actionlint =
    onPath("actionlint") ??
    (await goTool({
      name: "actionlint",
      version: "v1.7.12",
      module: join(root, "tools/go/actionlint"),
      package: "github.com/rhysd/actionlint/cmd/actionlint",
      versionVariable: "github.com/rhysd/actionlint.version",
      versionArgument: "-version",
      buildTime: "less than a minute",
      otherwise: "install actionlint (https://github.com/rhysd/actionlint)",
    }));
  mkdirSync(workflows, { recursive: true });
  // It identifies a repository by this folder.
  mkdirSync(join(folder, ".git"));
});

/** actionlint's findings. Its checks with other tools are disabled, since the tools may be missing. */
async function lint(): Promise<string> {
  const args = ["-no-color", "-shellcheck=", "-pyflakes="];
  const { stdout, stderr } = await run(actionlint, args, { cwd: folder });
  return stdout + stderr;
}

/** A workflow that uses action.yml, so its inputs are checked. */
const user = (inputs: string) => `on: push
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - uses: ./
        with:
${inputs}`;

test("the workflows, the recipes and action.yml are valid", async () => {
  cpSync(join(root, ".github", "workflows"), workflows, { recursive: true });
  cpSync(join(root, "action.yml"), join(folder, "action.yml"));
  const page = fencesIn(readFileSync(join(root, "docs/ci.md"), "utf8"));
  const recipes = page.filter(({ words: [name = ""] }) => name.startsWith(".github/"));
  assert.equal(recipes.length, 2);
  for (const [index, { code }] of recipes.entries())
    writeFileSync(join(workflows, `recipe-${index}.yml`), code);
  const [action] = page.filter(({ words: [name] }) => name === "action");
  const inputs = action?.code.split("with:\n")[1]?.replace(/^/gm, "      ") ?? "";
  writeFileSync(join(workflows, "action.yml"), user(inputs.trimEnd()));
  assert.equal(await lint(), "");
});

test("a workflow that is wrong would be found", async () => {
  writeFileSync(join(workflows, "wrong.yml"), user("          path: deploy/\n          fail: x"));
  const found = await lint();
  assert.match(found, /wrong\.yml.*input "fail" is not defined/);
  assert.match(found, /missing input "paths"/);
});

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { runScript } from "../../tools/cli/process";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { read } from "../../tools/docs/paths";
import { coloredPreview } from "../../tools/docs/pictures/main";
import { previewPicture } from "../../tools/docs/pictures/preview";
import { assertGolden, policiesSection } from "./golden";

const root = join(__dirname, "..", "..");
const state = join(__dirname, "..", "recordings", "quickstart-state.json");

let sandbox: Sandbox;
before(async () => {
  // Builds the CLI if there is none, so that no preview below has to.
  sandbox = await openSandbox();
});
after(() => sandbox?.dispose());

async function preview(...args: string[]) {
  const { code, stdout } = await runScript("tools/preview/main.ts", args, { cwd: root });
  return { code, policies: policiesSection(stdout), last: stdout.trim().split("\n").at(-1) };
}

test("a newcomer's first preview shows what is wrong with the example, and is blocked by it", async () => {
  const { code, stdout: colored } = await coloredPreview();
  const stdout = stripVTControlCharacters(colored);
  const last = stdout.trim().split("\n").at(-1);
  assertGolden("quickstart", policiesSection(stdout));
  assert.notEqual(code, 0);
  assert.match(
    last ?? "",
    /^Preview blocked by \d+ mandatory violations of apim-self-hosted-gateway, as intended/,
  );
  assert.equal(previewPicture(colored, root), read("docs/preview.svg"), "run `npm run docs:pictures`");
});

test("the same program is only advised during development", async () => {
  // Without an example, as in the README.
  const { code, last } = await preview("--policy-pack-config", "config/development.json");
  assert.equal(code, 0);
  assert.match(last ?? "", /^No mandatory violations, \d+ advisories: exit code 0\./);
});

test("at level remediate the engine writes the labels, and shows which", async () => {
  const config = join(sandbox.folder, "remediate.json");
  const labels = { enforcementLevel: "remediate", defaultOwner: "team-integration" };
  writeFileSync(config, JSON.stringify({ all: "disabled", "responsibility-labels": labels }));
  const args = ["quickstart", "--policy-pack-config", config, "--diff"];
  const { code, stdout } = await runScript("tools/preview/main.ts", args, { cwd: root });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /\[remediate\] {2}responsibility-labels {2}\(azure-native:app:ContainerApp: paris\)/);
  assert.match(
    stdout,
    /\+ apim-gateway-owner +: "team-integration"\s+\+ apim-gateway-responsibility: "customer"/,
  );
});

for (const example of ["compliant", "token-rotation"]) {
  test(`the stack ${example} has no finding under the configuration for production`, async () => {
    const { code, last } = await preview(example);
    assert.equal(code, 0);
    assert.equal(last, "No mandatory violations, no advisories: exit code 0.");
  });
}

test("an exported stack is checked, although its secrets cannot be read", async () => {
  const analyze = ["policy", "analyze", "--file", state, "--policy-pack", root, "--non-interactive"];
  const { code, stdout } = await sandbox.run(analyze, { cwd: sandbox.folder });
  assertGolden("audit", policiesSection(stdout));
  assert.notEqual(code, 0);
});

test("a wrong example, option or configuration gives a clear error", async () => {
  const unknown = await runScript("tools/preview/main.ts", ["no-such-example"], { cwd: root });
  assert.notEqual(unknown.code, 0);
  assert.match(unknown.stdout + unknown.stderr, /no-such-example[\s\S]*compliant[\s\S]*quickstart/);
});

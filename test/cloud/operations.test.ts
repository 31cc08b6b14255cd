/** Runs every block of commands in docs/operations.md in order, with the real CLI and the stand-in. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../tools/cli/process";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { fencesIn } from "../../tools/docs/examples/fences";
import { copyCheckout, copyExample, readJson, root } from "./checkout";
import { type Cloud, openCloud, organization } from "./stand-in";

const { version } = readJson<{ version: string }>(join(root, "package.json"));
const page = readFileSync(join(root, "docs", "operations.md"), "utf8");
const blocks = fencesIn(page).filter(({ language }) => language === "sh");

let cloud: Cloud;
let sandbox: Sandbox;
let checkout: string;
let program: string;

before(async () => {
  sandbox = await openSandbox();
  cloud = await openCloud();
  Object.assign(sandbox.env, cloud.env);
  checkout = copyCheckout(join(sandbox.folder, "checkout"), { built: true });
  program = copyExample("compliant", join(sandbox.folder, "compliant"));
  await sandbox.newStack(program, "production");
  const { code, stderr } = await sandbox.run(["stack", "select", "production"], { cwd: program });
  assert.equal(code, 0, stderr);
});
after(async () => {
  await cloud?.close();
  sandbox?.dispose();
});

/** Runs the next block as it is written, except for the names in angle brackets. */
async function follow(cwd: string, names: Record<string, string> = {}) {
  const block = blocks.shift();
  assert.ok(block, "the page has fewer blocks of commands than this test follows");
  const script = Object.entries(names).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    block.code,
  );
  assert.doesNotMatch(script, /<[a-z/ ]+>/, "a name that this test does not fill in");
  // The CLI with its usual name, first on PATH.
  const PATH = [dirname(sandbox.pulumi.executable), process.env.PATH].join(delimiter);
  const { code, stdout, stderr } = await run("sh", ["-ec", script], { cwd, env: { ...sandbox.env, PATH } });
  return { code, output: `${script}\n${stdout}${stderr}` };
}

async function succeeds(...block: Parameters<typeof follow>): Promise<string> {
  const { code, output } = await follow(...block);
  assert.equal(code, 0, output);
  return output;
}

const stack = { "<project>/<stack>": "compliant/production" };
/** The versions that a preview of the stack must use, and the level of one policy. */
const required = () =>
  cloud.groups.requiredFor("compliant", "production").map(({ versionTag, config }) => {
    const setting = config.all ?? config["gateway-image-pinned"];
    return [versionTag, (setting as { enforcementLevel: string }).enforcementLevel];
  });

test("publish, and check a configuration", async () => {
  // The copy already has its dependencies.
  await succeeds(checkout, { "npm ci\n": "" });
  await succeeds(checkout);
});

test("roll out by groups: audit, advise, enforce", async () => {
  await succeeds(checkout, stack);
  assert.deepEqual(required(), [], "a group in audit mode has no part in a preview");
  await succeeds(checkout, stack);
  assert.deepEqual(required(), [[version, "advisory"]]);
  await succeeds(checkout, stack);
  assert.deepEqual(required(), [[version, "mandatory"]]);
});

test("install the pack ahead, and use it without Pulumi Cloud", async () => {
  await succeeds(program, { "<stack>": "production" });
  assert.ok(existsSync(join(sandbox.env.PULUMI_HOME as string, "policies", organization)));

  const packed = await run("npm", ["pack", "--loglevel=error"], { cwd: checkout });
  const output = await succeeds(program, { "<the package>": join(checkout, packed.stdout.trim()) });
  // Once from the organization and once from the folder.
  assert.match(output, new RegExp(`apim-self-hosted-gateway@v${version} `));
  assert.match(output, /apim-self-hosted-gateway@v\S+ \(local: /);
});

test("audit an exported stack", async () => {
  cloud.stacks.exported = readJson<object>(join(root, "test", "recordings", "quickstart-state.json"));
  const { code, output } = await follow(program, { "<stack>": "production", "<pack>": checkout });
  assert.notEqual(code, 0, output);
  // Advisory without the configuration.
  assert.match(output, /\[mandatory\].*gateway-image-pinned/);
});

test("that was every block of the page", () => {
  assert.deepEqual(blocks, []);
});

/** The pack as an npm package: its content, and a preview by a user who installed it. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../tools/cli/process";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { contentProblems, sizeProblems } from "../../tools/release/checks/tarball";
import { copyCheckout, linkFolder, readJson, root } from "./checkout";

const { name } = readJson<{ name: string }>(join(root, "package.json"));

let sandbox: Sandbox;
let tarball: string;
/** A copy of this repository that npm compiled. */
let checkout: string;
/** A project of its own, with the package in it. */
let project: string;
let installed: string;
/** The options for its stack. */
let stack: string[];

before(async () => {
  sandbox = await openSandbox();
  // npm compiles it, as for a publication from a fresh clone.
  checkout = copyCheckout(join(sandbox.folder, "checkout"), { built: false });
  const file = await npm(["pack", "--loglevel=error"], checkout);
  assert.match(file, /^\S+\.tgz\n$/, "Pulumi takes all that npm prints for the name of the file");
  tarball = join(checkout, file.trim());

  project = join(sandbox.folder, "project");
  installed = join(project, "node_modules", name);
  mkdirSync(project);
  const { dependencies } = readJson<{ dependencies: Record<string, string> }>(join(root, "package.json"));
  const sdk = { "@pulumi/pulumi": dependencies["@pulumi/pulumi"] };
  const manifest = { name: "somebody-elses", private: true, main: "index.js", dependencies: sdk };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  await npm(["install", tarball], project);
  // In JavaScript: Pulumi can't run a TypeScript program with TypeScript 7, which a test below installs.
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(project, "Pulumi.yaml"), JSON.stringify({ name: "somebody-elses", runtime }));
  writeFileSync(join(project, "index.js"), program);
  stack = await sandbox.newStack(project);
});
after(() => sandbox?.dispose());

async function npm(args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run("npm", args, { cwd, env: sandbox.env });
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

test("the package holds the compiled pack, its types and its configurations, nothing else, and is small", async () => {
  const files = (await run("tar", ["-tzf", basename(tarball)], { cwd: dirname(tarball) })).stdout;
  const names = files
    .trim()
    .split(/\r?\n/)
    .map((file) => file.replace(/^package\//, ""));
  assert.deepEqual(contentProblems(names, root), []);
  assert.deepEqual(sizeProblems(statSync(tarball).size), []);
});

test("installing the package installs nothing that only development needs", () => {
  type Tree = { packages: Record<string, { version?: string; dev?: boolean }> };
  const pinned = readJson<Tree>(join(root, "npm-shrinkwrap.json")).packages;
  const { packages } = readJson<Tree>(join(project, "node_modules", ".package-lock.json"));
  const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/"));
  const entries = Object.entries(pinned).map(([path, { dev }]) => ({ name: nameOf(path), dev }));
  const needed = new Set(entries.filter(({ dev }) => !dev).map(({ name }) => name));
  const paths = Object.keys(packages).filter((path) => nameOf(path) !== `node_modules/${name}`);
  assert.ok(paths.length > 0);
  assert.deepEqual(
    paths.filter((path) => !needed.has(nameOf(path))),
    [],
  );
});

/** A preview of the project with a policy pack: its exit code and output. */
async function preview(pack: string, options: { args?: string[]; env?: NodeJS.ProcessEnv } = {}) {
  const { args = [], env = {} } = options;
  const command = ["preview", ...stack, "--non-interactive", "--policy-pack", pack, ...args];
  const { code, stdout, stderr } = await sandbox.run(command, { cwd: project, env });
  return { code, output: stdout + stderr };
}

/** The pack checked the project, so it started. */
async function assertJudges(pack: string): Promise<void> {
  const { code, output } = await preview(pack);
  assert.equal(code, 1, output);
  assert.match(output, /\[mandatory\].*gateway-image-supported/);
}

/** The pack didn't start, and the user saw the message in docs/operations.md. */
async function assertFails(pack: string, seen: RegExp, env?: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await preview(pack, env ? { env } : {});
  assert.notEqual(code, 0);
  assert.match(output, seen);
  assert.doesNotMatch(output, /\[mandatory\]/);
}

test("a preview of that project with the installed pack is blocked, and advised with its configuration", async () => {
  const pack = relative(project, installed);
  await assertJudges(pack);

  const lenient = join(pack, "config", "development.json");
  const { code, output } = await preview(pack, { args: ["--policy-pack-config", lenient] });
  assert.equal(code, 0, output);
  assert.match(output, /\[advisory\].*gateway-image-supported/);
});

test("TypeScript 7 in the project keeps the pack from starting; in a folder outside of it the pack starts", async () => {
  const modules = join(project, "node_modules");
  const typescript = join(modules, "typescript");
  mkdirSync(typescript);
  // The whole export of `require("typescript")` since version 7.
  writeFileSync(join(typescript, "package.json"), JSON.stringify({ name: "typescript", version: "7.0.2" }));
  writeFileSync(join(typescript, "index.js"), 'exports.version = "7.0.2";');
  await assertFails(installed, /Cannot read properties of undefined \(reading 'readFile'\)/);

  const outside = join(sandbox.folder, "policies", "node_modules");
  linkFolder(modules, outside, [typescript]);
  await assertJudges(join(outside, name));
  rmSync(typescript, { recursive: true });
});

test("output on stdout before the pack prevents its start, and output on stderr doesn't", async () => {
  const noise = join(project, "noise.js");
  // Only in the pack's process: unlike the real language host, the sandbox's runs on Node.js too.
  const write = (stream: string) =>
    `if (process.argv[1]?.includes("run-policy-pack")) process.${stream}.write("tracing started\\n");`;
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(noise)}` };
  writeFileSync(noise, write("stdout"));
  await assertFails(installed, /could not read policy pack port|wrote an invalid port to stdout/, env);

  writeFileSync(noise, write("stderr"));
  const { output } = await preview(installed, { env });
  assert.match(output, /\[mandatory\].*gateway-image-supported/);
});

test("a pack that isn't compiled fails with a clear error, and starts after compiling", async () => {
  // Without dist/index.js, Node.js resolves index.ts, and Pulumi's SDK tries to run it. An empty one fails sooner.
  const clone = copyCheckout(join(sandbox.folder, "clone"), { built: false });
  writeFileSync(join(clone, "index.ts"), "export {};\n");
  await assertFails(clone, /Invalid 'main' field in '.*package\.json' of 'dist\/index\.js'/);
  await assertJudges(checkout);

  rmSync(join(installed, "dist"), { recursive: true });
  await assertFails(installed, /Cannot find module '.*dist.index\.js'/);
});

const program = `
const pulumi = require("@pulumi/pulumi");
const image = "mcr.microsoft.com/azure-api-management/gateway:2.5.0";
new pulumi.CustomResource("kubernetes:core/v1:Pod", "gateway", {
  metadata: { name: "gateway" }, spec: { containers: [{ name: "gateway", image }] },
});
`;

/** The pack as an npm package: what is in it, and that it judges a program of somebody who installed it. */
import assert from "node:assert/strict";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../tools/pulumi/process";
import { openSandbox, type Sandbox } from "../../tools/pulumi/sandbox";
import { startPack } from "../harness";
import { copyCheckout, readJson, root } from "./checkout";

const { name } = readJson<{ name: string }>(join(root, "package.json"));

let sandbox: Sandbox;
let tarball: string;
/** A project of its own, with the package in it. */
let project: string;
let installed: string;

before(async () => {
  sandbox = await openSandbox();
  // Compiled by npm itself, as it would be for a publication from a fresh clone.
  const checkout = copyCheckout(join(sandbox.folder, "checkout"), { built: false });
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
  await npm(["install", "--no-audit", "--no-fund", tarball], project);
});
after(() => sandbox?.dispose());

async function npm(args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run("npm", args, { cwd });
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

test("the package holds the compiled pack and its configurations, nothing else, and is small", async () => {
  const files = (await run("tar", ["-tzf", basename(tarball)], { cwd: dirname(tarball) })).stdout;
  const allowed = [
    /^dist\/index\.js$/,
    /^dist\/(policies|gateway|support|pulumi)\/[a-z/-]+\.js$/,
    /^dist\/support\/[a-z-]+\.json$/,
    /^config\/[a-z-]+\.json$/,
    /^(package|npm-shrinkwrap)\.json$/,
    /^PulumiPolicy\.yaml$/,
    /^(README|CHANGELOG)\.md$/,
    /^LICENSE$/,
  ];
  const names = files
    .trim()
    .split(/\r?\n/)
    .map((file) => file.replace(/^package\//, ""));
  assert.deepEqual(
    names.filter((file) => !allowed.some((pattern) => pattern.test(file))),
    [],
  );
  for (const pattern of allowed)
    assert.ok(
      names.some((file) => pattern.test(file)),
      String(pattern),
    );
  assert.ok(statSync(tarball).size <= 200 * 1024, `${statSync(tarball).size} bytes`);
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

test("a preview of that project with the installed pack is blocked, and advised with its configuration", async () => {
  writeFileSync(join(project, "Pulumi.yaml"), "name: somebody-elses\nruntime: nodejs\n");
  writeFileSync(join(project, "index.js"), program);
  const stack = await sandbox.newStack(project);
  const pack = relative(project, installed);
  const preview = ["preview", ...stack, "--non-interactive", "--policy-pack", pack];
  const blocked = await sandbox.run(preview, { cwd: project });
  assert.equal(blocked.code, 1, blocked.stdout + blocked.stderr);
  assert.match(blocked.stdout, /\[mandatory\].*gateway-image-supported/);

  const lenient = join(pack, "config", "development.json");
  const advised = await sandbox.run([...preview, "--policy-pack-config", lenient], { cwd: project });
  assert.equal(advised.code, 0, advised.stdout + advised.stderr);
  assert.match(advised.stdout, /\[advisory\].*gateway-image-supported/);
});

test("TypeScript 7 where the pack finds it keeps the pack from starting", async () => {
  const typescript = join(project, "node_modules", "typescript");
  mkdirSync(typescript);
  // All that `require("typescript")` gives from version 7 on.
  writeFileSync(join(typescript, "package.json"), JSON.stringify({ name: "typescript", version: "7.0.2" }));
  writeFileSync(join(typescript, "index.js"), 'exports.version = "7.0.2";');
  await assert.rejects(
    startPack({ pack: installed }),
    /Cannot read properties of undefined \(reading 'readFile'\)/,
  );
  rmSync(typescript, { recursive: true });
  await (await startPack({ pack: installed })).stop();
});

test("whatever writes to stdout before the pack keeps it from starting", async () => {
  const noise = join(project, "noise.js");
  writeFileSync(noise, 'console.log("tracing started");');
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(noise)}` };
  await assert.rejects(startPack({ pack: installed, env }), /could not read policy pack port/);
});

test("a pack that was not compiled says so", async () => {
  rmSync(join(installed, "dist"), { recursive: true });
  await assert.rejects(startPack({ pack: installed }), /Cannot find module '.*dist.index\.js'/);
});

const program = `
const pulumi = require("@pulumi/pulumi");
const image = "mcr.microsoft.com/azure-api-management/gateway:2.5.0";
new pulumi.CustomResource("kubernetes:core/v1:Pod", "gateway", {
  metadata: { name: "gateway" }, spec: { containers: [{ name: "gateway", image }] },
});
`;

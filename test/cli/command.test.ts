/** The command as a program. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../tools/cli/process";
import { deployment, file, root } from "../command/command";

const main = join(root, "dist/cli/main.js");
const command = (...args: string[]) => run(process.execPath, [main, ...args], { cwd: root });

test("it checks a file, prints the report, and ends its process", async () => {
  const { code, stdout, stderr } = await command("check", file("gateway.yaml", deployment()));
  assert.deepEqual([code, stderr], [1, ""]);
  assert.match(stdout, /^Deployment gateway\n/);
});

test("a problem goes to standard error, with exit code 2 and no stack trace", async () => {
  const { code, stdout, stderr } = await command("check", "missing.yaml");
  assert.deepEqual([code, stdout, stderr], [2, "", "missing.yaml: the file can't be read (ENOENT).\n"]);
});

test("standard input is read to its end, and a reader that ends first gets no stack trace", async () => {
  const child = spawn(process.execPath, [main, "check", "-"], { cwd: root });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [first, ...rest] = deployment().split("name: ");
  child.stdin.write(first);
  setTimeout(() => child.stdin.end(`name: ${rest.join("name: ")}`), 300);
  const [code] = await once(child, "close");
  assert.deepEqual([code, stderr], [2, ""]);
});

test("--help, --version, and a command that doesn't exist", async () => {
  assert.match((await command("--help")).stdout, /^Usage: apim-gateways check/);
  assert.match((await command("--version")).stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await command("chck")).code, 2);
});

test("nothing of it is loaded when Pulumi runs the pack", async () => {
  const script = `require("@pulumi/policy").PolicyPack = class {};
    require(${JSON.stringify(join(root, "dist/index.js"))});
    const loaded = Object.keys(require.cache).filter((path) => /^(?!.*node_modules).*dist.(index|cli)|node_modules.(yaml|ajv)\\W/.test(path));
    require("node:fs").writeSync(1, loaded.join());
    process.exit();`;
  const { stdout } = await run(process.execPath, ["-e", script], { cwd: root });
  assert.equal(stdout, join(root, "dist/index.js"));
});

test("it starts without Pulumi's SDK and what checks options, which would take most of its time", async () => {
  const script = `require(${JSON.stringify(join(root, "dist/cli/check.js"))});
    const paths = Object.keys(require.cache);
    const loaded = paths.filter((path) => /node_modules.(ajv|@pulumi.policy|@pulumi.pulumi.(index|runtime|automation))\\W/.test(path));
    process.stdout.write([paths.length > 50, ...loaded].join());`;
  const { stdout, stderr } = await run(process.execPath, ["-e", script], { cwd: root });
  assert.equal(stdout, "true", stderr);
});

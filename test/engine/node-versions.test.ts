import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../../tools/pulumi/process";
import { startPack } from "../harness";

/** The Node.js of a major, from the npm package `node`. */
async function nodeOf(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const command = ["exec", "--yes", `--package=node@${major}`, "--", "node", "-p", "process.execPath"];
  const { code, stdout, stderr } = await run("npm", command, { cwd: __dirname });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

for (const major of [20, 22, 24]) {
  test(`the pack boots and judges on Node.js ${major}`, async () => {
    const pack = await startPack({ node: await nodeOf(major) });
    const image = "mcr.microsoft.com/azure-api-management/gateway:beta";
    const props = { spec: { containers: [{ name: "gateway", image }] } };
    const { diagnostics } = await pack.analyze({ type: "kubernetes:core/v1:Pod", props });
    await pack.stop();
    assert.ok(diagnostics.some(({ policy }) => policy === "gateway-image-supported"));
    assert.equal(pack.stdout + pack.stderr, "");
  });
}

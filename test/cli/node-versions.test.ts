import assert from "node:assert/strict";
import { test } from "node:test";
import { startPack } from "../../testkit/pack";
import { run } from "../../tools/cli/process";

/** The Node.js of a version, or the newest of a major, from the npm package `node`. */
async function nodeOf(version: string): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const command = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
  const { code, stdout, stderr } = await run("npm", command, { cwd: __dirname });
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

for (const major of ["20", "22", "24", "26"]) {
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

test("on a Node.js that is too old Pulumi's SDK keeps the pack from starting", async () => {
  const node = await nodeOf("18.18");
  await assert.rejects(startPack({ node }), /tracingChannel\) is not a function/);
});

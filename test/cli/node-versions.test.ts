import assert from "node:assert/strict";
import { test } from "node:test";
import { startPack } from "../../testkit/pack";
import { nodeOf, supportedNodes } from "../../tools/versions/node";

for (const major of [...supportedNodes, "26"]) {
  test(`the pack boots and checks on Node.js ${major}`, async () => {
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

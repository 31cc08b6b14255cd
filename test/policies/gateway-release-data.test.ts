import assert from "node:assert/strict";
import { describe, test } from "node:test";
import data from "../../support/releases.json";
import { assertMessage, reports } from "../../testkit/messages";
import { type Config, type Resource, rootStack, startPack } from "../../testkit/pack";
import { containerApp, workload } from "../../testkit/samples/owned";

const policy = "gateway-release-data";

function day(after: number): string {
  return new Date(Date.parse(data.asOf) + after * 86_400_000).toISOString().slice(0, 10);
}

/** What a preview reports this many days after the date of the release list. */
async function findings(after: number, resources: Resource[], config: Config = {}) {
  const pack = await startPack({ only: [policy], today: day(after), config });
  try {
    const { diagnostics, notApplicable } = await pack.preview(resources);
    const found = diagnostics.filter((one) => one.policy === policy);
    return { found, applicable: !notApplicable.some((one) => one.policy === policy) };
  } finally {
    await pack.stop();
  }
}

describe("a list that is old is one finding on the stack", () => {
  test("the day before, and the day", async () => {
    const stack = [workload(), containerApp(), workload({ name: "second" })];
    assert.deepEqual((await findings(120, stack)).found, []);
    const { found } = await findings(121, stack);
    assert.equal(found.length, 1);
    const [{ message, urn, level } = { message: "", urn: "", level: "" }] = found;
    assertMessage(message, reports("old", { asOf: data.asOf, days: "120" }));
    assert.deepEqual([urn, level], [rootStack, "advisory"]);
  });

  test("maxAgeDays moves the day", async () => {
    const config = { [policy]: { enforcementLevel: "mandatory" as const, maxAgeDays: 10 } };
    const { found } = await findings(11, [workload()], config);
    assert.deepEqual(
      found.map(({ level }) => level),
      ["mandatory"],
    );
    assert.deepEqual((await findings(10, [workload()], config)).found, []);
  });

  test("a stack without gateways is not applicable", async () => {
    const { found, applicable } = await findings(500, [workload({ image: "contoso.azurecr.io/shop:1" })]);
    assert.deepEqual([found, applicable], [[], false]);
  });

  test("an exemption names the stack", async () => {
    const exemptions = [{ resource: "test-dev", reason: "update is planned", expires: day(140) }];
    const config = { [policy]: { enforcementLevel: "mandatory" as const, exemptions } };
    const { found } = await findings(130, [workload()], config);
    assert.deepEqual(
      found.map(({ level }) => level),
      ["advisory"],
    );
    assertMessage(found[0]?.message, reports("old"));
  });
});

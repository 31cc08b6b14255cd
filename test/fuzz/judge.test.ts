/** The fuzzer itself: it must find the defects of a bad pack. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Pack, type Resource, startPack } from "../../testkit/pack";
import { cases } from "./batch";
import { keep, read, reduce } from "./failures";
import { judge } from "./judge";
import { canary } from "./stack";

const root = join(__dirname, "..", "..");
const limitMs = 100;

/** Throws, prints a secret, or is slow, depending on the resource. */
const harmful = `
const { PolicyPack } = require("@pulumi/policy");
const validateResource = ({ props: { does } }, report) => {
  if (does === "throw") throw new Error("oops");
  if (does === "leak") report(${JSON.stringify(canary)});
  if (does === "dawdle") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
};
new PolicyPack("harmful", {
  policies: [{ name: "harmful", description: "-", enforcementLevel: "advisory", validateResource }],
});
`;

const folder = mkdtempSync(join(tmpdir(), "harmful-pack-"));
let pack: Pack;
before(async () => {
  cpSync(join(root, "testkit", "empty-pack"), folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "index.js"), harmful);
  pack = await startPack({ pack: folder });
});
after(async () => {
  await pack?.stop();
  rmSync(folder, { recursive: true });
});

const resource = (does: string): Resource => ({ type: "aws:s3/bucket:Bucket", name: does, props: { does } });
const harmless = ["a", "b", "c"].map(resource);

for (const [does, problem] of [
  ["throw", /the call failed, which ends a preview: .*oops/s],
  ["leak", /a secret is printed/],
  ["dawdle", /a call takes \d+ ms, more than 100/],
] as const)
  test(`a policy that does "${does}" is found, and the resource that it takes`, async () => {
    const { failures } = await judge(pack, { config: {}, resources: [...harmless, resource(does)] }, limitMs);
    const failure = failures.find((each) => problem.test(each.problem));
    assert.ok(failure, JSON.stringify(failures));
    const replay = keep(
      await reduce(pack, { ...failure, resources: [...harmless, resource(does)] }, limitMs),
    );
    const file = replay.split(" ").at(-1) as string;
    assert.deepEqual(read(file).resources, [resource(does)]);
    rmSync(join(file, ".."), { recursive: true });
  });

test("a policy without a check passes, and its calls are counted", async () => {
  const { failures, calls } = await judge(pack, { config: {}, resources: harmless }, limitMs);
  assert.deepEqual([failures, calls >= 4], [[], true]);
});

test("the same seed gives the same cases", () => {
  const { policies } = pack.info;
  for (const index of [0, 1, 2]) assert.deepEqual(cases(policies, 5)(index), cases(policies, 5)(index));
  assert.notDeepEqual(cases(policies, 5)(0), cases(policies, 6)(0));
});

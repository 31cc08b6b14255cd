/** Which policies run for a resource or a stack, and what they get: packs of a few lines in the real SDK. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Pack, Resource } from "../../testkit/pack";
import { deployment } from "../../testkit/samples/kubernetes";
import { definition, startTinyPack } from "../../testkit/tiny-pack";

/** A stack policy that lists the names and sizes of the resources that it gets. */
const lists = (name: string, type: string) =>
  `stackPolicy(${definition(
    name,
    `judges: { ...judges, concerns: ({ token }) => token === "${type}", find: (resource, stack) => [{ resource, stack }] },
     check: ({ resource, stack }, { defect }) => defect("bad", { what: [...stack].map(({ name, props }) => name + props.get("size").text).join() })`,
  )})`;

let tiny: Pack;
before(async () => {
  tiny = await startTinyPack(`
    const other = { ...judges, noun: "lid", find: (resource) => resource.props.get("lid").absent ? [] : [{ resource }] };
    const none = { ...judges, find: () => [] };
    const check = (subject, { defect }) => defect("bad", { what: subject.resource.name });
    module.exports = [
      resourcePolicy(${definition("first", "judges: none")}),
      resourcePolicy(${definition("second", "judges: none")}),
      resourcePolicy(${definition("third", "judges: other, check")}),
      resourcePolicy(${definition("fourth", "judges: none")}),
      resourcePolicy(${definition("fifth", "check")}),
      resourcePolicy(${definition("sixth", "judges: { ...judges, find() { throw new Error('broken') } }")}),
      ${lists("boxes", "a:b:Box")},
      ${lists("lids", "a:b:Lid")},
    ];`);
});
after(() => tiny?.stop());

test("stack policies that are concerned with different types each see their own", async () => {
  const of = (type: string, name: string): Resource => ({ type, name, props: { size: 1 } });
  const { diagnostics } = await tiny.analyzeStack([
    of("a:b:Box", "one"),
    of("a:b:Lid", "two"),
    of("a:b:Pan", "no"),
  ]);
  assert.deepEqual(
    diagnostics.map(({ policy, message }) => [policy, message]),
    [
      ["boxes", "bad one1"],
      ["lids", "bad two1"],
    ],
  );
});

test("a policy with other subjects than those before it runs, and so do those after it", async () => {
  const judgedBy = async (resource: Resource) => {
    const { diagnostics, notApplicable } = await tiny.analyze(resource);
    return {
      found: diagnostics.map(({ policy }) => policy),
      reasons: notApplicable.map(({ policy, reason }) => `${policy}: ${reason}`),
    };
  };
  const type = "a:b:Box";
  const skipped = (policy: string) => `${policy}: Policy only applies to resources of type 'box'`;
  for (let round = 0; round < 2; round++) {
    assert.deepEqual(await judgedBy({ type, props: { lid: "red" } }), {
      found: ["third", "fifth", "sixth"],
      reasons: ["first: The resource isn't a box.", skipped("second"), skipped("fourth")],
    });
    assert.deepEqual(await judgedBy({ type, props: {} }), {
      found: ["fifth", "sixth"],
      reasons: [
        "first: The resource isn't a box.",
        skipped("second"),
        "third: Policy only applies to resources of type 'lid'",
        skipped("fourth"),
      ],
    });
  }
});

test("another author's policies in the same pack get the whole stack, and whole resources", async () => {
  const list = JSON.stringify(join(__dirname, "../../dist/policies/index.js"));
  const pack = await startTinyPack(`
    const theirs = {
      name: "theirs", description: "D", enforcementLevel: "advisory",
      validateStack: ({ resources }, report) => report(resources.map(({ type }) => type).join()),
    };
    const own = {
      name: "own", description: "D", enforcementLevel: "advisory",
      validateResource: ({ props }, report) => report(Object.keys(props).sort().join()),
    };
    module.exports = [theirs, ...require(${list}).policies, { ...theirs, name: "last" }, own];
  `);
  try {
    const around = (name: string): Resource => ({
      type: "aws:s3/bucket:Bucket",
      name,
      props: { acl: "private" },
    });
    const stack = [around("a"), deployment(), around("b")];
    for (const result of [await pack.analyzeStack(stack), await pack.preview(stack)]) {
      const said = (policy: string) => result.diagnostics.find((one) => one.policy === policy)?.message;
      const types = stack.map(({ type }) => type).join();
      assert.deepEqual([said("theirs"), said("last")], [`D\n${types}`, `D\n${types}`]);
      assert.ok(result.diagnostics.some(({ policy }) => policy === "gateway-availability"));
    }
    for (const resource of stack) {
      const { diagnostics } = await pack.analyze(resource);
      const properties = diagnostics.find(({ policy }) => policy === "own")?.message;
      assert.equal(properties, `D\n${Object.keys(resource.props).sort().join()}`);
    }
  } finally {
    await pack.stop();
  }
});

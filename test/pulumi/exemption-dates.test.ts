import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { addDays, clock } from "../../pulumi/clock";
import { findExemption } from "../../pulumi/exemptions";
import { toResource } from "../../pulumi/resource";

const { now } = clock;
before(() => {
  clock.now = () => Date.parse("2026-11-24T12:00:00Z");
});
after(() => {
  clock.now = now;
});

const resource = (props: unknown = {}, name = "gateway") =>
  toResource(
    { urn: `urn:pulumi:dev::test::a:b:Box::${name}`, name, type: "a:b:Box", opts: {} as never },
    props,
  );
const find = (exemptions: object[], props?: unknown) =>
  findExemption(resource(props), "policy", {
    exemptions: exemptions as never,
    allowResourceExemptions: true,
  });
const entry = { resource: "gateway", reason: "why", expires: "2026-11-24", owner: undefined };

test("an exemption lives exactly from 366 days before its end to its end", () => {
  fc.assert(
    fc.property(fc.integer({ min: -800, max: 800 }), (days) => {
      const { live, remark } = find([{ ...entry, expires: addDays("2026-11-24", days) }]);
      assert.equal(live !== undefined, days >= 0 && days <= 366);
      assert.equal(remark !== undefined, days < 0);
    }),
  );
});

test("of several the first that lives counts, else the first that has something to say", () => {
  const ended = { ...entry, reason: "ended", expires: "2026-01-01" };
  const other = { ...entry, resource: "other" };
  assert.match(
    find([other, ended, { ...entry, reason: "one" }, { ...entry, reason: "two" }]).live ?? "",
    /\(one\)/,
  );
  assert.match(find([other, ended]).remark ?? "", /\(ended\) ended on 2026-01-01/);
  assert.deepEqual(find([other]), {});
});

test("one on the resource may be any text, without a throw, and lives only where it can be read", () => {
  const annotated = (text: unknown) =>
    find([], { metadata: { annotations: { "apim-gateway/exempt-policy": text } } });
  assert.match(annotated("why; expires=2026-12-01").live ?? "", /until 2026-12-01 \(why\)/);
  fc.assert(
    fc.property(fc.anything(), (text) => {
      assert.equal(annotated(text).live, undefined);
    }),
  );
});

test("any glob and any name are compared without a throw", () => {
  fc.assert(
    fc.property(fc.string(), (glob) => {
      find([{ ...entry, resource: glob }]);
    }),
  );
});

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
      const found = find([{ ...entry, expires: addDays("2026-11-24", days) }]);
      const expected = days < 0 ? "ended" : days <= 366 ? "exempted" : undefined;
      assert.equal(found?.kind, expected);
    }),
  );
});

test("of several, the first that applies counts, otherwise the first that ended", () => {
  const ended = { ...entry, reason: "ended", expires: "2026-01-01" };
  const other = { ...entry, resource: "other" };
  const expires = "2026-11-24";
  assert.deepEqual(find([other, ended, { ...entry, reason: "one" }, { ...entry, reason: "two" }]), {
    kind: "exempted",
    expires,
    why: "one",
  });
  assert.deepEqual(find([other, ended]), { kind: "ended", expires: "2026-01-01", why: "ended" });
  assert.equal(find([other]), undefined);
});

test("one on the resource may be any text, without a throw, and applies only if it is valid", () => {
  const annotated = (text: unknown) =>
    find([], { metadata: { annotations: { "apim-gateway/exempt-policy": text } } });
  assert.deepEqual(annotated("why; expires=2026-12-01"), {
    kind: "exempted",
    expires: "2026-12-01",
    why: "why",
  });
  fc.assert(
    fc.property(fc.anything(), (text) => {
      assert.notEqual(annotated(text)?.kind, "exempted");
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

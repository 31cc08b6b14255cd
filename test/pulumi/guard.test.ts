import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Pack, type Resource, rootStack, secret, unknown, urnOf } from "../../testkit/pack";
import { definition, startTinyPack } from "../../testkit/tiny-pack";

const canary = "sekret-canary-1234";

/** What each policy does with a box whose `does` names it; the others find nothing. */
const policies = `
  const only = (does, act) => (subject, judgment) => {
    if (subject.resource.props.get("does").string === does) act(subject.resource.props.get("token").string, judgment, subject);
  };
  const throwing = only("throw", (token) => { throw new RangeError("bad " + token); });
  const find = (resource) => {
    if (resource.props.get("does").string === "find") throw new Error(resource.props.get("token").string);
    return [{ resource }];
  };
  module.exports = [
    resourcePolicy(${definition("throws", "check: throwing")}),
    resourcePolicy(${definition("other", 'check: only("throw", (_, { defect }) => defect("bad", { what: "box" }))')}),
    stackPolicy(${definition("stack-throws", "check: throwing")}),
    resourcePolicy(${definition("throws-text", 'check: only("throw text", (token) => { throw token; })')}),
    resourcePolicy(${definition("throws-nothing", 'check: only("throw nothing", () => { throw undefined; })')}),
    resourcePolicy(${definition("throws-place", 'check: only("throw place", (token) => { throw new Error("dist/" + token + ":1"); })')}),
    resourcePolicy(${definition("finds", "judges: { ...judges, find }")}),
    stackPolicy(${definition("stack-finds", "judges: { ...judges, find }")}),
    resourcePolicy(${definition(
      "mends",
      `level: "remediate", check: only("mend", (_, { defect }) => defect("bad", { what: "box" })),
       remediate() { throw new Error("no"); }`,
    )}),
    resourcePolicy(${definition(
      "reports",
      `check: only("say", (_, { defect, note, unknown }, { resource }) => {
        defect("bad", { what: "1" }); note("odd", { what: "2" }); unknown(resource.props.get("later"));
      })`,
    )}),
    resourcePolicy(${definition("repeats", 'check: only("repeat", (token, { defect }) => defect("bad", { what: token }))')}),
  ];`;

let pack: Pack;
before(async () => {
  pack = await startTinyPack(policies);
});
after(() => pack.stop());

const box = (does: string, props: Resource["props"] = {}): Resource => ({
  type: "a:b:Box",
  props: { does, token: secret(canary), ...props },
});

/** The finding of a policy that fails, at any place in the code. */
const defect = (policy: string, error: string) =>
  `${policy} failed because of a defect in it (${error}). Please report it; other policies aren't affected.`;
const withoutPlace = (message: string) => message.replace(/ in \S+\.js:\d+\)/, ")");

test("a policy that throws becomes one finding at its level, which quotes no value; others go on", async () => {
  const thrower = box("throw");
  const { diagnostics } = await pack.preview([thrower]);
  assert.deepEqual(
    diagnostics.map(({ level, urn, message }) => [level, urn, withoutPlace(message)]),
    [
      ["mandatory", urnOf(thrower), defect("throws", "RangeError")],
      ["mandatory", urnOf(thrower), "bad box"],
      ["mandatory", urnOf(thrower), defect("stack-throws", "RangeError")],
    ],
  );
  assert.ok(!JSON.stringify(diagnostics).includes(canary));
});

for (const [what, error] of [
  ["text", "no error object"],
  ["nothing", "no error object"],
  ["place", "Error"],
] as const) {
  test(`a policy that throws a ${what} is guarded too`, async () => {
    const { diagnostics } = await pack.analyze(box(`throw ${what}`));
    assert.deepEqual(
      diagnostics.map(({ message }) => withoutPlace(message)),
      [defect(`throws-${what}`, error)],
    );
    assert.ok(!JSON.stringify(diagnostics).includes(canary));
  });
}

test("an error while subjects are looked for is guarded, in a resource and in a stack policy", async () => {
  const finder = box("find");
  const { diagnostics } = await pack.preview([finder]);
  assert.deepEqual(
    diagnostics.map(({ level, urn, message }) => [level, urn, withoutPlace(message)]),
    [
      ["mandatory", urnOf(finder), defect("finds", "Error")],
      ["mandatory", rootStack, defect("stack-finds", "Error")],
    ],
  );
});

test("an error in a remediation doesn't change the resource, and its finding remains", async () => {
  assert.deepEqual(await pack.remediate(box("mend")), []);
  const [finding, ...more] = (await pack.preview([box("mend")])).diagnostics;
  assert.deepEqual([finding?.level, finding?.message, more], ["mandatory", "bad box", []]);
});

test("reportViolation accepts an object with its own level, and adds no description as a prefix", async () => {
  const { diagnostics } = await pack.analyze(box("say", { later: unknown }));
  assert.deepEqual(
    diagnostics.map(({ level, severity, message }) => [level, severity, message]),
    [
      ["mandatory", "high", "bad 1"],
      ["advisory", "high", "odd 2"],
      ["advisory", "high", "`later` is unknown before the update; it is checked during the update."],
    ],
  );
});

test("a value that is too long or not printable can't disguise a message", async () => {
  const token = `a\n\u001b[31m\u202e{what}$&${"x".repeat(100_000)}`;
  const [finding] = (await pack.analyze(box("repeat", { token }))).diagnostics;
  assert.match(finding?.message ?? "", /^bad a {2}\[31m \{what\}\$&x+…$/);
  assert.ok((finding?.message ?? "").length < 320);
});

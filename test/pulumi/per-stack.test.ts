import assert from "node:assert/strict";
import { test } from "node:test";
import { Join } from "../../pulumi/join";
import { perPart, perResource } from "../../pulumi/per-stack";
import { toResource } from "../../pulumi/resource";
import { Seen, Stack } from "../../pulumi/resource-set";

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};
const resource = (name: string, props = {}) =>
  toResource({ urn: `urn:pulumi:dev::shop::a:b:C::${name}`, name, type: "a:b:C", opts }, props);

test("what is computed for a resource is kept until the set around it is another", () => {
  let asked = 0;
  const count = perResource(() => ++asked);
  const [one, other] = [resource("one"), resource("other")];
  const around = new Seen();
  around.add(one);
  assert.deepEqual([count(one, around), count(one, around)], [1, 1]);
  assert.equal(count(other, around), 2);
  around.add(other);
  assert.deepEqual([count(one, around), count(one, around)], [3, 3]);
  around.take("urn:pulumi:dev::shop");
  assert.equal(count(one, around), 4);
  assert.equal(count(one, new Seen()), 5);
});

test("what is computed for a part of a stack is kept for that stack only", () => {
  let asked = 0;
  const count = perPart(() => ++asked);
  const [one, other] = [resource("one"), resource("other")];
  const [stack, another] = [new Stack(() => [one, other]), new Stack(() => [one])];
  assert.deepEqual([count(one, stack), count(other, stack), count(one, stack)], [1, 2, 1]);
  assert.deepEqual([count(one, another), count(one, stack)], [3, 1]);
});

/** Joined by two parts, `a` and `b`. */
const join = new Join(({ props, type }) => [[type.name, props.get("a").string, props.get("b").string]]);
const found = (around: Seen, a?: string | string[], b?: string) =>
  join.find(["C", a, b], around).map(({ name }) => name);

test("a join finds what agrees in each part, where one that is not known agrees with any", () => {
  const around = new Seen();
  const all = { both: { a: "x", b: "y" }, first: { a: "x" }, none: {}, others: { a: "z", b: "y" } };
  assert.deepEqual(found(around, "x", "y"), []);
  for (const [name, props] of Object.entries(all)) around.add(resource(name, props));
  assert.deepEqual(found(around, "x", "y"), ["both", "first", "none"]);
  assert.deepEqual(found(around, "z"), ["none", "others"]);
  assert.deepEqual(found(around, undefined, "y"), Object.keys(all));
  assert.deepEqual(found(around, "w", "w"), ["none"]);
  assert.deepEqual(found(around, ["w", "z"], "y"), ["none", "others"]);
  assert.deepEqual(found(around, []), ["none"]);
  assert.deepEqual(join.find(["D", undefined, undefined], around), []);
});

test("a resource that is shown again is found as it is now, in the same place", () => {
  const around = new Seen();
  for (const name of ["one", "other"]) around.add(resource(name, { a: "x" }));
  assert.deepEqual(found(around, "x"), ["one", "other"]);
  const again = resource("one", { a: "x", b: "new" });
  around.add(again);
  assert.deepEqual(found(around, "x"), ["one", "other"]);
  assert.equal(join.find(["C", "x", undefined], around)[0], again);
  around.add(resource("one", { a: "z" }));
  assert.deepEqual([found(around, "x"), found(around, "z")], [["other"], ["one"]]);
});

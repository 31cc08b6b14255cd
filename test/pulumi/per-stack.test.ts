import assert from "node:assert/strict";
import { test } from "node:test";
import { perResource } from "../../pulumi/per-stack";
import { toResource } from "../../pulumi/resource";
import { Seen } from "../../pulumi/resource-set";

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};
const resource = (name: string) =>
  toResource({ urn: `urn:pulumi:dev::shop::a:b:C::${name}`, name, type: "a:b:C", opts }, {});

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

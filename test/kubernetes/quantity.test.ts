import assert from "node:assert/strict";
import { test } from "node:test";
import { readCount, readQuantity } from "../../kubernetes/quantity";
import { Value } from "../../pulumi/value";

const quantity = (raw: unknown) => {
  const read = readQuantity(new Value(raw));
  return read.kind === "number" ? read.number : read.kind;
};
const count = (raw: unknown) => {
  const read = readCount(new Value(raw));
  return read.kind === "number" ? read.number : read.kind;
};

test("amounts are read as Kubernetes reads them", () => {
  const read: [unknown, number][] = [
    ["2", 2],
    ["2000m", 2],
    [0.5, 0.5],
    ["1e3", 1000],
    ["1E3", 1000],
    ["1E", 1e18],
    ["2Gi", 2 ** 31],
    [".5", 0.5],
    ["5.", 5],
    ["+1k", 1000],
    ["-1", -1],
    ["0", 0],
    ["1.5Mi", 1.5 * 2 ** 20],
    ["4u", 4e-6],
  ];
  for (const [raw, number] of read) assert.equal(quantity(raw), number, String(raw));
  for (const raw of [
    "abc",
    "",
    " 2",
    "2 Gi",
    "2GB",
    "1K",
    "1e",
    "1e3Gi",
    "--1",
    true,
    {},
    [],
    "9".repeat(9_999),
  ])
    assert.equal(quantity(raw), "unreadable", JSON.stringify(raw));
  assert.equal(quantity(null), "absent");
  assert.equal(quantity("[secret]"), "unknown");
});

test("counts are whole and not negative", () => {
  for (const [raw, number] of [
    ["3", 3],
    [3, 3],
    [0, 0],
  ] as const)
    assert.equal(count(raw), number);
  for (const raw of ["abc", "", "3.5", 3.5, -1, true, [3], "1e3", "٣"])
    assert.equal(count(raw), "unreadable");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { row, table } from "../../bench/table";

test("a row holds medians, and the median of the ratios, not the ratio of the medians", () => {
  const measured = [
    { pack: 10, empty: 10 },
    { pack: 60, empty: 40 },
    { pack: 22, empty: 20 },
  ];
  const { pack, empty, ratio, peer } = row("x", measured);
  assert.deepEqual([pack, empty, ratio.toFixed(2), peer], [22, 20, "1.10", undefined]);
});

test("an even number of runs gives the middle of two", () => {
  const { pack } = row("x", [
    { pack: 1, empty: 1 },
    { pack: 4, empty: 1 },
  ]);
  assert.equal(pack, 2.5);
});

test("the table says what is over its limit, and shows a peer where one was measured", () => {
  const slow = row("slow", [{ pack: 300, empty: 200, peer: 500 }], 1.2);
  const fast = row("fast", [{ pack: 1.5, empty: 1.5, peer: 3 }]);
  const lines = table([slow, fast]).split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(/ {2,}/)),
    [
      ["median", "this pack", "empty pack", "ratio", "limit", "AWSGuard", "ratio"],
      ["slow", "300", "200", "1.50x", "1.20x", "over", "500", "2.50x"],
      ["fast", "1.50", "1.50", "1.00x", "-", "3.00", "2.00x"],
    ],
  );
  assert.doesNotMatch(table([row("alone", [{ pack: 1, empty: 1 }])]), /AWSGuard/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { row, table } from "../../bench/table";

test("a row holds medians, and the medians of the ratios, not the ratios of the medians", () => {
  const measured = [
    { pack: 10, empty: 10, idle: 5 },
    { pack: 60, empty: 40, idle: 60 },
    { pack: 22, empty: 20, idle: 44 },
  ];
  const { pack, others } = row("x", measured);
  assert.equal(pack, 22);
  assert.deepEqual([others.empty?.median, others.empty?.ratio.toFixed(2)], [20, "1.10"]);
  assert.deepEqual(others.idle, { median: 44, ratio: 1 });
  assert.equal(others.peer, undefined);
});

test("an even number of runs gives the middle of two", () => {
  const { pack } = row("x", [
    { pack: 1, empty: 1, idle: 1 },
    { pack: 4, empty: 1, idle: 1 },
  ]);
  assert.equal(pack, 2.5);
});

test("the table marks what is over its limit, and shows a peer if one was measured", () => {
  const measured = [{ pack: 300, empty: 200, idle: 240, peer: 500 }];
  const rows = [
    row("slow", measured, { to: "empty", most: 1.2 }),
    row("within", measured, { to: "idle", most: 1.3 }),
    row("fast", [{ pack: 1.5, empty: 1.5, idle: 3 }]),
  ];
  assert.deepEqual(
    table(rows)
      .split("\n")
      .map((line) => line.split(/ {2,}/)),
    [
      ["median", "this pack", "empty pack", "ratio", "idle pack", "ratio", "AWSGuard", "ratio", "limit"],
      ["slow", "300", "200", "1.50x", "240", "1.25x", "500", "0.60x", "1.20x empty", "over"],
      ["within", "300", "200", "1.50x", "240", "1.25x", "500", "0.60x", "1.30x idle"],
      ["fast", "1.50", "1.50", "1.00x", "3.00", "0.50x", "-", "-", "-"],
    ],
  );
  assert.doesNotMatch(table([row("alone", [{ pack: 1, empty: 1, idle: 1 }])]), /AWSGuard/);
});

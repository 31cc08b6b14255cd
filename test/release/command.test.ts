/** `npm run release`: all checks run, each shows what it found, and the exit code follows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, Outcome } from "../../tools/release/check";
import { checks as realChecks } from "../../tools/release/checks";
import { command } from "../../tools/release/command";

const passing: Outcome = { checked: "3 files", problems: [] };

function check(name: string, outcome: Outcome | Error, skippable = false): Check {
  return {
    name,
    skippable,
    run: async () => {
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
}

async function release(args: string[], checks: Check[]) {
  const lines: string[] = [];
  const world = { checks, release: { root: "missing", output: "missing", today: "2026-11-24" } };
  const code = await command(args, { ...world, out: (line) => lines.push(line) });
  return { code, lines };
}

test("all checks run, even if one fails or breaks", async () => {
  const failing = check("first", { checked: "2 files", problems: ["One is wrong. Remove it."] });
  const breaking = check("second", new Error("git is not installed"));
  const { code, lines } = await release(["--dry-run"], [failing, breaking, check("third", passing)]);
  assert.equal(code, 1);
  assert.match(lines[0] ?? "", /^failed +first +2 files$/);
  assert.match(lines[1] ?? "", /^ +One is wrong\. Remove it\.$/);
  assert.match(lines[2] ?? "", /^failed +second/);
  assert.match(lines[3] ?? "", /^ +git is not installed$/);
  assert.match(lines[4] ?? "", /^ok +third +3 files$/);
});

test("what is open passes while a release is prepared, and fails once it has a tag", async () => {
  const open = check("first", { ...passing, open: ["The date is open. Set it."] });
  const prepared = await release(["--dry-run"], [open]);
  assert.equal(prepared.code, 0);
  assert.match(prepared.lines[0] ?? "", /^open +first/);
  for (const args of [["--dry-run", "--tag", "v1.0.0"], []]) {
    const { code, lines } = await release(args, [open]);
    assert.equal(code, 1);
    assert.match(lines[0] ?? "", /^failed +first/);
  }
});

test("a check is skipped by its name only, and is shown as skipped", async () => {
  const slow = check("slow", new Error("it ran"), true);
  const { code, lines } = await release(["--dry-run", "--skip", "slow"], [slow]);
  assert.equal(code, 0);
  assert.match(lines[0] ?? "", /^skipped +slow/);
  for (const args of [["--dry-run", "--skip", "first"], ["--skip", "slow"], ["--nonsense"]])
    assert.equal((await release(args, [slow, check("first", passing)])).code, 2, args.join(" "));
});

test("of the real checks, only the tests may be skipped", () => {
  assert.deepEqual(
    realChecks.filter(({ skippable }) => skippable).map(({ name }) => name),
    ["tests"],
  );
});

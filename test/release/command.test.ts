/** `npm run release`: all checks run, each shows what it found, and the exit code follows. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../tools/cli/process";
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

async function release(args: string[], checks: Check[], root = "missing") {
  const lines: string[] = [];
  const world = { checks, release: { root, output: "missing", today: "2026-11-24" } };
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

test("only a release that passes every check gets its tag, once, and the output tells how to push it", async () => {
  const root = mkdtempSync(join(tmpdir(), "release-"));
  const git = async (...args: string[]) => {
    const { code, stdout, stderr } = await run("git", args, { cwd: root });
    assert.equal(code, 0, stderr);
    return stdout.trim();
  };
  try {
    writeFileSync(join(root, "package.json"), '{ "name": "pack", "version": "1.2.3" }');
    await git("init", "--quiet");
    for (const [key, value] of Object.entries({ name: "a", email: "a@example.com" }))
      await git("config", `user.${key}`, value);
    await git("add", ".");
    await git("commit", "--quiet", "--message", "Pack");

    const failing = check("first", { checked: "2 files", problems: ["One is wrong. Remove it."] });
    assert.equal((await release([], [failing], root)).code, 1);
    assert.equal((await release(["--dry-run"], [check("first", passing)], root)).code, 0);
    assert.equal(await git("tag", "--list"), "");

    const { code, lines } = await release([], [check("first", passing)], root);
    assert.equal(code, 0, lines.join("\n"));
    assert.equal(await git("tag", "--list"), "v1.2.3");
    assert.match(lines.at(-1) ?? "", /git push \S+ v1\.2\.3/);
    const again = await release([], [check("first", passing)], root);
    assert.equal(again.code, 1);
    assert.match(again.lines.at(-1) ?? "", /could not create the tag: .*v1\.2\.3/);
  } finally {
    rmSync(root, { recursive: true });
  }
});

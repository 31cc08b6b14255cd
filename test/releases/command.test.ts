import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "../../tools/releases/write";
import { dataFile, run, versions2 } from "./data-file";
import { page, serve } from "./loopback";

const nowhere = "http://127.0.0.1:1";

test("the help names every option and every exit code", async () => {
  const { code, out } = await run(["--help"]);
  assert.equal(code, 0);
  for (const word of [
    "--image",
    "--registry",
    "--explain",
    "--file",
    "--timeout",
    "--page-size",
    "--dry-run",
  ])
    assert.ok(out.includes(`  ${word}`), word);
  assert.match(out, /\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}3 .*\n {2}4 /);
});

const usage: [string[], RegExp][] = [
  [["--imgae", "x"], /--imgae.*See --help/s],
  [["x"], /See --help/],
  [["--image", "Not An Image"], /"Not An Image" isn't an image reference without a tag/],
  [["--image", "mcr.microsoft.com/a/b:2.13.2"], /b:2\.13\.2" isn't an image reference without a tag/],
  [["--image", "a/b"], /"a\/b" has no registry/],
  [["--registry", "mcr.microsoft.com"], /isn't the URL of a registry\. Use one such as https:/],
  [["--registry", "ftp://127.0.0.1"], /isn't the URL of a registry/],
  [["--registry", "https://me:secret@example.com"], /isn't the URL of a registry/],
  [["--registry", "http://registry.example"], /plain HTTP, so the list can be changed on the network/],
  [["--registry", "http://127.0.0.1.example"], /plain HTTP/],
  [["--explain", "2.13.1"], /"2\.13\.1" isn't <tag>=<reason>/],
  [["--explain", "2.13.1= "], /isn't <tag>=<reason>/],
  [["--timeout", "0"], /--timeout "0" must be an integer from 1/],
  [["--page-size", "many"], /--page-size "many" must be an integer/],
];
for (const [args, expected] of usage)
  test(`${args.join(" ")} is rejected before anything is asked for`, async () => {
    const { code, error } = await run(args);
    assert.match(error, expected);
    assert.equal(code, 2);
  });

const broken: [string, string, RegExp][] = [
  ["no JSON", "{", /releases\.json isn't valid JSON: /],
  [
    "a tag twice",
    '{"image":"a.b/c","asOf":"2026-11-24","releases":[{"tag":"v2"},{"tag":"v2"}]}',
    /v2 is listed twice/,
  ],
];
for (const [title, content, expected] of broken)
  test(`data with ${title} are left as they are`, async (t) => {
    const file = dataFile(t, content);
    const { code, error } = await file.refresh(nowhere);
    assert.match(error, expected);
    assert.deepEqual([code, file.text()], [1, content]);
  });

test("missing data are reported", async () => {
  const { code, error } = await run(["--file", "/nowhere/releases.json"]);
  assert.match(error, /Could not read the data: ENOENT.*\/nowhere\/releases\.json/);
  assert.equal(code, 1);
});

test("a clock behind the data is rejected: a day too early would end the support of a minor too early", async (t) => {
  const { code, error } = await dataFile(t).refresh(nowhere, [], { today: "2026-11-23" });
  assert.match(error, /is dated 2026-11-24, but this machine's clock is at 2026-11-23\. Set the clock/);
  assert.equal(code, 1);
});

test("data that can't be written are reported, and no other file remains", async (t) => {
  const registry = await serve(t, (response) => page(response, versions2));
  const file = dataFile(t);
  const before = file.text();
  // A folder at the path of the temporary file, so even root can't create it.
  mkdirSync(join(dirname(file.path), `.releases.json.${process.pid}.tmp`, "x"), { recursive: true });
  const { code, error } = await file.refresh(registry.url);
  assert.equal(code, 1);
  assert.match(error, /Could not write .*releases\.json: .*It is unchanged/);
  assert.equal(file.text(), before);
});

test("a write that is killed half-way leaves the old file", async (t) => {
  const file = dataFile(t);
  const before = file.text();
  const write = join(__dirname, "../../tools/releases/write.ts");
  const script = `require(${JSON.stringify(write)}).replaceFile(${JSON.stringify(file.path)}, "x".repeat(3e8))`;
  const child = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "--eval", script]);
  const closed = new Promise<string | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));
  while (child.exitCode === null && file.folder().length === 1) await sleep(2);
  assert.equal(file.folder().length, 2, "it has begun");
  child.kill("SIGKILL");
  assert.equal(await closed, "SIGKILL");
  assert.equal(file.text(), before);
});

test("a write that fails at its end leaves nothing behind", async (t) => {
  const file = dataFile(t);
  const folder = join(dirname(file.path), "folder");
  mkdirSync(folder);
  await assert.rejects(replaceFile(folder, "new"), /EISDIR|ENOTEMPTY|EPERM/);
  assert.deepEqual(file.folder().sort(), ["folder", "releases.json"]);
});

test("a written file keeps its permissions, and a link stays one", async (t) => {
  const file = dataFile(t);
  const link = join(dirname(file.path), "link.json");
  symlinkSync(file.path, link);
  const own = join(dirname(file.path), "own.json");
  writeFileSync(own, "old", { mode: 0o640 });
  await replaceFile(own, "new");
  assert.deepEqual([readFileSync(own, "utf8"), statSync(own).mode & 0o777], ["new", 0o640]);
  await replaceFile(link, "new");
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.equal(file.text(), "new");
});

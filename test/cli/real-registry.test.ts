import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import type { ReleaseData } from "../../tools/releases/data";
import { bundled, dataFile, december, versions2 } from "../releases/data-file";
import { type Registry, startRegistry } from "./registry";

const name = "azure-api-management/gateway";
const signature = `sha256-${"0".repeat(64)}.sig`;
let registry: Registry;

before(async () => {
  registry = await startRegistry();
  await registry.push(name, versions2);
  await registry.push(name, ["2.13.1", "2.14.0-preview-1", "2.14.0", "2.14.0-amd64", "latest", "v2", "v3"]);
  await registry.push(name, [signature]);
  await registry.push(
    "shrunk/gateway",
    [...versions2, "2.14.0"].filter((tag) => tag !== "2.3.4"),
  );
});
after(() => registry?.stop());

test("a first run adds and verifies what the registry lists, and keeps every date and source", async (t) => {
  const file = dataFile(t);
  const { code, out, error } = await file.refresh(registry.url);
  assert.deepEqual([code, error], [0, ""]);
  const list = `${registry.url}/v2/${name}/tags/list`;
  const seen = { basis: "first seen in the registry's tag list (upper bound)", source: list };
  assert.deepEqual(Object.entries(file.entry("2.14.0") ?? {}), [
    ["tag", "2.14.0"],
    ["released", null],
    ["firstSeen", december],
    ["basis", seen.basis],
    ["source", seen.source],
    ["kind", "stable"],
    ["listed", true],
  ]);
  assert.equal(file.entry("2.14.0-preview-1")?.kind, "preview");
  assert.equal(file.entry("v3")?.kind, "rolling");
  assert.equal(file.entry("2.14.0-amd64"), undefined);
  assert.equal(file.entry(signature), undefined);

  const { source } = bundled.releases.find(({ tag }) => tag === "2.13.1") ?? {};
  const was = { tag: "2.13.1", released: null, firstSeen: december, ...seen, source: `${source}; ${list}` };
  assert.deepEqual(file.entry("2.13.1"), { ...was, kind: "stable", listed: true });

  for (const { kind, ...entry } of bundled.releases.filter((each) => each.kind !== "unverified")) {
    const { listed, firstSeen, ...now } = file.entry(entry.tag) ?? {};
    assert.deepEqual(now, { ...entry, kind });
    assert.equal(listed ?? false, versions2.includes(entry.tag), entry.tag);
    const undated = entry.released === null && kind !== "rolling";
    assert.equal(firstSeen, undated ? bundled.asOf : undefined, entry.tag);
  }
  const { asOf, releases } = JSON.parse(file.text()) as ReleaseData;
  assert.equal(asOf, december);
  const tags = releases.map(({ tag }) => tag);
  const end = ["2.13.0", "2.13.1", "2.13.2", "2.14.0-preview-1", "2.14.0"];
  assert.deepEqual(tags.slice(-11), [...end, "latest", "v2", "v2-preview", "beta", "v1", "v3"]);

  assert.match(out, /New versions: 2\.14\.0\n/);
  assert.match(out, /Confirmed by the list: 2\.13\.1\n/);
  assert.match(out, new RegExp(`ignored: 2\\.14\\.0-amd64, ${signature}\n`));
  assert.ok(
    out.includes(
      "Support window: 2.13, 2.12, 2.11 (newest 2.13.2) → 2.14, 2.13, 2.12 (newest 2.14.0); newly supported: 2.14; no longer supported: 2.11\n",
    ),
    out,
  );
});

test("a second run on the same day changes no byte, one on the next day only the day", async (t) => {
  const file = dataFile(t);
  await file.refresh(registry.url);
  const first = file.text();
  const { ino, mtimeMs } = statSync(file.path);
  const second = await file.refresh(registry.url);
  assert.match(second.out, /up to date; nothing was written/);
  assert.match(second.out, /Support window: 2\.14, 2\.13, 2\.12 \(newest 2\.14\.0\) \(unchanged\)/);
  assert.deepEqual([file.text(), statSync(file.path).ino], [first, ino]);
  assert.equal(statSync(file.path).mtimeMs, mtimeMs);

  await file.refresh(registry.url, [], { today: "2026-12-02" });
  assert.equal(file.text(), first.replace(`"asOf": "${december}"`, '"asOf": "2026-12-02"'));
});

test("a dry run shows the same changes and writes nothing", async (t) => {
  const file = dataFile(t);
  const before = file.text();
  const dry = await file.refresh(registry.url, ["--dry-run"]);
  assert.deepEqual([dry.code, file.text()], [0, before]);
  const wet = await file.refresh(registry.url);
  const changes = (out: string) => out.split("\n").filter((line) => line.startsWith("- "));
  assert.deepEqual(changes(dry.out), changes(wet.out));
});

test("small pages give the same data as one list", async (t) => {
  const [whole, paged] = [dataFile(t), dataFile(t)];
  await whole.refresh(registry.url);
  const { out } = await paged.refresh(registry.url, ["--page-size", "7"]);
  assert.equal(paged.text(), whole.text());
  // Registries before version 3 of the distribution project have no pagination.
  const answer = await fetch(`${registry.url}/v2/${name}/tags/list?n=7`);
  const pages = answer.headers.has("link") ? Math.ceil((versions2.length + 8) / 7) : 1;
  assert.match(out, new RegExp(`on ${pages} pages? of`));
});

test("a version that is gone is rejected by name, and withdrawn with an explanation", async (t) => {
  const file = dataFile(t);
  await file.refresh(registry.url);
  const before = file.text();
  const shrunk = ["--image", "127.0.0.1/shrunk/gateway"];
  const refused = await file.refresh(registry.url, shrunk);
  assert.deepEqual([refused.code, file.text()], [4, before]);
  assert.match(refused.error, /- 2\.3\.4 is no longer in the list\n/);
  assert.match(refused.error, /- 2\.13\.1 is no longer/);

  const reasons = ["--explain", "2.3.4=pulled, issue 400", "--explain", "2.13.1=never meant to be there"];
  const explained = await file.refresh(registry.url, [...shrunk, ...reasons]);
  assert.deepEqual([explained.code, explained.error], [0, ""]);
  assert.match(explained.out, /Withdrawn: 2\.3\.4, 2\.13\.1\n/);
  const { kind, released, listed, note } = file.entry("2.3.4") ?? {};
  assert.deepEqual([kind, released, listed], ["withdrawn", "2023-09-13", undefined]);
  assert.equal(note, `not in the registry's tag list on ${december}: pulled, issue 400`);

  const back = await file.refresh(registry.url);
  assert.match(back.out, /Back in the list: 2\.3\.4, 2\.13\.1\n/);
  assert.equal(file.entry("2.3.4")?.kind, "stable");
});

test("an image that the registry does not have is reported", async (t) => {
  const file = dataFile(t);
  const { code, error } = await file.refresh(registry.url, ["--image", "127.0.0.1/no/gateway"]);
  assert.equal(code, 3);
  assert.match(error, /has no image no\/gateway \(404\)\. Check --image/);
});

test("the npm script runs it, with paths relative to the user's folder", async (t) => {
  const file = dataFile(t);
  const root = join(__dirname, "../..");
  const options = ["--file", "releases.json", "--registry", registry.url];
  const day = new Date().toISOString().slice(0, 10);
  const args = ["--prefix", root, "run", "--silent", "releases:update", "--", ...options];
  const env = { ...process.env, HTTP_PROXY: "", http_proxy: "" };
  const cwd = dirname(file.path);
  if (day < bundled.asOf) {
    await assert.rejects(promisify(execFile)("npm", args, { cwd, env }), /clock says/);
    return;
  }
  const { stdout } = await promisify(execFile)("npm", args, { cwd, env });
  assert.match(stdout, /New versions: 2\.14\.0\n/);
  assert.ok((file.entry("2.14.0")?.firstSeen ?? "") >= day);
});

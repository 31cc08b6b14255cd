import assert from "node:assert/strict";
import { test } from "node:test";
import { minorReleased, type Release } from "../../support/releases";
import { type Entry, findLosses, findProblems, type ReleaseData } from "../../tools/releases/data";
import { tagKind } from "../../tools/releases/kind";
import { merge } from "../../tools/releases/merge";
import { bundled, december } from "./data-file";

const url = "https://registry.example/v2/gateway/tags/list";
const none = new Map<string, string>();
const read = (...tags: string[]) => ({ tags: new Set(tags), pages: 1, url });
const release = (tag: string, more: Partial<Entry> = {}): Entry => ({
  tag,
  released: "2026-01-01",
  basis: "b",
  source: "s",
  kind: "stable",
  ...more,
});
const data = (...releases: Entry[]): ReleaseData => ({ image: "i", asOf: "2026-11-24", releases });
const entriesOf = ({ data: { releases } }: { data: ReleaseData }) =>
  Object.fromEntries(releases.map(({ tag, ...entry }) => [tag, entry]));

const kinds = {
  stable: ["2.14.0", "0.9.1", "10.0.0"],
  preview: ["2.14.0-preview-1", "3.0.0-beta.1", "2.14.0-rc1"],
  rolling: ["latest", "v2", "2", "2.13", "v2-preview", "beta", "preview", "v3-beta"],
  undefined: [
    ...["2.14.0-amd64", "latest-arm64", "2.14.0-preview-1-linux", "amd64", `sha256-${"a".repeat(64)}.sig`],
    ...["v2.14.0", "2.014.0", "2.14.0.1", "2.14.0_1", "20261124.1.1", "latest-nightly", "main", "preview-x"],
  ],
};
for (const [kind, tags] of Object.entries(kinds))
  test(`by its form a tag is ${kind}: ${tags.slice(0, 4).join(", ")}`, () => {
    for (const tag of tags) assert.equal(`${tagKind(tag)}`, kind, tag);
  });

test("every tag of the bundled data has the kind that its form gives it", () => {
  for (const { tag, kind } of bundled.releases)
    if (kind !== "unverified") assert.equal(tagKind(tag), kind, tag);
});

test("the bundled data have no problem, and each kind of problem is found", () => {
  assert.deepEqual(findProblems(bundled), []);
  const cases: [unknown, RegExp][] = [
    [[], /an object/],
    [{ ...data(release("2.0.0")), image: "" }, /`image` is missing/],
    [{ ...data(release("2.0.0")), asOf: "2026-02-30" }, /`asOf` isn't a date/],
    [{ image: "i", asOf: "2026-11-24", releases: {} }, /`releases` isn't an array/],
    [data(release("2.0.0"), release("2.0.0")), /2\.0\.0 is listed twice/],
    [data(release("2.0.0-preview", { kind: "preview" })), /there is no stable version/],
    [data(release("v2")), /v2: a stable or withdrawn version must have the format/],
    [data(release("2.0.0", { released: "2026-12-24" })), /`released` must be null or a date up to/],
    [data(release("2.0.0", { firstSeen: "soon" })), /`firstSeen` must be a date/],
    [data(release("2.0.0", { source: "" })), /`source` is missing/],
    [
      { ...data(), releases: [null, { tag: "x", kind: "other" }] },
      /release 1 has no tag.*x: `kind` must be one of/s,
    ],
  ];
  for (const [value, problem] of cases) assert.match(findProblems(value).join("\n"), problem);
});

test("a loss is found, whatever has caused it", () => {
  const before = data(release("2.0.0"), release("2.1.0", { released: null, firstSeen: "2026-03-01" }));
  const losses = (...releases: Entry[]) => findLosses(before, data(...releases)).join("\n");
  const [old, newest] = before.releases as [Entry, Entry];
  assert.equal(losses(old, newest, release("2.2.0")), "");
  assert.equal(losses(old, { ...newest, kind: "withdrawn" }), "");
  assert.match(losses(newest), /2\.0\.0 would be removed/);
  assert.match(losses({ ...old, released: null }, newest), /2\.0\.0 would lose its date/);
  assert.match(losses({ ...old, source: "other" }, newest), /2\.0\.0 would lose its source/);
  assert.match(losses(old, { ...newest, firstSeen: "2026-04-01" }), /2\.1\.0 would lose its `firstSeen`/);
  assert.match(losses(old, { ...newest, kind: "unverified" }), /would go back from 2\.1\.0 to 2\.0\.0/);
  assert.match(findLosses(before, { ...before, asOf: "2026-01-01" }).join(), /`asOf` would go back/);
});

test("a version without a date keeps the first day on which the data named it", () => {
  const first = merge(data(release("2.0.0", { released: null })), read("2.0.0"), "2026-12-01", none);
  const second = merge(first.data, read("2.0.0"), "2026-12-08", none);
  for (const merged of [first, second]) assert.equal(entriesOf(merged)["2.0.0"]?.firstSeen, "2026-11-24");
});

test("old versions that the list never had stay, without a refusal", () => {
  const merged = merge(data(release("1.0.0"), release("2.0.0")), read("2.0.0"), december, none);
  assert.deepEqual(merged.refusals, []);
  assert.deepEqual(entriesOf(merged)["1.0.0"], { ...entriesOf(merged)["1.0.0"], kind: "stable" });
  assert.equal(entriesOf(merged)["1.0.0"]?.listed, undefined);
});

test("a channel that only the convention spoke for is verified as one, not as a version", () => {
  const v1 = release("v1", { kind: "unverified", released: null });
  const { v1: now } = entriesOf(merge(data(release("2.0.0"), v1), read("2.0.0", "v1"), december, none));
  assert.deepEqual([now?.kind, now?.listed, now?.firstSeen], ["rolling", undefined, december]);
});

test("the order of the registry's list does not matter, and numbers sort as numbers", () => {
  const tags = ["2.0.0", "2.10.0", "2.9.0", "2.10.0-preview-1", "v3", "v2", "edge-amd64"];
  const before = data(release("2.0.0"), release("latest", { kind: "rolling" }));
  const one = merge(before, read(...tags), december, none);
  const other = merge(before, read(...[...tags].reverse()), december, none);
  assert.deepEqual(one, other);
  const sorted = ["2.0.0", "2.9.0", "2.10.0-preview-1", "2.10.0", "latest", "v2", "v3"];
  assert.deepEqual(Object.keys(entriesOf(one)), sorted);
});

test("a new major is taken, and one that is far ahead only with a reason, which becomes its note", () => {
  const next = merge(data(release("2.0.0")), read("2.0.0", "3.0.0"), december, none);
  assert.deepEqual(next.refusals, []);
  const far = (explained: Map<string, string>) =>
    merge(data(release("2.0.0")), read("2.0.0", "7.0.0"), december, explained);
  assert.equal(far(none).refusals.length, 1);
  const explained = far(new Map([["7.0.0", "numbers follow the year now"]]));
  assert.deepEqual(explained.refusals, []);
  assert.equal(entriesOf(explained)["7.0.0"]?.note, "numbers follow the year now");
});

test("a minor came on the earliest day that is known, first sightings and versions that are gone included", () => {
  const list: Release[] = [
    release("2.1.0", { released: null, firstSeen: "2026-05-01", kind: "withdrawn" }),
    release("2.1.1", { released: "2026-06-01", firstSeen: "2026-01-01" }),
    release("2.1.2-preview", { released: "2026-01-01", kind: "preview" }),
    release("2.10.0", { released: "2025-01-01" }),
    release("2.2.0", { released: null }),
  ];
  assert.equal(minorReleased("2.1", list), "2026-05-01");
  assert.equal(minorReleased("2.2", list), undefined);
  assert.equal(minorReleased("2.10", list), "2025-01-01");
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { minorReleased, releases, releasesAsOf, stableVersions } from "../../support/releases";
import { row } from "../../support/responsibilities";
import { parseTag } from "../../support/tag";
import { judgeImage, supportWindow } from "../../support/window";
import { anyText } from "../../testkit/any-text";

describe("a tag", () => {
  const cases: [tag: string, kind: string, ...version: number[]][] = [
    ["2.13.2", "version", 2, 13, 2],
    ["v2.13.2", "version", 2, 13, 2],
    ["2.13.2-amd64", "version", 2, 13, 2],
    ["2.13.2.7", "version", 2, 13, 2],
    ["2.013.02", "version", 2, 13, 2],
    ["2.13", "minor", 2, 13],
    ["v2.13-arm64", "minor", 2, 13],
    ["2", "major", 2],
    ["v2", "major", 2],
    ["latest", "latest"],
    ["latest-arm64", "latest"],
    ["beta", "prerelease"],
    ["v2-preview", "prerelease"],
    ["2.5.0-beta_1", "prerelease"],
    ["2.5.0-RC2", "prerelease"],
    ["2.5.0-preview-6", "prerelease"],
    ["alphabet", "other"],
    ["previewed", "other"],
    ["2.13.2-alpine", "version", 2, 13, 2],
    ["latestish", "other"],
    ["20261124", "other"],
    ["2026-11-24", "other"],
    ["main", "other"],
    ["v", "other"],
    ["", "other"],
    ["2x", "other"],
    ["x2", "other"],
    ["-2", "other"],
    ["4f2c1aa", "other"],
  ];
  for (const [tag, kind, ...version] of cases) {
    test(`${tag || "(empty)"} is ${kind}`, () => {
      const { kind: found, ...numbers } = parseTag(tag);
      assert.deepEqual([found, ...Object.values(numbers)], [kind, ...version]);
    });
  }

  test("of any version is read back, with any suffix that isn't a prerelease", () => {
    const suffix = fc.constantFrom("", "-amd64", "_acme.7", "-alpine", ".1");
    const [major, small] = [fc.nat(99), fc.nat(9_999)];
    fc.assert(
      fc.property(major, small, small, suffix, fc.constantFrom("", "v"), (a, b, c, tail, v) => {
        assert.deepEqual(parseTag(`${v}${a}.${b}.${c}${tail}`), {
          kind: "version",
          major: a,
          minor: b,
          patch: c,
        });
      }),
    );
  });

  test("of any text is read without a throw, and in no time", () => {
    fc.assert(fc.property(anyText(), (text) => void parseTag(text)));
    const started = performance.now();
    for (const part of ["2.", "-", "a-", "9", "beta", "v"]) parseTag(part.repeat(100_000));
    assert.ok(performance.now() - started < 60_000, "a quadratic reader would take far longer");
  });
});

describe("the support window", () => {
  test("is the newest stable major's last three minors, the newest counted", () => {
    assert.deepEqual(supportWindow(), { newest: "2.13.2", minors: ["2.13", "2.12", "2.11"] });
    assert.deepEqual(supportWindow("2.20.0").minors, ["2.20", "2.19", "2.18"]);
    assert.deepEqual(supportWindow("3.0.0").minors, ["3.0"]);
    assert.deepEqual(supportWindow("3.1.4").minors, ["3.1", "3.0"]);
  });

  test("is never lowered", () => {
    for (const version of ["2.13.2", "2.13.1", "2.9.0", "1.99.0", "0.0.0"]) {
      assert.deepEqual(supportWindow(version), supportWindow());
    }
    // Versions aren't compared as strings: 10 is greater than 9.
    assert.equal(supportWindow("2.13.10").newest, "2.13.10");
  });

  test("checks each known release: the last three minors are in, all others are out", () => {
    const window = supportWindow();
    for (const { tag, kind } of releases) {
      const verdict = judgeImage({ tag, digest: undefined }, window).kind;
      if (kind === "stable") {
        assert.equal(verdict, /^2\.1[123]\./.test(tag) ? "supported" : "outside", tag);
      } else if (kind === "preview") assert.equal(verdict, "prerelease", tag);
    }
  });

  test("gives every version of every line exactly one verdict", () => {
    const window = supportWindow();
    fc.assert(
      fc.property(fc.nat(4), fc.nat(20), fc.nat(20), (major, minor, patch) => {
        const { kind } = judgeImage({ tag: `${major}.${minor}.${patch}`, digest: undefined }, window);
        const newer = major > 2 || (major === 2 && (minor > 13 || (minor === 13 && patch > 2)));
        const inside = major === 2 && minor >= 11 && !newer;
        assert.equal(newer, kind === "newer");
        assert.equal(inside, kind === "supported" || kind === "unlisted");
        assert.equal(!newer && !inside, kind === "outside");
      }),
    );
  });

  test("returns when a line left: with the third minor after it, or the next major", () => {
    const left = (tag: string) => {
      const verdict = judgeImage({ tag, digest: undefined }, supportWindow());
      return verdict.kind === "outside" ? verdict.left : assert.fail(tag);
    };
    assert.equal(left("2.10.1"), "2026-11-24");
    assert.equal(left("2.9.0"), "2026-08-20");
    assert.equal(left("2.8"), "2026-02-02");
    assert.equal(left("2.0.0"), minorReleased("2.3"));
    assert.equal(left("1.2.5"), minorReleased("2.0"));
    assert.equal(left("v1"), minorReleased("2.0"));
    assert.equal(left("0.1.0"), minorReleased("2.0"));
  });
});

describe("the list of releases", () => {
  test("has each tag once, each with where it comes from", () => {
    assert.equal(new Set(releases.map(({ tag }) => tag)).size, releases.length);
    for (const { tag, source, basis } of releases) assert.ok(source && basis, tag);
  });

  test("has only days that exist, and none after the day it was made", () => {
    for (const { tag, released } of releases) {
      if (released === null) continue;
      assert.equal(new Date(`${released}T00:00:00Z`).toISOString().slice(0, 10), released, tag);
      assert.ok(released <= releasesAsOf, tag);
    }
  });

  test("is sorted by version, not by text, and holds no unverified version as stable", () => {
    assert.equal(stableVersions.at(-1), "2.13.2");
    assert.ok(stableVersions.indexOf("2.9.2") < stableVersions.indexOf("2.10.0"));
    assert.ok(!stableVersions.includes("2.13.1"));
  });

  test("knows a minor by its whole number", () => {
    assert.equal(minorReleased("2.1"), "2022-06-16");
    assert.equal(minorReleased("2.99"), undefined);
    assert.equal(minorReleased("2.13"), undefined);
  });
});

test("every row of responsibilities has a title and one of the three classes", () => {
  const ids = [
    "configuration-endpoint",
    "image-maintenance",
    "securing-communication",
    "keeping-up-to-date",
  ] as const;
  assert.deepEqual(
    ids.map((id) => row(id).tags),
    [["microsoft"], ["microsoft"], ["shared"], ["shared"]],
  );
  for (const id of ["hosting", "network", "sla", "diagnostics", "third-party"] as const) {
    assert.deepEqual(row(id).tags, ["customer"], id);
    assert.ok(row(id).framework.reference);
  }
});

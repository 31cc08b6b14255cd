/** The findings in the example `fleet`, in every format. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import type { Report } from "../../cli/report";
import { recognize } from "../../testkit/messages";
import { checkFleet } from "../../tools/docs/fleet/check";

const golden = join(__dirname, "fleet.golden.txt");

let fleet: Awaited<ReturnType<typeof checkFleet<"json" | "sarif" | "junit" | "markdown" | "text">>>;
before(async () => {
  fleet = await checkFleet("json", "sarif", "junit", "markdown", "text");
});
after(() => fleet?.remove());

const written = (format: keyof typeof fleet.reports) => readFileSync(fleet.reports[format], "utf8");
const json = (): Report => JSON.parse(written("json"));

describe("the example", () => {
  // These two depend on the list of releases, so they change with it.
  const byReleases = ["gateway-image-supported", "gateway-image-current"];

  test("has the findings that it is meant to have", () => {
    const lines = json()
      .findings.filter(({ policy }) => !byReleases.includes(policy))
      .map(({ resource, policy, level, exempted, message }) => {
        const id = recognize(message)[0]?.id ?? message;
        return `${resource}: ${policy} ${id} ${exempted ? "exempted" : level}`;
      });
    const text = `${lines.sort().join("\n")}\n`;
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, "utf8"));
  });

  test("has versions outside of the support window, and exemptions from it", () => {
    const outside = json().findings.filter(({ policy }) => policy === "gateway-image-supported");
    const found = (name: string) => outside.find(({ resource }) => resource?.includes(name))?.exempted;
    assert.deepEqual(["labs-maps", "store-0204", "loyalty-mumbai"].map(found), [false, false, true]);
  });

  test("fills every format", () => {
    const { findings, gateways } = json();
    assert.equal(gateways.length, 40);
    assert.equal(JSON.parse(written("sarif")).runs[0].results.length, findings.length);
    const suites = new XMLParser({ ignoreAttributes: false }).parse(written("junit")).testsuites.testsuite;
    assert.ok(suites.length >= 40);
    assert.match(written("markdown"), /store-0204/);
    assert.match(written("text"), /40 gateways among \d+ objects in 8 files\.\n$/);
  });
});

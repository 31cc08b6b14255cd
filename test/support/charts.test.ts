import assert from "node:assert/strict";
import { test } from "node:test";
import { lt, valid } from "semver";
import { chartOfImage, imageOfChart, inferredImage, newestChart } from "../../support/charts";
import data from "../../support/charts.json";
import { releases } from "../../support/releases";

test("every chart is listed once, with a day that exists or none", () => {
  const versions = data.charts.map(({ version }) => version);
  assert.equal(new Set(versions).size, versions.length);
  assert.deepEqual(
    versions.filter((version) => !valid(version)),
    [],
  );
  for (const { listed } of data.charts) assert.ok(listed === null || /^20\d\d-\d\d-\d\d$/.test(listed));
  assert.equal(newestChart, "1.16.1");
});

test("charts since 1.0.0 run images that the list of releases has", () => {
  const tags = new Set(releases.map(({ tag }) => tag));
  const odd = data.charts.filter(({ version, image }) => !lt(version, "1.0.0") && !tags.has(image));
  assert.deepEqual(odd, []);
});

test("the numbers of charts and images go together since 1.6.0, except in 1.11", () => {
  const regular = data.charts.filter(({ version }) => !lt(version, "1.6.0") && !version.includes("-"));
  for (const { version, image } of regular.filter(({ version }) => !version.startsWith("1.11."))) {
    assert.equal(inferredImage(version), image);
  }
  assert.deepEqual(
    [inferredImage("1.17.2"), inferredImage("1.5.9"), inferredImage("2.0.0")],
    ["2.13.2", undefined, undefined],
  );
});

test("chart and image find each other", () => {
  assert.deepEqual([imageOfChart("1.13.2"), imageOfChart("1.13.9")], ["2.9.2", undefined]);
  assert.deepEqual([chartOfImage("2.1.6"), chartOfImage("2.13.2")], ["1.5.3", undefined]);
});

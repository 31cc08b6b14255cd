import assert from "node:assert/strict";
import { test } from "node:test";
import { chartTooOld, tagTooOld } from "../../support/entra";

test("an image is too old only where its tag can mean no newer one", () => {
  const old = ["2.10.1", "v2.10.0-amd64", "2.10", "1", "v1", "2.3.0-preview-1"];
  const fine = ["2.11.0", "2.13.2", "2.11", "2", "v2", "latest", "beta", "2.11.0-preview-1", "20260101", ""];
  assert.deepEqual(
    [...old, ...fine].filter((tag) => tagTooOld(tag, "workloadIdentity")),
    old,
  );
  assert.deepEqual(
    ["2.2.0", "2.2", "2.3.0", "2.3"].filter((tag) => tagTooOld(tag, "azureAdApp")),
    ["2.2.0", "2.2"],
  );
});

test("a chart is too old only where its version is exact", () => {
  const versions = ["1.14.9", "1.15.0", "1.16.1", "^1.14.0", "1.14", "", "latest"];
  assert.deepEqual(
    versions.filter((version) => chartTooOld(version, "workloadIdentity")),
    ["1.14.9"],
  );
  assert.deepEqual(
    ["1.6.0", "1.7.0"].filter((version) => chartTooOld(version, "azureAdApp")),
    ["1.6.0"],
  );
});

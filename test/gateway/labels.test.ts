import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Owned, ownershipEdits, ownershipProblems } from "../../analysis/ownership/ownership";
import type { LabelStyle } from "../../gateway/model/labels";
import { applyEdits } from "../../pulumi/edit";
import { yes } from "../../pulumi/match";
import { rootStack, toResource } from "../../pulumi/resource";
import { unknownSentinels } from "../../pulumi/sdk";
import { unread } from "../../pulumi/value";

const [unknown] = unknownSentinels;
const rules = { labelPrefix: "apim-gateway", defaultOwner: "team-edge" };

/** A workload whose labels are at `path` of its properties. */
function workload(style: LabelStyle, props: Record<string, unknown>, path: string[], more = {}): Owned {
  const opts = {
    aliases: [],
    additionalSecretOutputs: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    protect: false,
    ignoreChanges: [],
  };
  const resource = toResource(
    { urn: "urn:pulumi:dev::shop::a:b:C::gateway", name: "gateway", type: "a:b:C", opts },
    props,
  );
  return {
    resource,
    kind: "workload",
    belongs: yes,
    noun: "C",
    labels: [{ style, value: resource.props.get(...path), ...more }],
  };
}

const kinds = (owned: Owned): string[] => ownershipProblems(owned, rules).map(({ kind }) => kind);

/** The properties after the remediation. */
function mended(style: LabelStyle, props: Record<string, unknown>, path: string[]): Record<string, unknown> {
  applyEdits(props, ownershipEdits(workload(style, props, path), rules));
  assert.deepEqual(kinds(workload(style, props, path)), [], "what is mended passes");
  return props;
}

describe("values of the gateway's chart, which it writes without quotes", () => {
  const path = ["values", "commonLabels"];
  const values = (owner: unknown) => ({
    values: { commonLabels: { "apim-gateway/owner": owner, "apim-gateway/responsibility": "customer" } },
  });
  for (const owner of ["true", "No", "42", "1e3", "0x1F", "null", 42, true]) {
    test(`${typeof owner} ${owner} isn't a string to Kubernetes`, () => {
      assert.deepEqual(kinds(workload("chart", values(owner), path)), ["rejected"]);
    });
  }
  for (const owner of ["team-42", "42nd", "nobody", "one"]) {
    test(`${owner} is text`, () => assert.deepEqual(kinds(workload("chart", values(owner), path)), []));
  }
  test("they can be written where there were none", () => {
    assert.deepEqual(mended("chart", {}, path), values("team-edge"));
  });
});

describe("Docker's list of labels", () => {
  const pair = (label: unknown, value: unknown) => ({ label, value });
  const good = [pair("apim-gateway/responsibility", "customer"), pair("apim-gateway/owner", "team-edge")];
  test("both are there", () => assert.deepEqual(kinds(workload("docker", { labels: good }, ["labels"])), []));
  test("both are missing", () => {
    for (const props of [{}, { labels: [] }, { labels: [pair("a", "b")] }, { labels: "x" }]) {
      assert.deepEqual(kinds(workload("docker", props, ["labels"])), ["no-class", "no-owner"]);
    }
  });
  test("a label of an unknown name may be either", () => {
    assert.deepEqual(kinds(workload("docker", { labels: [pair(unknown, "x")] }, ["labels"])), ["unknown"]);
  });
  test("they are written behind the others", () => {
    assert.deepEqual(mended("docker", {}, ["labels"]), { labels: good });
    const other = pair("a", "b");
    assert.deepEqual(mended("docker", { labels: [other] }, ["labels"]), { labels: [other, ...good] });
    const wrong = pair("apim-gateway/responsibility", "shared");
    assert.deepEqual(mended("docker", { labels: [wrong] }, ["labels"]), { labels: good });
  });
});

describe("where labels cannot be read or written", () => {
  test("values that cannot be read may hold what is missing: one note", () => {
    assert.deepEqual(kinds(workload("chart", { values: unread }, ["values", "commonLabels"])), ["unknown"]);
  });
  test("nothing is written into a string, or over a value that isn't a map", () => {
    assert.deepEqual(ownershipEdits(workload("chart", {}, ["values"], { writable: false }), rules), []);
    for (const labels of ["x", 7, [], unknown]) {
      assert.deepEqual(ownershipEdits(workload("kubernetes", { labels }, ["labels"]), rules), []);
    }
  });
  test("of two places either will do, and the wrong one is mended", () => {
    const labels = { "apim-gateway/responsibility": "customer" };
    const commonLabels = { "apim-gateway/owner": "x" };
    const props = { labels, commonLabels };
    const owned = workload("kubernetes", props, ["labels"]);
    const both = {
      ...owned,
      labels: [...owned.labels, { style: "chart", value: owned.resource.props.get("commonLabels") } as const],
    };
    assert.deepEqual(kinds(both), []);
    const swapped = { ...both, labels: [...both.labels].reverse() };
    assert.deepEqual(kinds(swapped), []);
  });
});

test("the stack of a resource is read from its URN", () => {
  const { urn, name } = rootStack(workload("kubernetes", {}, []).resource);
  assert.deepEqual([urn, name], ["urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "shop-dev"]);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect } from "../../analysis/connection/connected-gateway";
import { backupMount, isOnOneNode } from "../../analysis/operations/backup";
import { hasBudget, isSpread } from "../../analysis/operations/disruption";
import { isNoRequest, isWrongStatusPath, shortGracePeriod } from "../../analysis/operations/hosting";
import { countOf, runsSeveral } from "../../analysis/operations/replicas";

import { synchronization } from "../../analysis/operations/synchronization";
import { chartParts } from "../../gateway/chart/workload";
import type { Gateway } from "../../gateway/model/gateway";
import { Stack } from "../../pulumi/resource-set";
import { parseType } from "../../pulumi/resource-type";
import { Value } from "../../pulumi/value";
import { unknown } from "../../testkit/pack";

const nothing = new Stack();

function install(
  values: object,
  release: unknown = "gw",
  highAvailability = true,
): Gateway & ReturnType<typeof chartParts> {
  const props = new Value({ values, name: release });
  const parts = chartParts(
    { values: props.get("values"), releaseName: props.get("name") },
    { highAvailability },
  );
  const resource = {
    urn: "urn:release",
    name: "gw",
    type: parseType("kubernetes:helm.sh/v3:Release"),
    props,
    declared: props,
    provider: undefined,
    dependenciesOf: () => [],
  };
  return {
    resource,
    host: "Release",
    image: { kind: "undetermined" },
    settings: [],
    partial: false,
    namespace: new Value("apim"),
    platform: "kubernetes",
    labels: [],
    ...parts,
  };
}

describe("the chart's defaults", () => {
  const chart = install({});
  test("three replicas, a budget, spread, and instances that find each other", () => {
    assert.deepEqual(countOf(chart.scaling.least), { kind: "number", number: 3 });
    assert.equal(hasBudget(chart, nothing).kind, "yes");
    assert.equal(isSpread(chart).kind, "yes");
    assert.equal(synchronization(connect(chart, nothing), nothing).kind, "complete");
    assert.equal(runsSeveral(chart, nothing).kind, "yes");
  });
  test("time to end and probes, but no requests and no copy", () => {
    const { gracePeriod, probes, requests } = chart.hosting;
    assert.equal(gracePeriod && shortGracePeriod(gracePeriod), undefined);
    assert.ok(probes?.liveness.path && !isWrongStatusPath(probes.liveness.path));
    assert.ok(requests && isNoRequest(requests.cpu));
    assert.equal(chart.storage.enabled?.boolean, false);
    assert.deepEqual(chart.storage.enabled?.path, [
      "values",
      "gateway",
      "configuration",
      "backup",
      "enabled",
    ]);
  });
  test("Azure Arc leaves high availability off", () => {
    assert.equal(hasBudget(install({}, "gw", false), nothing).kind, "no");
  });
});

describe("values", () => {
  const name = (values: object, release?: unknown) => install(values, release).pods.owner.name.text;
  test("the names follow the chart's rule", () => {
    assert.equal(name({}), "gw-azure-api-management-gateway");
    assert.equal(name({}, "my-azure-api-management-gateway"), "my-azure-api-management-gateway");
    assert.equal(name({ nameOverride: "edge" }), "gw-edge");
    assert.equal(name({ nameOverride: "gw" }), "gw");
    assert.equal(name({ fullnameOverride: "x" }), "x");
    assert.equal(name({ fullnameOverride: `${"a".repeat(62)}-b` }), "a".repeat(62));
    assert.equal(install({}, unknown).pods.owner.name.unknown, "preview");
  });
  test("null removes the chart's own value", () => {
    assert.deepEqual(countOf(install({ replicaCount: null }).scaling.least), { kind: "number", number: 1 });
    assert.ok(install({ replicaCount: null }).scaling.declared.absent);
    assert.ok(install({ probes: { liveness: null } }).hosting.probes?.liveness.value.absent);
    const tcp = install({ probes: { liveness: { httpGet: null, tcpSocket: { port: 8080 } } } });
    assert.equal(tcp.hosting.probes?.liveness.path, undefined);
  });
  test("a wrong probe path is reported at its own place", () => {
    const path = install({ probes: { liveness: { httpGet: { path: "/x" } } } }).hosting.probes?.liveness.path;
    assert.deepEqual(path?.path, ["values", "probes", "liveness", "httpGet", "path"]);
    assert.ok(path && isWrongStatusPath(path));
  });
  test("high availability off leaves no budget and no spread, unknown leaves both open", () => {
    const off = install({ highAvailability: { enabled: false } });
    assert.deepEqual([hasBudget(off, nothing).kind, isSpread(off).kind], ["no", "no"]);
    const open = install({ highAvailability: { enabled: unknown } });
    assert.equal(hasBudget(open, nothing).kind, "unknown");
  });
  test("the copy's claim", () => {
    const backup = (more: object) =>
      install({ gateway: { configuration: { backup: { enabled: true, ...more } } } });
    const one = (chart: Gateway & ReturnType<typeof chartParts>) => {
      const found = backupMount(chart.storage);
      const volume = found.kind === "found" ? found.mount.volume : undefined;
      return volume?.kind === "claim" ? isOnOneNode(volume, chart, nothing).kind : volume?.kind;
    };
    assert.equal(one(backup({})), "no");
    assert.equal(one(backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } })), "yes");
    assert.equal(one(backup({ persistentVolumeClaim: { create: false, existingName: "x" } })), "unclear");
  });
  test("values that cannot be read leave everything open", () => {
    const chart = install("[secret]" as unknown as object);
    assert.equal(countOf(chart.scaling.least).kind, "unknown");
    assert.ok(chart.hosting.gracePeriod?.unknown);
    assert.equal(chart.storage.enabled?.unknown, "encrypted");
  });
});

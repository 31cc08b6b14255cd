/** What the pack takes for granted about the SDK, and what a user of the pack may take for granted about it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import * as sdk from "@pulumi/policy/proxy";
import { unknownSentinels } from "../../pulumi/value";
import { type Resource, startPack, unknown, unknownOf } from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import {
  cluster,
  configMap,
  cronJob,
  deployment,
  image,
  kubernetesSecret,
} from "../../testkit/samples/kubernetes";

const resources: Resource[] = [
  { type: "pulumi:pulumi:Stack", urn: "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev", props: {} },
  cluster("k8s"),
  { type: "aws:s3/bucket:Bucket", props: { bucket: unknown } },
  configMap("settings", { "config.service.auth": "key" }),
  kubernetesSecret("token", { data: { "config.service.auth.key": "%%%" } }),
  cronJob([unknown]),
  deployment({ image: `${image}:beta`, envFrom: [{ secretRef: { name: "token" } }, unknown, 5] }),
  deployment({ containers: "junk" }, { name: "junk" }),
  containerApp({ image: "", env: null, secrets: 5, tags: [] }),
];

test("the sentinels of unknown values are the SDK's own seven", () => {
  const own = Object.entries(sdk).filter(([name]) => /^unknown\w+Value$/.test(name));
  assert.equal(own.length, 7);
  assert.deepEqual([...unknownSentinels].sort(), own.map(([, value]) => value).sort());
});

test("each of the seven is read as unknown", async () => {
  const pack = await startPack({ today: "2026-11-24" });
  try {
    for (const type of ["string", "number", "boolean", "array", "object", "asset", "archive"] as const) {
      const { diagnostics } = await pack.analyze(deployment({ image: unknownOf(type) }));
      assert.match(diagnostics[0]?.message ?? "", /not known before the update/, type);
    }
  } finally {
    await pack.stop();
  }
});

test("the pack writes nothing to the console, whatever it is shown", async () => {
  const pack = await startPack({ today: "2026-11-24" });
  await pack.configure({ "gateway-image-supported": { enforcementLevel: "remediate", nonsense: 1 } });
  await pack.preview(resources);
  await pack.stop();
  assert.deepEqual([pack.stdout, pack.stderr], ["", ""]);
});

test("no provider's SDK is ever loaded: they cost a second and hundreds of megabytes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "loaded-"));
  try {
    const spy = join(folder, "spy.js");
    writeFileSync(
      spy,
      `process.on("exit", () => {
        const loaded = Object.keys(require.cache).map((file) => /node_modules[\\\\/](@pulumi[\\\\/][^\\\\/]+)/.exec(file)?.[1]);
        require("node:fs").writeSync(2, [...new Set(loaded.filter(Boolean))].sort().join(" "));
      });`,
    );
    const pack = await startPack({
      today: "2026-11-24",
      env: { NODE_OPTIONS: `--require ${JSON.stringify(spy)}` },
    });
    await pack.preview(resources);
    await pack.stop();
    assert.equal(pack.stderr.replaceAll("\\", "/"), "@pulumi/policy @pulumi/pulumi");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** What the pack relies on in the SDK, and what users can rely on in the pack. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as sdk from "@pulumi/policy/proxy";
import { unknownSentinels } from "../../pulumi/sdk";
import {
  type Pack,
  type Resource,
  type Result,
  startPack,
  stringAsset,
  unknown,
  unknownOf,
} from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import {
  cluster,
  configMap,
  cronJob,
  deployment,
  image,
  kubernetesSecret,
} from "../../testkit/samples/kubernetes";
import { startTinyPack } from "../../testkit/tiny-pack";

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
      assert.match(diagnostics[0]?.message ?? "", /unknown before the update/, type);
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

describe("the assumptions of pulumi/sdk.ts about the SDK: if one fails, pulumi/sdk.ts must follow the SDK", () => {
  const box = (name: string, props: Resource["props"] = {}): Resource => ({ type: "a:b:Box", name, props });
  const seam = JSON.stringify(join(__dirname, "../../dist/pulumi/sdk.js"));
  let tiny: Pack;
  before(async () => {
    tiny = await startTinyPack(`
      const sdk = require(${seam});
      const asked = [];
      const tell = (name) => (args, reportViolation) => {
        const request = sdk.currentRequest();
        if (!asked.includes(request)) asked.push(request);
        const props = args.props && sdk.plainProps(args.props);
        sdk.report(reportViolation, {
          message: JSON.stringify({ name, request: asked.indexOf(request), kind: request?.kind, props }),
          enforcementLevel: "advisory",
        });
      };
      const skipped = tell("skipped");
      sdk.skipWhile(skipped, () => "x:y:Z");
      const asynchronous = async (args, reportViolation) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        tell("late")(args, reportViolation);
      };
      const policy = (name, functions) => ({ name, description: "Described.", enforcementLevel: "mandatory", ...functions });
      module.exports = [
        policy("first", { validateResource: asynchronous, validateStack: undefined }),
        policy("second", { validateResource: tell("second") }),
        policy("passed", { validateResource: skipped }),
        policy("stack-first", { validateStack: async (...given) => asynchronous(...given) }),
        policy("stack-second", { validateStack: tell("stack-second") }),
        policy("stack-passed", { validateStack: skipped }),
        policy("hiding", { validateResource: ({ name }) => {
          if (name === "hidden") sdk.currentRequest().hide();
        } }),
        policy("blind", { validateResource: tell("blind") }),
        policy("taking", { validateStack: async ({ resources }) => {
          await new Promise((resolve) => setTimeout(resolve, 5));
          const lids = resources.some(({ name }) => name === "lids");
          if (lids) sdk.currentRequest().show((type) => type === "a:b:Lid");
        } }),
        policy("left", { validateStack: ({ resources }, reportViolation) => {
          sdk.report(reportViolation, { message: JSON.stringify(resources.map(({ name, props }) => [name, props.size])) });
        } }),
        policy("text", { validateResource: async ({ props }, reportViolation) => {
          const text = sdk.promisedText(sdk.plainProps(props).asset ?? {});
          if (text) sdk.report(reportViolation, { message: await text });
        } }),
      ];`);
  });
  after(() => tiny.stop());
  const told = ({ diagnostics }: Result, policy: string) =>
    diagnostics.filter((finding) => finding.policy === policy).map(({ message }) => JSON.parse(message));

  test("every policy of one Analyze is asked in one request, and another resource is another request", async () => {
    const [one, other] = await Promise.all([tiny.analyze(box("one")), tiny.analyze(box("other"))]);
    const number = (result: Result) =>
      new Set([told(result, "first"), told(result, "second")].map(([{ request }]) => request));
    assert.deepEqual([number(one).size, number(other).size], [1, 1]);
    assert.notDeepEqual(number(one), number(other));
  });

  test("so is every policy of one AnalyzeStack", async () => {
    const [one, other] = await Promise.all([
      tiny.analyzeStack([box("one")]),
      tiny.analyzeStack([box("two")]),
    ]);
    for (const result of [one, other])
      assert.equal(told(result, "stack-first")[0].request, told(result, "stack-second")[0].request);
    assert.notEqual(told(one, "stack-first")[0].request, told(other, "stack-first")[0].request);
    assert.equal(told(one, "stack-first")[0].kind, "stack");
  });

  test("a resource policy gets no properties once they are hidden, in this request only", async () => {
    const resources = [box("hidden", { size: 1 }), box("seen", { size: 1 })];
    const results = await Promise.all(resources.map((resource) => tiny.analyze(resource)));
    const props = results.map((result) => ["second", "blind"].map((policy) => told(result, policy)[0].props));
    assert.deepEqual(props, [
      [{ size: 1 }, {}],
      [{ size: 1 }, { size: 1 }],
    ]);
    const { diagnostics } = await tiny.analyze(resources[0] as Resource);
    assert.equal(diagnostics.length, 3);
  });

  test("a stack policy gets what is shown from then on, in this request only", async () => {
    const lid = { ...box("lid", { size: 2 }), type: "a:b:Lid" };
    const [taken, whole] = await Promise.all([
      tiny.analyzeStack([box("lids", { size: 1 }), lid]),
      tiny.analyzeStack([box("other", { size: 1 }), lid]),
    ]);
    assert.deepEqual(told(taken, "left"), [[["lid", 2]]]);
    assert.deepEqual(told(whole, "left"), [
      [
        ["other", 1],
        ["lid", 2],
      ],
    ]);
  });

  test("a function that names another type is not called", async () => {
    const results = [await tiny.analyze(box("one")), await tiny.analyzeStack([box("one")])];
    for (const { diagnostics } of results)
      assert.ok(!diagnostics.some(({ policy }) => policy.endsWith("passed")));
  });

  test("a violation may be an object with a level, and then has no description in front", async () => {
    const [finding] = (await tiny.analyze(box("one"))).diagnostics;
    assert.equal(finding?.level, "advisory");
    assert.ok(finding?.message.startsWith("{"));
  });

  test("descriptors pass by the proxy of unknown values, and the text of an asset is a promise", async () => {
    const result = await tiny.analyze(box("one", { later: unknown, asset: stringAsset("the text") }));
    assert.ok(unknownSentinels.has(told(result, "second")[0].props.later));
    assert.ok(
      result.diagnostics.some(({ policy, message }) => policy === "text" && message.includes("the text")),
    );
  });
});

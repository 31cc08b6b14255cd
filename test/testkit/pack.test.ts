import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  type Pack,
  type Resource,
  readRecording,
  rootStack,
  type StartOptions,
  secret,
  startPack,
  stringAsset,
  unknown,
  unknownOf,
} from "../../testkit/pack";

const mandatory = 'description: "D", enforcementLevel: "mandatory"';
const box = (props: Resource["props"], more: Partial<Resource> = {}): Resource => ({
  type: "a:b:Box",
  props,
  ...more,
});

/** Policies that each show one thing of the SDK; a test enables those that it is about. */
const policies = `
  { name: "reads", ${mandatory}, severity: "high", validateResource: ({ props }) => { props.list[1].size } },
  {
    name: "writes", description: "D", enforcementLevel: "remediate",
    validateResource: ({ props }, report) => report(Object.keys(props) + ": " + props.password),
    remediateResource: ({ props }) => { props.password = props.password + "!"; props.size = 1; return props; },
  },
  { name: "asset", ${mandatory}, validateResource: async ({ props }, report) =>
    // The SDK's proxy breaks "await props.file.text"; the descriptor goes around it.
    report(await Object.getOwnPropertyDescriptor(props.file, "text").value + props.nothing) },
  { name: "stack", ${mandatory}, validateStack: ({ resources: [parent, child] }, report) => {
    report([child.props.out, child.parent === parent, child.dependencies[0] === parent,
      child.propertyDependencies.in[0] === parent, child.opts.ignoreChanges, child.opts.parent === parent.urn].join(), child.urn);
    report("elsewhere", "urn:pulumi:dev::test::a:b:Box::missing");
  } },
  { name: "none", ${mandatory}, validateStack: ({ notApplicable }) => notApplicable("why") },
  { name: "tag", ${mandatory}, severity: "low", tags: ["t"], url: "u", framework: { name: "F", version: "1" },
    validateResource: ({ stackTags }, report) => report(stackTags.get("team")) },
  { name: "day", ${mandatory}, validateResource: ((clock) => (args, report) =>
    report(new Date(clock.now()).toISOString()))(require("./dist/pulumi/clock").clock) },
  { name: "loud", ${mandatory}, validateResource: () => { console.log("out"); console.error("err"); } },
  { name: "bad", ${mandatory}, validateResource: ({ props }) => {
    if (props.die) { console.error("last words"); process.exit(3); }
    throw new Error("my fault");
  } }`;
const files = { "dist/pulumi/clock.js": "exports.clock = { now: Date.now };" };

describe("a pack that runs", () => {
  let pack: Pack;
  before(async () => {
    pack = await start(policies, { stackTags: { team: "x" }, today: "2026-11-24", files });
  });
  after(() => pack?.stop());

  test("an unknown value stops the policy that reads it, with an advisory finding", async () => {
    await pack.configure({ all: "disabled", reads: "mandatory" });
    const resource = box({ list: [1, { size: unknownOf("number") }] });
    const { diagnostics } = await pack.analyze(resource);
    const message =
      "can't run policy 'reads' from policy pack 'tiny@v1.2.3' during preview: number value at .list.1.size can't be known during preview";
    const urn = "urn:pulumi:dev::test::a:b:Box::box";
    assert.deepEqual(diagnostics, [
      { policy: "reads", message, level: "advisory", urn, severity: "high", description: "D" },
    ]);
    assert.deepEqual((await pack.analyze(box({ list: [1, { size: 2 }] }))).diagnostics, []);
  });

  test("validation sees secrets in clear and no internal keys, remediation keeps both", async () => {
    await pack.configure({ all: "disabled", writes: "remediate" });
    const resource = box({ password: secret("p"), __defaults: [], absent: undefined, later: unknown });
    const properties = { password: secret("p!"), __defaults: [], later: unknown, size: 1 };
    assert.deepEqual(await pack.remediate(resource), [{ policy: "writes", properties, diagnostic: "" }]);
    assert.deepEqual(await pack.remediated(resource), properties);
    assert.equal((await pack.analyze(resource)).diagnostics[0]?.message, "D\nlater,password: p");

    const [finding] = (await pack.preview([resource])).diagnostics;
    assert.equal(finding?.message, "D\nlater,password,size: p!", "a preview judges the remediated resource");
    assert.equal(finding?.level, "mandatory");
  });

  test("assets and null arrive as the SDK's own values", async () => {
    await pack.configure({ all: "disabled", asset: "mandatory" });
    const { diagnostics } = await pack.analyze(box({ file: stringAsset("text "), nothing: null }));
    assert.equal(diagnostics[0]?.message, "D\ntext null");
  });

  test("a stack policy gets outputs, parents and dependencies; its findings stay inside the stack", async () => {
    await pack.configure({ all: "disabled", stack: "mandatory", none: "mandatory" });
    const parent = box({}, { name: "parent" });
    const opts = { ignoreChanges: ["in"] };
    const links = { parent, dependencies: [parent], propertyDependencies: { in: [parent] } };
    const child = box({ in: 1 }, { name: "child", outputs: { out: 2 }, opts, ...links });
    const { diagnostics, notApplicable } = await pack.analyzeStack([parent, child]);
    assert.deepEqual(
      diagnostics.map(({ message, urn }) => [message, urn]),
      [
        ["D\n2,true,true,true,in,true", "urn:pulumi:dev::test::a:b:Box::child"],
        ["D\nelsewhere", rootStack],
      ],
    );
    assert.deepEqual(notApplicable, [{ policy: "none", reason: "why" }]);
  });

  test("a pack describes its policies, and gets the stack's tags", async () => {
    await pack.configure({ all: "disabled", tag: "mandatory" });
    assert.equal((await pack.analyze(box({}))).diagnostics[0]?.message, "D\nx");
    const { name, version, policies } = pack.info;
    const policy = policies.find((one) => one.name === "tag");
    assert.deepEqual([name, version], ["tiny", "1.2.3"]);
    assert.deepEqual([policy?.kind, policy?.level, policy?.severity], ["resource", "mandatory", "low"]);
    assert.deepEqual([policy?.tags, policy?.url, policy?.framework?.name], [["t"], "u", "F"]);
  });

  test("today is the pack's day", async () => {
    await pack.configure({ all: "disabled", day: "mandatory" });
    assert.equal((await pack.analyze(box({}))).diagnostics[0]?.message, "D\n2026-11-24T00:00:00.000Z");
  });

  test("a policy that throws and a pack that ends are reported with the reason, and the pack's output is kept", async () => {
    await pack.configure({ all: "disabled", loud: "mandatory" });
    await pack.analyze(box({}));
    await pack.configure({ all: "disabled", bad: "mandatory" });
    await assert.rejects(pack.analyze(box({})), /Error validating resource with policy 'bad'.*my fault/s);
    await assert.rejects(pack.analyze(box({ die: true })), /exit code 3\): err\nlast words/);
    assert.deepEqual([pack.stdout, pack.stderr], ["out\n", "err\nlast words\n"]);
  });
});

test("levels and options merge as in the engine", async () => {
  const schema =
    'configSchema: { properties: { limit: { type: "number", default: 5 }, word: { type: "string" } } }';
  const policy = (name: string) =>
    `{ name: "${name}", ${mandatory}, ${schema}, validateResource: (args, report) => report(JSON.stringify(args.getConfig())) }`;
  await withPack(`${policy("one")}, ${policy("two")}`, {}, async (pack) => {
    const levels = async () =>
      (await pack.analyze(box({}))).diagnostics.map(({ message, level }) => [message, level]);
    assert.deepEqual(await levels(), [
      ['D\n{"limit":5}', "mandatory"],
      ['D\n{"limit":5}', "mandatory"],
    ]);

    await pack.configure({ all: "advisory", two: { enforcementLevel: "mandatory", limit: 7, other: [1] } });
    assert.deepEqual(await levels(), [
      ['D\n{"limit":5}', "advisory"],
      ['D\n{"limit":7,"other":[1]}', "mandatory"],
    ]);

    await pack.configure({ one: "disabled", two: { word: "w" } });
    assert.deepEqual(await levels(), [['D\n{"limit":5,"word":"w"}', "mandatory"]]);

    await assert.rejects(pack.configure({ one: { limit: "many" } }), /one: \/limit must be number/);
    await assert.rejects(pack.configure({ three: { limit: 1 } }), /three: invalid enforcement level/);
    await pack.configure({ one: { limit: "many" }, two: "disabled" }, { unchecked: true });
    assert.deepEqual(await levels(), [['D\n{"limit":"many"}', "mandatory"]]);
  });
});

test("a pack that writes before its port, one that throws at its start and one without a clock do not start", async () => {
  const early = (code: string) => withPack("", { files: { "early.js": code } }, () => {});
  await assert.rejects(
    early('console.log("hello")'),
    /could not read policy pack port: the pack wrote "hello" first/,
  );
  await assert.rejects(early('throw new Error("at start")'), /ended \(exit code \d+\): .*at start/s);
  const noClock = withPack("", { today: "2026-11-24", files: { "dist/pulumi/clock.js": "" } }, () => {});
  await assert.rejects(noClock, /exports no clock\.now/);
});

test("a recording becomes resources with inputs and outputs", () => {
  const urn = "urn:pulumi:dev::test::a:b:Box::box";
  const [resource] = readRecording(
    JSON.stringify({
      resources: [{ type: "a:b:Box", urn, parent: rootStack, props: { in: { $unknown: true } } }],
      stack: [
        { type: "a:b:Box", urn, props: { out: [null, { $unknown: true }] }, dependencies: [rootStack] },
      ],
    }),
  );
  assert.deepEqual([resource?.props, resource?.outputs], [{ in: unknown }, { out: [null, unknown] }]);
  assert.deepEqual([resource?.parent, resource?.dependencies], [rootStack, [rootStack]]);
});

type PackOptions = StartOptions & { files?: Record<string, string> };

/** Starts a pack with these policies (as source), and stops it after use. */
async function withPack(
  policies: string,
  options: PackOptions,
  use: (pack: Pack) => void | Promise<void>,
): Promise<void> {
  const pack = await start(policies, options);
  await Promise.resolve(use(pack)).finally(() => pack.stop());
}

/** Writes a pack to a temporary folder, which it doesn't need after its start. */
async function start(policies: string, { files = {}, ...options }: PackOptions): Promise<Pack> {
  const folder = mkdtempSync(join(tmpdir(), "tiny-pack-"));
  try {
    // A temporary folder resolves the SDK through this link.
    symlinkSync(join(__dirname, "../../node_modules"), join(folder, "node_modules"), "junction");
    const source = {
      "package.json": '{ "version": "1.2.3" }',
      "early.js": "",
      "index.js": `require("./early");
        const { PolicyPack } = require("@pulumi/policy");
        new PolicyPack("tiny", { policies: [${policies}] });`,
      ...files,
    };
    for (const [file, text] of Object.entries(source)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return await startPack({ ...options, pack: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `apim-gateways check` on Pulumi's files: exported stacks, previews, event logs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { unknown } from "../../cli/analyzer/resources";
import { formats } from "../../cli/formats";
import { file, report, root, run } from "./command";
import {
  deployment,
  deploymentUrn,
  images,
  type Props,
  secretOf,
  secretSignature,
  signature,
  stackState,
  stackUrn,
  supported,
  written,
} from "./states";

const canary = "CANARY-51c0";
const token = `GatewayKey gw&202601010000&${canary}`;
const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

for (const [input, write] of Object.entries(written)) {
  test(`${input}: a gateway is found, and named with its stack`, async () => {
    const { gateways, findings, objects } = await report(write(deployment(), secretOf({ plaintext: '"x"' })));
    assert.deepEqual(
      gateways.map(({ resource, urn }) => [resource, urn]),
      [["Deployment gateway (shop/prod)", deploymentUrn]],
    );
    assert.equal(objects, 3);
    assert.equal(findings.find(({ policy }) => policy === supported)?.level, "mandatory");
  });

  test(`${input}: a finding is shown in the program, if the engine knows where`, async () => {
    const position = { sourcePosition: "project:///src/my%20gateway.ts#12,5" };
    const { findings, gateways } = await report(write(deployment(position)));
    const place = { file: "src/my gateway.ts", line: 12, column: 5 };
    assert.deepEqual(gateways[0]?.place, place);
    assert.deepEqual(findings.find(({ policy }) => policy === supported)?.place, place);
    for (const sourcePosition of ["project:///a.ts#0,0", "elsewhere", "project:///a.ts", 7]) {
      const { gateways } = await report(write(deployment({ sourcePosition })));
      assert.equal(gateways[0]?.place.file, "stdin");
    }
  });

  test(`${input}: an unknown value isn't a violation`, async () => {
    const unknownImage = deployment();
    const inputs = JSON.parse(JSON.stringify(unknownImage.inputs));
    inputs.spec.template.spec.containers[0].image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";
    inputs.spec.template.spec.containers[0].env = [{ name: "config.service.endpoint", value: unknown }];
    const { findings } = await report(write({ ...unknownImage, inputs }));
    const endpoint = findings.find(({ policy }) => policy === "gateway-configuration-endpoint");
    assert.equal(endpoint?.level, "advisory");
    assert.match(endpoint?.message ?? "", /unknown before the update/);
  });

  for (const format of Object.keys(formats))
    test(`${input}: no ${format} report has a secret`, async () => {
      const env = [{ name: "config.service.auth", value: token }];
      const stdin = write(deployment({ env }), secretOf({ plaintext: JSON.stringify(token) }));
      const { stdout } = await run([`--${format}`, "-"], { stdin });
      assert.match(stdout, /gateway-token-/);
      assert.ok(!stdout.includes(canary));
    });

  test(`${input}: what can't be a resource is a problem, and writes no report`, async () => {
    for (const urn of [undefined, 7, "", "urn:pulumi:x"]) {
      const { code, stdout, problem } = await run(["-"], {
        stdin: write(deployment({ urn, inputs: { a: canary } })),
      });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(problem, /^stdin:\d+: a resource has no valid URN/);
      assert.ok(!problem.includes(canary));
    }
    const nested = JSON.parse(`${'{"a":'.repeat(500)}1${"}".repeat(500)}`);
    const { code, problem } = await run(["-"], { stdin: write(deployment({ inputs: nested })) });
    assert.deepEqual([code, problem], [2, "stdin: values are nested more than 200 levels deep."]);
  });

  test(`${input}: values that the engine never writes count as unknown`, async () => {
    const values = [
      "x",
      secretSignature,
      "c44067f5952c0a294b673a41bacd8c17",
      "0def7320c3a5731c473e5ecbe6d01bc7",
    ];
    const env = values.map((sig) => ({ name: "a", value: { [signature]: sig, plaintext: "{" } }));
    assert.deepEqual(await images(write(deployment({ env }))), ["2.0.0"]);
    const outputs = { ...(deployment().inputs as Props), half: "\ud800", "\udfff": 1 };
    assert.deepEqual(await images(write(deployment({ outputs }))), ["2.0.0"]);
  });
}

test("an exported secret that is encrypted is unknown, and one in plain text is checked", async () => {
  const checked = async (value: Props) => {
    const { findings } = await report(written.export(deployment(), secretOf(value)));
    return findings.filter(({ policy }) => policy === "gateway-token-valid").map(({ level }) => level);
  };
  assert.deepEqual(await checked({ ciphertext: "v1:abc:def" }), []);
  assert.deepEqual(await checked({ plaintext: JSON.stringify(token) }), ["mandatory"]);
});

test("without a position in the program, the place is where the export writes the resource", async () => {
  const text = written.export(deployment());
  const { gateways } = await report(text);
  const { line = 0, column = 0 } = gateways[0]?.place ?? {};
  assert.ok(
    text
      .split("\n")
      [line - 1]?.slice(column - 1)
      .startsWith(`"urn": "${deploymentUrn}"`),
  );
});

test("a resource that waits for its deletion isn't checked", async () => {
  const old = deployment({ image: "2.1.0", delete: true });
  assert.deepEqual(await images(written.export(old, deployment())), ["2.0.0"]);
});

test("two files of stacks with one name are two stacks, in every report", async () => {
  const paths = ["a", "b"].map((name, index) =>
    file(
      `stacks/${name}.json`,
      written.export(deployment({ image: `2.${index}.0`, dependencies: [stackUrn] })),
    ),
  );
  const config = file(
    "twice.json",
    JSON.stringify({
      [supported]: { exemptions: [{ resource: deploymentUrn, reason: "r", expires: soon }] },
    }),
  );
  const { stdout } = await run(["--json", "--config", config, ...paths]);
  const { findings, gateways } = JSON.parse(stdout) as Awaited<ReturnType<typeof report>>;
  const found = findings.filter(({ policy }) => policy === supported);
  const names = paths.map((path) => path.replaceAll("\\", "/"));
  assert.deepEqual(
    found.map(({ place }) => place?.file),
    names,
  );
  assert.ok(found.every(({ exempted }) => exempted));
  assert.deepEqual(
    gateways.map(({ resource }) => resource),
    names.map((name) => `Deployment gateway (shop/prod) in ${name}`),
  );
  assert.equal(new Set(gateways.map(({ urn }) => urn)).size, 2);
  assert.equal(new Set(findings.map(({ fingerprint }) => fingerprint)).size, findings.length);
  const junit = (await run(["--junit", ...paths])).stdout;
  for (const [, suite = ""] of junit.matchAll(/<testsuite ([^>]*in [^>]*\.json[^>]*)>/g))
    assert.match(suite, /failures="[1-9]/);
});

test("a real export: every host is found, and an encrypted value is named", async () => {
  const { gateways, findings } = await report(
    readFileSync(join(root, "test/recordings/quickstart-state.json"), "utf8"),
  );
  assert.deepEqual(gateways.map(({ resource }) => resource).sort(), [
    "ContainerApp paris (quickstart/dev)",
    "Deployment berlin (quickstart/dev)",
  ]);
  assert.ok(findings.some(({ message }) => /is encrypted in this state/.test(message)));
});

test("a preview is checked as what its steps lead to", async () => {
  const steps = [
    { op: "create-replacement", urn: deploymentUrn, newState: deployment({ image: "2.1.0" }) },
    { op: "replace", urn: deploymentUrn, newState: deployment() },
    { op: "delete-replaced", urn: deploymentUrn, oldState: deployment({ image: "2.2.0" }) },
    { op: "delete", urn: `${deploymentUrn}-old`, oldState: deployment({ urn: `${deploymentUrn}-old` }) },
  ];
  assert.deepEqual(await images(JSON.stringify({ config: {}, steps, duration: 1 })), ["2.0.0"]);
});

test("the file of a stack in a self-managed backend is read as an export", async () => {
  const latest = { resources: [stackState, deployment()] };
  assert.deepEqual(await images(JSON.stringify({ version: 3, checkpoint: { stack: "x", latest } })), [
    "2.0.0",
  ]);
  const { problem } = await run(["-"], { stdin: '{"version":3,"checkpoint":{"stack":"x","latest":null}}' });
  assert.match(problem, /^Nothing to check/);
});

const problems: [what: string, stdin: string, problem: RegExp][] = [
  [
    "an export without a list",
    '{"version":3,"deployment":{"resources":{}}}',
    /^stdin: the exported stack has no list/,
  ],
  ["an empty stack", '{"version":3,"deployment":{"manifest":{}}}', /^Nothing to check/],
  ["a preview that failed", '{"config":{},"changeSummary":{}}', /^stdin: the preview has no steps/],
  [
    "a log that is cut off",
    `${written["event log"](deployment())}\n{"sequence":5,"time`,
    /^stdin:3: this line isn't an event/,
  ],
  ["an export that is cut off", written.export(deployment()).slice(0, -20), /^stdin:\d+:\d+: invalid YAML/],
];
for (const [what, stdin, problem] of problems)
  test(`${what} is a problem`, async () => {
    const ended = await run(["-"], { stdin });
    assert.deepEqual([ended.code, ended.stdout], [2, ""]);
    assert.match(ended.problem, problem);
  });

/** `apim-gateways check` on the log of a preview that had policies. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { report, root, run } from "./command";
import { deployment, deploymentUrn, event, supported } from "./states";

/** What `PULUMI_DEBUG_COMMANDS=true pulumi preview --event-log` wrote for examples/quickstart; only its debug lines are left out. */
const recorded = readFileSync(join(root, "test/recordings/quickstart-events.jsonl"), "utf8");

test("the log of a preview with this pack is reported as it is, not checked again", async () => {
  const { gateways, findings } = await report(recorded);
  const names = ["ContainerApp paris (quickstart/dev)", "Deployment berlin (quickstart/dev)"];
  assert.deepEqual(gateways.map(({ resource }) => resource).sort(), names);
  const found = findings.map(
    ({ level, policy, resource }) => `${level} ${policy} ${resource?.split(" ")[1]}`,
  );
  assert.deepEqual(found.sort(), [
    "advisory gateway-config-backup berlin",
    "advisory gateway-config-backup paris",
    "advisory gateway-image-pinned paris",
    "mandatory gateway-auth-method berlin",
    "mandatory gateway-auth-method paris",
    "mandatory gateway-image-supported berlin",
    "mandatory responsibility-labels paris",
  ]);
  for (const { message } of findings) assert.match(message, /^\S.*\.$/);
});

test("in JUnit a gateway has a case for each policy that checked it in the preview", async () => {
  const passed = '"gateway-hosting",';
  assert.ok(recorded.includes(passed));
  const cases = async (stdin: string) => {
    const { stdout } = await run(["--junit", "-"], { stdin });
    return [...stdout.matchAll(/name="([\w-]+): ContainerApp paris/g)].map(([, name]) => name);
  };
  const all = await cases(recorded);
  assert.ok(all.includes("gateway-hosting") && all.includes("gateway-image-supported"));
  const fewer = await cases(recorded.replaceAll(passed, ""));
  assert.deepEqual(
    all.filter((name) => !fewer.includes(name)),
    ["gateway-hosting"],
  );
});

test("the exit code follows the levels of the preview, not those of the pack", async () => {
  const advised = recorded.replaceAll('"enforcementLevel":"mandatory"', '"enforcementLevel":"advisory"');
  const code = async (stdin: string, ...args: string[]) => (await run([...args, "-"], { stdin })).code;
  assert.equal(await code(recorded), 1);
  assert.equal(await code(recorded, "--fail-on", "never"), 0);
  assert.equal(await code(advised), 0);
  assert.equal(await code(advised, "--fail-on", "advisory"), 1);
});

test("without this pack in the log its policies run, and the findings of other packs are kept", async () => {
  const other = recorded.replaceAll('"policyPackName":"apim-self-hosted-gateway"', '"policyPackName":"acme"');
  const colored = other.replaceAll('"message":"', '"message":"<{%fg 13%}>');
  const { findings } = await report(colored);
  const named = findings.filter(({ policy }) => policy.startsWith("acme/"));
  assert.equal(named.length, 7);
  assert.ok(findings.some(({ policy }) => policy === "gateway-image-supported"));
  assert.ok(named.every(({ message }) => !message.includes("{%")));
});

test("what a log reports of no resource is kept", async () => {
  const other = recorded.replaceAll(/"resourceUrn":"[^"]*berlin",/g, '"resourceUrn":"",');
  const { findings } = await report(other);
  assert.equal(findings.filter(({ resource }) => resource === undefined).length, 3);
});

test("in a log of events the last one of a resource counts", async () => {
  const lines = [
    JSON.stringify({ sequence: 0, timestamp: 1, preludeEvent: { config: {} } }),
    event(1, "resourcePreEvent", { op: "update", new: deployment({ image: "2.1.0" }) }),
    event(2, "resOutputsEvent", { op: "update", new: deployment() }),
    event(3, "resourcePreEvent", {
      op: "delete",
      old: deployment({ urn: `${deploymentUrn}-old` }),
      new: null,
    }),
    JSON.stringify({ sequence: 4, timestamp: 2, summaryEvent: { maybeCorrupt: false } }),
    "",
  ];
  for (const end of ["\n", "\r\n"]) {
    const { gateways, findings } = await report(lines.join(end));
    assert.deepEqual(
      gateways.map(({ place }) => place),
      [{ file: "stdin", line: 3, column: 1 }],
    );
    assert.match(findings.find(({ policy }) => policy === supported)?.message ?? "", /2\.0\.0/);
  }
});

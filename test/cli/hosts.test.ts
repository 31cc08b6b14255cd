import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { runScript } from "../../tools/cli/process";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { mark } from "./canaries/mark";
import { assertGolden, policiesSection } from "./golden";

const root = join(__dirname, "..", "..");
const example = join(root, "examples", "hosts");
const canaries = join(__dirname, "canaries");

let sandbox: Sandbox;
before(async () => {
  sandbox = await openSandbox();
});
after(() => sandbox?.dispose());

interface Found {
  readonly resourceUrn: string;
  readonly policyName: string;
  readonly enforcementLevel: string;
}

interface EngineEvent {
  readonly policyEvent?: Found;
  readonly diagnosticEvent?: { readonly severity: string };
}

/** A preview with every policy: its complete output, and the findings. */
async function preview(project: string): Promise<{ code: number; written: string; findings: Found[] }> {
  const log = join(sandbox.folder, "events.json");
  const args = ["preview", "--policy-pack", root, "--event-log", log, "--non-interactive", "--diff"];
  const stack = await sandbox.newStack(project, "preview");
  const { code, stdout, stderr } = await sandbox.run([...args, ...stack], {
    cwd: project,
    env: { PULUMI_DEBUG_COMMANDS: "true" },
  });
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  const events = lines.map((line) => JSON.parse(line) as EngineEvent);
  const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  // The debug log of Pulumi's SDK contains the engine's responses, including secrets, in any program.
  const shown = events.filter(({ diagnosticEvent }) => diagnosticEvent?.severity !== "debug");
  return { code, written: [stdout, stderr, JSON.stringify(shown)].join("\n"), findings };
}

/** A string in base64 at each offset within a longer string, without the ends, which depend on the surrounding text. */
function encodings(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from("-".repeat(before) + text);
    return bytes
      .subarray(0, bytes.length - (bytes.length % 3))
      .toString("base64")
      .slice(before === 0 ? 0 : 4);
  });
}

function assertKeeps(written: string, secrets: readonly string[]): void {
  for (const secret of secrets)
    for (const form of [secret, ...encodings(secret), ...encodings(encodings(secret)[0] as string)])
      assert.ok(!written.includes(form), `${secret} is shown: …${around(written, form)}…`);
}

function around(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 200), at + part.length + 50);
}

test("each host's gateway has findings, in the words and at the places of that host", async () => {
  const { code, stdout } = await runScript("tools/preview/main.ts", ["hosts"], { cwd: root });
  assertGolden("hosts", policiesSection(stdout));
  assert.notEqual(code, 0);
  assert.match(stdout, /Preview blocked by \d+ mandatory violations .*, as intended for this example/);
});

test("a preview of every host with every policy shows no credential of the program", async () => {
  const { written, findings } = await preview(example);
  assert.ok(findings.length > 20);
  const files = readFileSync(join(example, "index.ts"), "utf8").matchAll(/^import "\.\/(.+)";$/gm);
  const source = [...files].map(([, file]) => readFileSync(join(example, `${file}.ts`), "utf8")).join("\n");
  const gateways = [...source.matchAll(/newGateway\("(\w+)"\)/g)].map(([, name]) => name as string);
  assert.ok(gateways.length > 10);
  assertKeeps(written, ["secret of dublin", ...gateways.map((name) => `signature of ${name}`)]);
});

test("no credential is shown, at any place of any host, and each in plain text is found", async () => {
  const { code, written, findings } = await preview(canaries);
  assert.notEqual(code, 0);
  assertKeeps(written, [mark]);
  const defects = findings.filter(
    ({ policyName, enforcementLevel, resourceUrn }) =>
      policyName === "gateway-token-protected" &&
      // Docker has no alternative, so it is advisory there.
      (enforcementLevel === "mandatory" || resourceUrn.includes("::docker:")),
  );
  const found = new Set(defects.map(({ resourceUrn }) => resourceUrn.split("::").at(-1) as string));
  // azure-native appends eight characters to a resource's name, which can all be digits.
  const declared = new Set(written.match(/\b(?:exposed|kept)-\d{1,3}\b/g));
  assert.ok(declared.size > 35);
  for (const name of declared) assert.equal(found.has(name), name.startsWith("exposed"), name);
});

test("the stack of every host is made and removed like a real one", async () => {
  const stack = await sandbox.newStack(example, "lifecycle");
  const pulumi = async (...args: string[]) => {
    const { code, stdout, stderr } = await sandbox.run([...args, "--non-interactive"], { cwd: example });
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  };
  await pulumi("up", "--yes", "--skip-preview", ...stack);
  const state = await pulumi("stack", "export", "--show-secrets", "--stack", "lifecycle");
  for (const name of ["secret of dublin", Buffer.from("signature of paris").toString("base64")])
    assert.ok(state.includes(name), `${name} is not where the tests look for it`);
  assert.match(await pulumi("destroy", "--yes", "--skip-preview", ...stack), /\d+ deleted/);
});

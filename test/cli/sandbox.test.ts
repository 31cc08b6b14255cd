import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { scratchFolder } from "../../tools/cli/scratch";

const program = join(__dirname, "..", "recordings", "kubernetes");
const examples = join(__dirname, "..", "..", "examples");
const recorder = join(__dirname, "recorder");

interface Recorded {
  urn: string;
  [key: string]: unknown;
}
interface Recording {
  resources: Recorded[];
  stack: Recorded[];
}

let sandbox: Sandbox;
before(async () => {
  sandbox = await openSandbox();
});
after(() => sandbox?.dispose());

/**
 * The recording in a form that is the same for two runs: resources by URN, sorted dependencies, and zeros for the
 * random suffixes of generated names.
 */
function comparable(text: string): Record<keyof Recording, Record<string, Recorded>> {
  const names = [...text.matchAll(/"name": "([a-z-]+-[0-9a-f]{8})"/g)].map(([, name]) => name as string);
  const steady = names.reduce((all, name) => all.replaceAll(name, `${name.slice(0, -8)}00000000`), text);
  const recording = JSON.parse(steady) as Recording;
  const sorted = (_: string, value: unknown) =>
    Array.isArray(value) && value.every((item) => String(item).startsWith("urn:")) ? value.sort() : value;
  const byUrn = (resources: Recorded[]) =>
    Object.fromEntries(
      resources.map((resource) => [resource.urn, JSON.parse(JSON.stringify(resource), sorted) as Recorded]),
    );
  return { resources: byUrn(recording.resources), stack: byUrn(recording.stack) };
}

/** Runs the CLI on a new stack of a program. */
async function stackOf(cwd: string, name?: string) {
  const stack = await sandbox.newStack(cwd, name);
  const RECORDING = join(sandbox.folder, "recording.json");
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await sandbox.run([...args, ...stack, "--non-interactive"], {
      cwd,
      env: { RECORDING },
    });
    assert.equal(code, 0, stdout + stderr);
    return stdout;
  };
  const record = async (...args: string[]) => {
    await run(...args, "--policy-pack", recorder);
    return readFileSync(RECORDING, "utf8");
  };
  return { run, record };
}

test("a policy pack sees what it sees behind the real Kubernetes provider", async () => {
  const { record } = await stackOf(program);
  const actual = comparable(await record("preview"));
  const expected = comparable(readFileSync(join(program, "expected.json"), "utf8"));
  for (const kind of ["resources", "stack"] as const) {
    assert.deepEqual(Object.keys(actual[kind]).sort(), Object.keys(expected[kind]).sort());
    for (const [urn, resource] of Object.entries(expected[kind]))
      assert.deepEqual(actual[kind][urn], resource, `${kind}: ${urn}`);
  }
});

test("what names an Azure resource is among its inputs only; the rest of its outputs is unknown until it is made", async () => {
  const { record } = await stackOf(join(examples, "quickstart"));
  const gateway = (recording: string, kind: keyof Recording) =>
    (JSON.parse(recording) as Recording)[kind].find(
      ({ type, name }) => type === "azure-native:apimanagement:Gateway" && name === "berlin",
    )?.props as Record<string, unknown>;

  const preview = await record("preview");
  const { gatewayId, serviceName, resourceGroupName } = gateway(preview, "resources");
  assert.deepEqual([gatewayId, serviceName], ["berlin", "contoso-apim"]);
  assert.deepEqual(resourceGroupName, { $unknown: true });
  const $unknown = { $unknown: true };
  assert.deepEqual(gateway(preview, "stack"), {
    azureApiVersion: $unknown,
    description: $unknown,
    locationData: { name: "berlin", city: $unknown, countryOrRegion: $unknown, district: $unknown },
    name: $unknown,
    type: $unknown,
  });
  assert.deepEqual(gateway(await record("up", "--yes", "--skip-preview"), "stack"), {
    locationData: { name: "berlin" },
    name: "berlin",
    type: "Microsoft.ApiManagement/service/gateways",
  });
});

for (const project of [program, join(examples, "compliant")]) {
  test(`the stack of ${basename(project)} is made, left alone and removed like a real one`, async () => {
    const { run } = await stackOf(project, "lifecycle");
    await run("up", "--yes", "--skip-preview");
    assert.match(await run("preview", "--expect-no-changes"), /\d+ unchanged/);
    assert.match(await run("destroy", "--yes", "--skip-preview"), /\d+ deleted/);
  });
}

test("a sandbox is never in memory where programs can't run, or if the user has set a folder", () => {
  const mounts = join(sandbox.folder, "mounts");
  for (const shared of ["", "tmpfs /dev/shm tmpfs rw,nosuid,nodev,noexec 0 0\n"]) {
    writeFileSync(mounts, `proc /proc proc rw 0 0\n${shared}`);
    assert.equal(scratchFolder(mounts, {}), tmpdir());
  }
  writeFileSync(mounts, "tmpfs /dev/shm tmpfs rw 0 0\n");
  assert.equal(scratchFolder(mounts, { TMPDIR: tmpdir() }), tmpdir());
  assert.equal(scratchFolder(join(sandbox.folder, "missing"), {}), tmpdir());
});

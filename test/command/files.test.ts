/** `apim-gateways check` on real files: links, encodings, what Helm renders, unreadable ones. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { deployment, file, report, root, run } from "./command";

const canary = "CANARY-90be";

test("a file is checked once, however often it is named", async () => {
  const path = file("once/gateway.yaml", deployment());
  const folder = dirname(path);
  symlinkSync("gateway.yaml", join(folder, "again.yaml"));
  symlinkSync("itself.yaml", join(folder, "itself.yaml"));
  symlinkSync("missing", join(folder, "nothing.yaml"));
  mkdirSync(join(folder, "sub"));
  symlinkSync("..", join(folder, "sub", "up"), "junction");
  const { stdout } = await run(["--json", folder, path, folder]);
  const { gateways, files } = JSON.parse(stdout);
  assert.deepEqual([gateways.length, files], [1, { checked: 1, skipped: 0 }]);
  const itself = await run([join(folder, "itself.yaml")]);
  assert.match(itself.problem, /itself\.yaml: the file can't be read \(ELOOP\)\.$/);
});

test("the files of a folder are read in the order of their names", async () => {
  const names = ["b/a.yaml", "a.yml", "C.json", "é.yaml", "a/z.yaml"];
  const paths = names.map((name) => file(`order/${name}`, deployment()));
  const { stdout } = await run(["--json", dirname(paths[1] ?? "")]);
  const found = JSON.parse(stdout).gateways.map(({ place }: { place: { file: string } }) => place.file);
  assert.deepEqual(
    found.map((path: string) => path.split("/order/")[1]),
    ["C.json", "a/z.yaml", "a.yml", "b/a.yaml", "é.yaml"],
  );
});

test("a device without an end is a problem", { skip: !existsSync("/dev/zero") }, async () => {
  const { code, problem } = await run(["/dev/zero"]);
  assert.deepEqual([code, problem], [2, "/dev/zero: at most 134217728 bytes are read."]);
});

test("UTF-16 of PowerShell is read; other encodings are a problem", async () => {
  const utf16 = Buffer.from(`\ufeff${deployment()}`, "utf16le");
  assert.equal((await run(["-"], { stdin: utf16 })).code, 1);
  for (const stdin of [Buffer.from("a: \xe9", "latin1"), Buffer.from("a\0b"), utf16.subarray(2)]) {
    const { code, stdout, problem } = await run(["-"], { stdin });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.equal(problem, "stdin: the file isn't text. Pass UTF-8 encoded YAML or JSON.");
  }
});

test("the chart's file that Helm names is part of the place", async () => {
  const rendered = ["one", "two"].map(
    (name) => `---\n# Source: gateway/templates/${name}.yaml\n${deployment({ name })}`,
  );
  const { gateways, findings } = await report(rendered.join(""));
  const templates = ["gateway/templates/one.yaml", "gateway/templates/two.yaml"];
  assert.deepEqual(
    gateways.map(({ place }) => place.template),
    templates,
  );
  assert.ok(findings.every(({ place }) => place?.template !== undefined));
  assert.equal((await report(deployment())).gateways[0]?.place.template, undefined);
});

const templates = {
  "in place of a value": "a: {{ .Values.a }}\n",
  "in a list": "a:\n  - {{ .Values.a }}\n",
  "as a name": 'metadata:\n  name: "{{ .Release.Name }}"\n',
  "as an image": 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
  "as a block": "{{- if .Values.a }}\na: b\n{{- end }}\n",
};
for (const [where, text] of Object.entries(templates))
  test(`a template ${where} is a problem with its place`, async () => {
    const { code, problem } = await run(["-"], { stdin: `apiVersion: v1\nkind: ConfigMap\n${text}` });
    assert.equal(code, 2);
    assert.match(problem, /^stdin:[3-5]:\d+: this is a template\. Render it first/);
  });

test("braces in a string aren't a template", async () => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  a: "{{ .Values.a }}"\n  name: "{{name}}"\n`;
  assert.equal((await report(text)).objects, 1);
});

const nested = 20_000;
const hostile = {
  "open lists": "[".repeat(nested),
  "nested maps": `${'{"a":'.repeat(nested)}1${"}".repeat(nested)}`,
  "nested sequences": `${"- ".repeat(5000)}a`,
  "escapes without an end": `a: "${"\\".repeat(100_000)}`,
  "a deep object": `{"apiVersion":"v1","kind":"A","a":${"[".repeat(300)}${"]".repeat(300)}}`,
};
for (const [what, stdin] of Object.entries(hostile))
  test(`${what}: a problem, and no report`, async () => {
    const { code, stdout, problem } = await run(["-"], { stdin });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(problem, /^stdin:/);
  });

const recording = readFileSync(join(root, "test/recordings/quickstart-state.json"), "utf8");
const events = [1, 2].map((sequence) =>
  JSON.stringify({ sequence, timestamp: 1, resourcePreEvent: { metadata: { new: {} } } }),
);
const samples = {
  YAML: `---\n# Source: a/b.yaml\n${deployment({ extra: `          env: [{ name: &a config.service.auth, value: "${canary}" }, *a]\n` })}`,
  JSON: JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: [{ apiVersion: "v1", kind: "Secret", data: { a: canary } }],
  }),
  "an export": recording,
  "a log of events": events.join("\n"),
};
const pieces = [
  "\0",
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  "\n",
  "  ",
  "- ",
  "&a",
  "*a",
  "<<: ",
  "!!binary ",
  "---\n",
  "{{",
  "\\u",
  "\ud800",
  "null",
  "1e999",
];

/** A string with parts removed, repeated or replaced. */
function mutated(text: string): fc.Arbitrary<string> {
  const at = fc.nat(text.length);
  const change = fc.tuple(at, fc.nat(40), fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 })));
  return fc
    .array(change, { minLength: 1, maxLength: 6 })
    .map((changes) =>
      changes.reduce(
        (now, [start, length, piece]) => now.slice(0, start) + piece + now.slice(start + length),
        text,
      ),
    );
}

for (const [what, text] of Object.entries(samples))
  test(`${what}, changed at random: a report or a problem`, async () => {
    const numRuns = Number(process.env.FUZZ_RUNS ?? 30);
    await fc.assert(
      fc.asyncProperty(mutated(text), async (stdin) => {
        const { code, stdout, problem } = await run(["--json", "-"], { stdin });
        if (code === 2) assert.ok(stdout === "" && problem !== "");
        else assert.equal(JSON.parse(stdout).version, 1);
        // A removal may turn the secret into a name, so only messages that quote nothing are checked.
        assert.ok(!problem.includes(canary));
      }),
      { numRuns, interruptAfterTimeLimit: 5_000 },
    );
  });

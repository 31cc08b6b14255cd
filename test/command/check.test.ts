/** `apim-gateways check` on manifests: findings, their places, and exit codes. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { deployment, file, report, run } from "./command";

const canary = "CANARY-7f3a";
const supported = "gateway-image-supported";

async function imageFinding(stdin: string, ...args: string[]) {
  const { findings } = await report(stdin, ...args);
  return findings.find(({ policy }) => policy === supported);
}

test("a finding has the file, line and column of the property that it names", async () => {
  const path = file("place/gateway.yaml", `# a comment\n---\n${deployment()}`);
  const { code, stdout } = await run(["--json", path]);
  assert.equal(code, 1);
  const finding = JSON.parse(stdout).findings.find((found: { policy: string }) => found.policy === supported);
  assert.deepEqual(finding.place, { file: path.replaceAll("\\", "/"), line: 12, column: 11 });
  assert.equal(finding.resource, "Deployment gateway");
  assert.equal(finding.level, "mandatory");
});

test("a property that is missing is shown at what lacks it", async () => {
  const { findings } = await report(deployment());
  const resources = findings.find(({ message }) => message.includes("resources.requests"));
  assert.deepEqual(resources?.place, { file: "stdin", line: 9, column: 11 });
});

test("objects in a list, as kubectl prints them, in YAML and in JSON", async () => {
  const indented = deployment().replace(/^/gm, "    ").replace(/^ {4}/, "  - ");
  const list = await imageFinding(`apiVersion: v1\nkind: List\nitems:\n${indented}`);
  assert.equal(list?.place?.line, 13);
  const object = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "gateway" },
    spec: {
      template: { spec: { containers: [{ image: "mcr.microsoft.com/azure-api-management/gateway:2.0.0" }] } },
    },
  };
  const json = await imageFinding(
    JSON.stringify({ apiVersion: "v1", kind: "List", items: [object] }, null, 1),
  );
  assert.equal(json?.fingerprint, list?.fingerprint);
});

test("what helm template prints: the last of two equal keys, no test hooks", async () => {
  const twice = await imageFinding(deployment({ extra: "          image: nginx\n" }));
  assert.equal(twice, undefined);
  const hook = deployment().replace("metadata:\n", "metadata:\n  annotations:\n    helm.sh/hook: test\n");
  const { findings, objects } = await report(`${hook}---\napiVersion: v1\nkind: ConfigMap\ndata:\n`);
  assert.deepEqual([findings.length, objects], [0, 1]);
});

test("--namespace is the one of objects that name none", async () => {
  const { gateways } = await report(deployment(), "--namespace", "shop");
  assert.deepEqual(
    gateways.map(({ resource }) => resource),
    ["Deployment shop/gateway"],
  );
  const role = "---\napiVersion: v1\nkind: Namespace\nmetadata: { name: other }\n";
  const { urn } = (await report(`${deployment()}${role}`, "--namespace=shop")).gateways[0] ?? {};
  assert.equal(urn, "urn:pulumi:cluster::manifests::kubernetes:apps/v1:Deployment::shop/gateway");
});

test("all files of a run are one cluster, and two objects of one name stay two", async () => {
  const overlays = ["dev", "prod"].map((name) => file(`overlays/${name}/gateway.yaml`, deployment()));
  file("overlays/chart-values.yaml", "image: nginx\n");
  file("overlays/node_modules/gateway.yaml", deployment());
  symlinkSync(".", join(dirname(overlays[0] ?? ""), "loop"), "junction");
  const { stdout } = await run(["--json", join(dirname(overlays[0] ?? ""), "..")]);
  const { gateways, files } = JSON.parse(stdout);
  assert.deepEqual(
    gateways.map(({ place }: { place: { file: string } }) => place.file),
    overlays.map((path) => path.replaceAll("\\", "/")),
  );
  assert.deepEqual(files, { checked: 2, skipped: 1 });
});

test("a fingerprint survives moved lines and a renamed file, and distinguishes problems", async () => {
  const before = await report(deployment());
  const { stdout } = await run(["--json", file("renamed.yaml", `\n\n${deployment()}`)]);
  const prints = (found: typeof before) => found.findings.map(({ fingerprint }) => fingerprint);
  assert.deepEqual(prints(JSON.parse(stdout)), prints(before));
  assert.equal(new Set(prints(before)).size, before.findings.length);
});

test("--fail-on decides the exit code, and an exempted violation doesn't fail", async () => {
  const stdin = deployment();
  assert.equal((await run(["-"], { stdin })).code, 1);
  assert.equal((await run(["--fail-on", "never", "-"], { stdin })).code, 0);
  const lenient = file("lenient.json", '{ "all": "advisory" }');
  assert.equal((await run(["--config", lenient, "-"], { stdin })).code, 0);
  assert.equal((await run(["--config", lenient, "--fail-on=advisory", "-"], { stdin })).code, 1);
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const exemptions = [{ resource: "gateway", reason: "moves next month", expires }];
  const exempted = file(
    "exempted.json",
    JSON.stringify({ all: "disabled", [supported]: { enforcementLevel: "mandatory", exemptions } }),
  );
  const { code, stdout } = await run(["--config", exempted, "--json", "-"], { stdin });
  assert.deepEqual([code, JSON.parse(stdout).findings[0].exempted], [0, true]);
});

test("the text groups findings by resource, counts them, and colors only a terminal", async () => {
  const stdin = deployment();
  const plain = (await run(["-"], { stdin })).stdout;
  assert.match(
    plain,
    /^Deployment gateway\n {2}mandatory gateway-image-supported \(high\) stdin:10:11\n {4}`spec/,
  );
  assert.match(plain, /\n\d+ mandatory violations?, \d+ advisory: 1 gateway among 1 object in 1 file\.\n$/);
  assert.ok(!plain.includes("\u001b"));
  assert.ok((await run(["-"], { stdin, color: true })).stdout.includes("\u001b[31mmandatory\u001b[0m"));
  const none = await run(["-"], { stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n" });
  assert.deepEqual(
    [none.code, none.stdout],
    [0, "0 mandatory violations, 0 advisory: 0 gateways among 1 object in 1 file.\n"],
  );
});

test("control characters in a name are written as escapes", async () => {
  const { stdout } = await run(["-"], { stdin: deployment({ name: '"a\\e[2Jb\\u202ec"' }) });
  assert.match(stdout, /^Deployment a\\u001b\[2Jb\\u202ec\n/);
  assert.ok(!stdout.includes("\u001b") && !stdout.includes("\u202e"));
});

const token = `GatewayKey gw&202601010000&${canary}`;
const secrets = {
  "a Secret": `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { value: "${token}" }\n`,
  "a Secret in base64": `apiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata: { value: ${Buffer.from(token).toString("base64")} }\n`,
  "a setting": deployment({
    extra: `          env: [{ name: config.service.auth, value: "${token}" }, { name: other, value: ${canary} }]\n`,
  }),
};
for (const [place, stdin] of Object.entries(secrets))
  for (const format of ["text", "json"])
    test(`no ${format} report has the secret in ${place}`, async () => {
      const { stdout } = await run([`--${format}`, "-"], {
        stdin: `${stdin}---\n${deployment({ name: "other" })}`,
      });
      assert.match(stdout, /gateway-token-/);
      assert.ok(!stdout.includes(canary) && !stdout.includes(Buffer.from(canary).toString("base64")));
    });

const bomb = `a: &a [x]\n${[..."bcdefghij"].map((key, at) => `${key}: &${key} [${`*${"abcdefghi"[at]},`.repeat(9)}]`).join("\n")}\n`;
const problems: [what: string, stdin: string, problem: RegExp][] = [
  ["invalid YAML", `a: b\nc: "${canary}\n`, /^stdin:\d+:\d+: invalid YAML \(\w+\)\. Fix the syntax\.$/],
  ["invalid JSON", `{ "a": "${canary}"`, /^stdin:1:\d+: invalid YAML/],
  ["a template", `a:\n  {{- if .Values.x }}\n  b: c\n`, /this is a template\. Render it first/],
  ["an alias bomb", `apiVersion: v1\nkind: ConfigMap\n${bomb}`, /more than 100 aliases are expanded/],
  [
    "a circular alias",
    "apiVersion: v1\nkind: ConfigMap\ndata: &a\n  x: *a\n",
    /invalid YAML \(CIRCULAR_ALIAS\)/,
  ],
  ["an unknown alias", "a: *b\n", /^stdin:/],
  ["a binary file", "a\0b", /^stdin: the file isn't text/],
  ["nothing", "", /^Nothing to check/],
  ["no Kubernetes object", "- a\n- b\n", /^Nothing to check/],
];
for (const [what, stdin, problem] of problems)
  test(`${what} is a problem that names its place, and writes no report`, async () => {
    const output = file("never/report.json", "before");
    const ended = await run([`--json=${output}`, "-"], { stdin });
    assert.deepEqual([ended.code, ended.stdout, readFileSync(output, "utf8")], [2, "", "before"]);
    assert.match(ended.problem, problem);
    assert.ok(!ended.problem.includes(canary));
  });

const misuse: [args: string[], problem: RegExp][] = [
  [[], /^Pass a file/],
  [["--what", "-"], /^Unknown option --what/],
  [["-x", "-"], /^Unknown option -x/],
  [["--fail-on", "high", "-"], /^--fail-on must be mandatory, advisory, never/],
  [["-", "--config"], /^--config requires a value/],
  [["--json", "--text", "-"], /^Only one report can go to standard output/],
  [["missing.yaml"], /^missing\.yaml: the file can't be read \(ENOENT\)/],
  [["--config", "missing.json", "-"], /^missing\.json: the configuration can't be read/],
];
for (const [args, problem] of misuse)
  test(`misuse: ${args.join(" ") || "no argument"}`, async () => {
    const ended = await run(args, { stdin: deployment() });
    assert.equal(ended.code, 2);
    assert.match(ended.problem, problem);
  });

test("an invalid configuration is rejected as the engine does", async () => {
  const config = file("invalid.json", JSON.stringify({ [supported]: { graceDays: "many" } }));
  const { code, problem } = await run(["--config", config, "-"], { stdin: deployment() });
  assert.equal(code, 2);
  assert.match(problem, /invalid configuration: gateway-image-supported: \/graceDays/);
  const level = file("level.json", '{ "all": "loud" }');
  assert.match(
    (await run(["--config", level, "-"], { stdin: deployment() })).problem,
    /"loud" is not a valid level/,
  );
});

test("several reports at once; each file is there whole, and nothing else", async () => {
  const first = file("reports/a.json", "");
  const { stdout } = await run([`--json=${first}`, "--text", "-"], { stdin: deployment() });
  assert.match(stdout, /^Deployment gateway/);
  assert.equal(JSON.parse(readFileSync(first, "utf8")).version, 1);
  assert.deepEqual(readdirSync(dirname(first)), ["a.json"]);
  const nowhere = join(dirname(first), "missing", "b.json");
  assert.match(
    (await run([`--json=${nowhere}`, "-"], { stdin: deployment() })).problem,
    /the report can't be written/,
  );
  assert.ok(!existsSync(nowhere));
});

test("only gateways are listed, whichever policies the configuration disables", async () => {
  const config = file("disabled.json", JSON.stringify({ all: "disabled", "gateway-hosting": "advisory" }));
  const { gateways, findings } = await report(
    `${deployment()}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n`,
    "--config",
    config,
  );
  assert.deepEqual(
    gateways.map(({ resource }) => resource),
    ["Deployment gateway"],
  );
  assert.deepEqual([...new Set(findings.map(({ policy }) => policy))], ["gateway-hosting"]);
});

/** The JUnit report, parsed as XML. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { deployment, file, run } from "./command";
import { holdsCanary, hostile, secrets } from "./hostile";

interface Case {
  name: string;
  classname: string;
  failure?: { message: string; type: string; text: string };
  skipped?: { message: string };
  "system-out"?: string;
}

interface Counts {
  name: string;
  tests: string;
  failures: string;
  skipped: string;
}

type Suite = Counts & { testcase: Case[] };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  textNodeName: "text",
  isArray: (name) => name === "testsuite" || name === "testcase",
});

function parse(xml: string): Counts & { testsuite?: Suite[] } {
  assert.equal(XMLValidator.validate(xml), true);
  return parser.parse(xml).testsuites;
}

async function junit(stdin: string, ...args: string[]) {
  return parse((await run(["--junit", ...args, "-"], { stdin })).stdout);
}

const caseOf = (suites: Suite[] | undefined, policy: string) =>
  suites?.[0]?.testcase.find(({ classname }) => classname === policy);

test("a suite for each gateway, with a case for each policy that checked it", async () => {
  const { testsuite = [], tests } = await junit(`${deployment()}---\n${deployment({ name: "second" })}`);
  assert.deepEqual(
    testsuite.map(({ name }) => name),
    ["Deployment gateway", "Deployment second"],
  );
  const [first] = testsuite;
  const names = first?.testcase.map(({ classname }) => classname) ?? [];
  assert.ok(names.includes("gateway-image-supported") && names.includes("gateway-image-source"));
  // No API Management service is in the input.
  assert.ok(!names.includes("apim-configuration-api"));
  assert.equal(new Set(testsuite.flatMap(({ testcase }) => testcase.map(({ name }) => name))).size, +tests);
});

test("a violation is a failure with its message and place, an advisory is output, and the counts agree", async () => {
  const { testsuite, tests, failures } = await junit(deployment());
  const failed = caseOf(testsuite, "gateway-image-supported");
  assert.match(failed?.failure?.message ?? "", /^`spec\.template\.spec\.containers\[0\]\.image`/);
  assert.match(failed?.failure?.text ?? "", /^stdin:10:11 mandatory: `spec/);
  const advised = caseOf(testsuite, "gateway-hosting");
  assert.equal(advised?.failure, undefined);
  assert.match(advised?.["system-out"] ?? "", /^stdin:\d+:\d+ advisory: .*\nstdin/);
  assert.deepEqual(Object.keys(caseOf(testsuite, "gateway-image-source") ?? {}).sort(), [
    "classname",
    "name",
    "time",
  ]);
  const cases = testsuite?.flatMap(({ testcase }) => testcase) ?? [];
  assert.deepEqual([+tests, +failures], [cases.length, cases.filter(({ failure }) => failure).length]);
});

test("--fail-on advisory makes an advisory a failure, never leaves violations", async () => {
  const strict = await junit(deployment(), "--fail-on", "advisory");
  assert.match(caseOf(strict.testsuite, "gateway-hosting")?.failure?.message ?? "", /\(and \d+ more\)$/);
  const lenient = await junit(deployment(), "--fail-on", "never");
  assert.ok(caseOf(lenient.testsuite, "gateway-image-supported")?.failure);
});

test("an exempted violation is skipped, and a disabled policy isn't a case", async () => {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const exemptions = [{ resource: "gateway", reason: "moves next month", expires }];
  const config = { "gateway-image-supported": { exemptions }, "gateway-hosting": "disabled" };
  const { testsuite, skipped } = await junit(
    deployment(),
    "--config",
    file("junit.json", JSON.stringify(config)),
  );
  assert.equal(skipped, "1");
  assert.match(caseOf(testsuite, "gateway-image-supported")?.skipped?.message ?? "", /moves next month/);
  assert.equal(caseOf(testsuite, "gateway-hosting"), undefined);
});

test("without gateways there is no suite", async () => {
  const { testsuite, tests } = await junit("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
  assert.deepEqual([testsuite, tests], [undefined, "0"]);
});

test("a hostile name is text", async () => {
  const { stdout } = await run(["--junit", "-"], { stdin: hostile });
  assert.doesNotMatch(stdout, /[^\n\P{Cc}]|\u202e|\ufffe|<img|\]\]>/u);
  const { testsuite } = parse(stdout);
  assert.match(testsuite?.[0]?.name ?? "", /^Deployment .*\*\*b\*\*.*\\u0007\\u001b\[2J/);
});

for (const [place, stdin] of Object.entries(secrets))
  test(`no JUnit report has the secret in ${place}`, async () => {
    const { stdout } = await run(["--junit", "-"], {
      stdin: `${stdin}---\n${deployment({ name: "other" })}`,
    });
    assert.match(stdout, /gateway-token-/);
    assert.ok(!holdsCanary(stdout));
  });

/** The SARIF report: valid, with the right places, and with stable fingerprints. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import type { Log } from "sarif";
import { chartFiles } from "../../cli/formats/chart-file";
import { deployment, file, root, run } from "./command";
import { holdsCanary, hostile, secrets } from "./hostile";

/** The schema of SARIF 2.1.0 from Microsoft's package for tests. */
const schema: object = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);

function parse(stdout: string): Log["runs"][number] {
  const log: Log = JSON.parse(stdout);
  assert.ok(validate(log), JSON.stringify(validate.errors));
  const [found] = log.runs;
  assert.ok(found);
  return found;
}

async function sarif(stdin: string, ...args: string[]) {
  return parse((await run(["--sarif", ...args, "-"], { stdin })).stdout);
}

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const resultOf = ({ results = [] }: Log["runs"][number], policy: string) =>
  results.find(({ ruleId }) => ruleId === policy);

test("the schema refuses a report that isn't SARIF", () => {
  assert.ok(!validate({ version: "2.1.0", runs: [{ tool: { driver: {} } }] }));
});

test("a rule for each policy, with its help, page and level", async () => {
  const { tool } = await sarif(deployment());
  const { rules = [], name, semanticVersion } = tool.driver;
  assert.deepEqual([name, semanticVersion], ["apim-self-hosted-gateway", version]);
  assert.equal(rules.length, 23);
  for (const rule of rules) {
    assert.equal(rule.helpUri, `https://example.com/pages/${rule.id}.md`);
    assert.ok(rule.help?.text && rule.help.markdown?.includes(rule.helpUri ?? "?"), rule.id);
    assert.ok(rule.shortDescription?.text && rule.fullDescription?.text, rule.id);
  }
  const level = (id: string) => rules.find((rule) => rule.id === id)?.defaultConfiguration?.level;
  assert.deepEqual([level("gateway-image-supported"), level("gateway-hosting")], ["error", "warning"]);
});

test("without a page a rule has no link", async () => {
  const { tool } = parse((await run(["--sarif", "-"], { stdin: deployment(), pages: false })).stdout);
  for (const rule of tool.driver.rules ?? []) {
    assert.ok(!("helpUri" in rule));
    assert.doesNotMatch(rule.help?.markdown ?? "", /\]\(/);
  }
});

test("a policy that the configuration disables isn't a rule", async () => {
  const config = file(
    "sarif.json",
    JSON.stringify({ all: "disabled", "gateway-image-supported": "advisory" }),
  );
  const { tool, results = [] } = await sarif(deployment(), "--config", config);
  assert.deepEqual(
    tool.driver.rules?.map(({ id }) => id),
    ["gateway-image-supported"],
  );
  assert.deepEqual(
    results.map(({ level, ruleIndex }) => [level, ruleIndex]),
    [["warning", 0]],
  );
});

test("a result has level, place and resource, and leads to its rule", async () => {
  const found = await sarif(deployment());
  const result = resultOf(found, "gateway-image-supported");
  assert.equal(result?.level, "error");
  assert.deepEqual(result?.locations?.[0]?.physicalLocation, {
    artifactLocation: { uri: "stdin" },
    region: { startLine: 10, startColumn: 11 },
  });
  assert.equal(result?.locations?.[0]?.logicalLocations?.[0]?.name, "Deployment gateway");
  assert.equal(found.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, "gateway-image-supported");
});

test("what concerns the whole run is shown at the first gateway, because code scanning requires a file", async () => {
  const config = file(
    "option.json",
    JSON.stringify({
      "gateway-wiring": { exemptions: [{ resource: "x", reason: "r", expires: "2099-01-01" }] },
    }),
  );
  const { results = [] } = await sarif(deployment(), "--config", config);
  for (const { ruleId, locations } of results)
    assert.ok(locations?.[0]?.physicalLocation?.artifactLocation?.uri, ruleId);
});

test("a file is named from the working directory, and as an address elsewhere", async () => {
  const uriOf = async (path: string) => {
    const { stdout } = await run(["--sarif", path]);
    return parse(stdout).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";
  };
  const outside = await uriOf(file("a folder/100% ä.yaml", deployment()));
  assert.match(outside, /^file:\/\/\/.*\/a%20folder\/100%25%20%C3%A4\.yaml$/);
  const inside = join(root, "test/recordings/chart/rendered/configuration-v1.yaml");
  const { stdout } = await run(["--sarif", inside]);
  for (const { locations } of parse(stdout).results ?? [])
    assert.match(locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "", /^test\/recordings\/chart\//);
});

test("what a chart rendered is shown at the chart's file, if it's in the working directory", () => {
  const chart = dirname(file("charts/one/Chart.yaml", 'apiVersion: v2\nname: "gateway" # ours\n'));
  const deployed = file("charts/one/templates/deployment.yaml", "");
  const values = file("charts/one/values.yaml", "");
  file("charts/other/Chart.yaml", "name: other\n");
  const find = chartFiles(dirname(chart));
  assert.equal(find("gateway/templates/deployment.yaml"), deployed);
  assert.equal(find("gateway/charts/packed/templates/deployment.yaml"), values);
  assert.equal(
    find("other/charts/packed/templates/deployment.yaml"),
    join(dirname(chart), "other/Chart.yaml"),
  );
  for (const none of [
    "gateway/templates/none.yaml",
    "elsewhere/templates/a.yaml",
    "gateway/../one/values.yaml",
    "",
  ])
    assert.equal(find(none), undefined, none);
});

test("fingerprints survive moved lines and a renamed file, and distinguish problems", async () => {
  const prints = ({ results = [] }: Log["runs"][number]) =>
    results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash);
  const before = prints(await sarif(deployment()));
  const moved = parse((await run(["--sarif", file("moved.yaml", `\n\n${deployment()}`)])).stdout);
  assert.deepEqual(prints(moved), before);
  assert.equal(new Set(before).size, before.length);
});

test("two findings at one place keep their fingerprints, whichever is fixed", async () => {
  const policy = "gateway-availability";
  const prints = async (stdin: string) => {
    const { results = [] } = await sarif(stdin);
    return results
      .filter(({ ruleId }) => ruleId === policy)
      .map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash ?? "");
  };
  const text = readFileSync(join(root, "test/recordings/chart/rendered/1.9.0-token.yaml"), "utf8");
  const before = await prints(text);
  assert.equal(new Set(before).size, 2);
  const [selector = ""] = /matchLabels:\n(?: {6}\S.*\n)+/.exec(text) ?? [];
  const budget = `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: gateway\n  namespace: apim\nspec:\n  maxUnavailable: 1\n  selector:\n    ${selector}`;
  assert.deepEqual(await prints(`${text}\n---\n${budget}`), before.slice(1));
});

test("an exempted finding is suppressed", async () => {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const exemptions = [{ resource: "gateway", reason: "moves next month", expires }];
  const config = file("exempt.json", JSON.stringify({ "gateway-image-supported": { exemptions } }));
  const found = await sarif(deployment(), "--config", config);
  assert.deepEqual(resultOf(found, "gateway-image-supported")?.suppressions, [
    { kind: "external", status: "accepted" },
  ]);
  assert.equal(resultOf(found, "gateway-hosting")?.suppressions, undefined);
});

test("a hostile name is neither a link nor steers a terminal", async () => {
  const { stdout } = await run(["--sarif", "-"], { stdin: hostile });
  const { results = [] } = parse(stdout);
  assert.ok(results.length > 0);
  for (const { message, locations } of results) {
    assert.ok(!message.text?.includes("]("), message.text);
    for (const text of [message.text ?? "", locations?.[0]?.logicalLocations?.[0]?.name ?? ""])
      assert.doesNotMatch(text, /[\p{Cc}\u202e]/u);
  }
});

for (const [place, stdin] of Object.entries(secrets))
  test(`no SARIF report has the secret in ${place}`, async () => {
    const { stdout } = await run(["--sarif", "-"], {
      stdin: `${stdin}---\n${deployment({ name: "other" })}`,
    });
    assert.match(stdout, /gateway-token-/);
    assert.ok(!holdsCanary(stdout));
  });

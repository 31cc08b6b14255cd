import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { assertMessage, type Expected, mandatory, reports } from "../../testkit/messages";
import { type Resource, rootStack, urnOf } from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import { findingsOf, linesOf } from "../../testkit/samples/findings";
import { configMap, deployment, image } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const resourcePolicy = "gateway-image-supported";
const stackPolicy = "gateway-auth-method";

const pack = usePack();
afterEach(() => pack.configure({}));

const good = deployment();
const old = deployment({ image: `${image}:2.5.0` });

describe("an option that does not exist", () => {
  test("passes the engine, so the pack names policy, option, value and what there is", async () => {
    await pack.configure({ [resourcePolicy]: { latestVerison: "2.14.0" } });
    assert.deepEqual(linesOf(await pack.analyze(good), resourcePolicy), [
      `mandatory: Configuration of ${resourcePolicy}: option \`latestVerison\` is "2.14.0". The options are latestVersion, graceDays, exemptions, allowResourceExemptions. The option is ignored until it is fixed.`,
    ]);
  });

  test("is a finding on each gateway, and on nothing else", async () => {
    await pack.configure({ [resourcePolicy]: { nonsense: 1 } });
    const resources = [good, containerApp(), deployment({ image: "nginx:1", env: [] }, { name: "nginx" })];
    const findings = findingsOf(await pack.preview(resources), resourcePolicy);
    assert.deepEqual(
      findings.map(({ urn }) => urn),
      [urnOf(good), urnOf(containerApp())],
    );
  });

  test("weakens nothing: the policy still checks", async () => {
    await pack.configure({ [resourcePolicy]: { nonsense: 1 } });
    const lines = linesOf(await pack.analyze(old), resourcePolicy);
    assert.equal(lines.length, 2);
    assertMessage(lines[1], mandatory("outside", { line: "2.5" }));
  });

  test("is a finding at the policy's own level", async () => {
    await pack.configure({
      "gateway-image-pinned": { nonsense: 1 },
      [resourcePolicy]: { enforcementLevel: "advisory", nonsense: 1 },
    });
    const { diagnostics } = await pack.analyze(good);
    assert.deepEqual(
      diagnostics
        .filter(({ message }) => message.includes("nonsense"))
        .map(({ policy, level }) => [policy, level]),
      [
        [resourcePolicy, "advisory"],
        ["gateway-image-pinned", "advisory"],
      ],
    );
  });

  test("of a stack policy is one finding on the stack, however many gateways it has", async () => {
    await pack.configure({ [stackPolicy]: { requireEntraID: true } });
    const findings = findingsOf(await pack.preview([good, containerApp()]), stackPolicy);
    assert.deepEqual(
      findings.map(({ urn, level }) => [urn, level]),
      [[rootStack, "mandatory"]],
    );
    assertMessage(findings[0]?.message, reports("option", { option: "requireEntraID" }));
  });

  test("is silent on a stack without gateways", async () => {
    await pack.configure({ [stackPolicy]: { nonsense: 1 }, [resourcePolicy]: { nonsense: 1 } });
    const none: Resource[] = [configMap("a", {}), deployment({ image: "nginx:1", env: [] })];
    assert.deepEqual((await pack.preview(none)).diagnostics, []);
    assert.deepEqual((await pack.analyzeStack([])).diagnostics, []);
  });

  test("may have a name of JavaScript's own", async () => {
    const names = ["constructor", "hasOwnProperty", "toString"];
    await pack.configure({ [resourcePolicy]: Object.fromEntries(names.map((name) => [name, 1])) });
    const lines = linesOf(await pack.analyze(good), resourcePolicy);
    assert.deepEqual(lines.map((line) => /option `(\w+)`/.exec(line)?.[1]).sort(), [
      "constructor",
      "hasOwnProperty",
      "toString",
    ]);
  });

  test("may hold any value: what is long is cut", async () => {
    await pack.configure({ [resourcePolicy]: { nonsense: "x".repeat(100_000), more: [{ a: null }] } });
    const lines = linesOf(await pack.analyze(good), resourcePolicy);
    assert.ok(lines.every((line) => line.length < 500));
    assert.ok(lines.some((line) => line.includes('option `more` is [{"a":null}]')));
  });
});

describe("a value of the wrong type", () => {
  const wrong: [policy: string, option: string, value: unknown, expected: string][] = [
    [resourcePolicy, "latestVersion", 2, "It must be a string."],
    [resourcePolicy, "latestVersion", null, "It must be a string."],
    [resourcePolicy, "graceDays", "30", "It must be an integer of at most 3650."],
    [resourcePolicy, "graceDays", 1.5, "It must be an integer of at most 3650."],
    [resourcePolicy, "exemptions", "all", "It must be an array."],
    [resourcePolicy, "exemptions", {}, "It must be an array."],
    [resourcePolicy, "allowResourceExemptions", "true", "It must be `true` or `false`."],
    [stackPolicy, "requireEntraId", 1, "It must be `true` or `false`."],
    [stackPolicy, "acceptedRotation", "annotation", "It must be an array."],
  ];
  for (const [policy, option, value, expected] of wrong) {
    test(`${policy} ${option} ${JSON.stringify(value)} is rejected by the engine, and found by the pack`, async () => {
      await assert.rejects(
        pack.configure({ [policy]: { [option]: value } }),
        new RegExp(`${policy}: /${option}`),
      );
      await pack.configure({ [policy]: { [option]: value } }, { unchecked: true });
      const [line = "", ...more] = linesOf(await pack.preview([good]), policy);
      assert.ok(line.startsWith(`mandatory: Configuration of ${policy}: option \`${option}\` is `), line);
      assert.ok(line.includes(`is ${JSON.stringify(value)}. ${expected} `), line);
      assert.deepEqual(more, []);
    });
  }

  test("keeps the option's default: an unreadable requireEntraId or acceptedRotation weakens nothing", async () => {
    const options = { requireEntraId: "yes", acceptedRotation: 5 };
    await pack.configure({ [stackPolicy]: options }, { unchecked: true });
    const token = deployment({
      env: [{ name: "config.service.auth", value: "GatewayKey gw&202612010000&c2ln" }],
    });
    assert.ok(
      linesOf(await pack.preview([token]), stackPolicy).some((line) => line.includes("nothing in the stack")),
    );
  });

  test("in a list spoils that entry only", async () => {
    await pack.configure(
      { [stackPolicy]: { acceptedRotation: ["annotation", "cronjob", 7] } },
      { unchecked: true },
    );
    const annotations = { "apim-gateway/token-rotation": "team-x" };
    const env = [{ name: "config.service.auth", value: "GatewayKey gw&202612010000&c2ln" }];
    const lines = linesOf(await pack.preview([deployment({ env, metadata: { annotations } })]), stackPolicy);
    assert.deepEqual(
      lines.map((line) => /option `(.*?)` is (.*?)\. It must be/.exec(line)?.slice(1)),
      [
        ["acceptedRotation[1]", '"cronjob"'],
        ["acceptedRotation[2]", "7"],
      ],
    );
  });
});

describe("an entry of exemptions", () => {
  const entry = { resource: "*", reason: "certified", expires: "2026-12-31" };
  const bad: [what: string, exemption: object, problem: Expected, refused: boolean][] = [
    [
      "an end on 2026-02-30",
      { ...entry, expires: "2026-02-30" },
      reports("option", { option: "exemptions[0].expires", value: '"2026-02-30"' }),
      false,
    ],
    [
      "an end of another form",
      { ...entry, expires: "31.12.2026" },
      reports("option", { option: "exemptions[0].expires" }),
      false,
    ],
    [
      "an end with a time",
      { ...entry, expires: "2026-12-31T00:00:00Z" },
      reports("option", { option: "exemptions[0].expires" }),
      false,
    ],
    [
      "a glob whose set does not end",
      { ...entry, resource: "[a" },
      reports("option", { option: "exemptions[0].resource", value: '"[a"', expected: "*gateway*" }),
      false,
    ],
    [
      "an empty glob",
      { ...entry, resource: " " },
      reports("option", { option: "exemptions[0].resource" }),
      false,
    ],
    [
      "a glob whose set is upside down",
      { ...entry, resource: "[z-a]" },
      reports("option", { option: "exemptions[0].resource" }),
      false,
    ],
    [
      "a reason that says nothing",
      { ...entry, reason: " " },
      reports("option", { option: "exemptions[0].reason", value: '""' }),
      false,
    ],
    [
      "an end 367 days ahead",
      { ...entry, expires: "2027-11-26" },
      reports("option", { option: "exemptions[0].expires", value: "2027-11-26" }),
      false,
    ],
    [
      "no reason",
      { resource: "*", expires: "2026-12-31" },
      reports("option", { option: "exemptions[0].reason", expected: "required" }),
      true,
    ],
    ["no end", { resource: "*", reason: "x" }, reports("option", { option: "exemptions[0].expires" }), true],
    [
      "no resource",
      { reason: "x", expires: "2026-12-31" },
      reports("option", { option: "exemptions[0].resource" }),
      true,
    ],
    [
      "a key that does not exist",
      { ...entry, until: "x" },
      reports("option", { option: "exemptions[0].until", value: '"x"' }),
      true,
    ],
    [
      "a number for a reason",
      { ...entry, reason: 5 },
      reports("option", { option: "exemptions[0].reason", value: "5" }),
      true,
    ],
  ];
  for (const [what, exemption, problem, refused] of bad) {
    test(`with ${what} is a finding and exempts nothing`, async () => {
      const config = { [resourcePolicy]: { exemptions: [exemption] } };
      if (refused) await assert.rejects(pack.configure(config), /exemptions\/0/);
      await pack.configure(config, { unchecked: refused });
      const [first = "", second = "", ...more] = linesOf(await pack.analyze(old), resourcePolicy);
      assertMessage(first, problem);
      assertMessage(second, mandatory("outside", { line: "2.5" }));
      assert.deepEqual(more, []);
    });
  }

  test("does not affect the other entries, and is named by its own index", async () => {
    const exemptions = [{ ...entry, expires: "never" }, { ...entry, reason: "" }, entry];
    await pack.configure({ [resourcePolicy]: { exemptions } });
    const lines = linesOf(await pack.analyze(old), resourcePolicy);
    assert.deepEqual(
      lines.map((line) => /exemptions\[\d\]\.\w+|Exempted until [\d-]+/.exec(line)?.[0]),
      ["exemptions[0].expires", "exemptions[1].reason", "Exempted until 2026-12-31"],
    );
  });
});

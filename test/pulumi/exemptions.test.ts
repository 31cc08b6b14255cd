import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { advisory, assertMessage, mandatory, reports } from "../../testkit/messages";
import { type Resource, unknown, urnOf } from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import { assertOne, assertPassed, linesOf } from "../../testkit/samples/findings";
import { deployment, image } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-image-supported";

const pack = usePack();
afterEach(() => pack.configure({}));

const old = deployment({ image: `${image}:2.5.0` }, { name: "orders-gateway" });
const entry = { resource: "orders-gateway", reason: "certified build", expires: "2026-12-31" };

/** Checks a resource with these options of the image policy. */
async function judge(options: Record<string, unknown>, resource: Resource = old) {
  await pack.configure({ [policy]: options });
  return pack.analyze(resource);
}

describe("an exemption in the configuration", () => {
  test("makes a finding advisory that names reason and end, and hides nothing", async () => {
    const [line] = linesOf(await judge({ exemptions: [entry] }), policy);
    assertMessage(line, advisory("outside", { path: "spec.template.spec.containers[0].image", line: "2.5" }));
  });

  test("names its owner where it has one", async () => {
    const result = await judge({ exemptions: [{ ...entry, owner: "team-payments" }] });
    assertOne(result, policy, "advisory", reports("outside"));
  });

  for (const [expires, level, wording] of [
    ["2026-11-25", "advisory", reports("outside")],
    ["2026-11-24", "advisory", reports("outside")],
    ["2026-11-23", "mandatory", reports("outside", { line: "2.5" })],
    ["2020-02-29", "mandatory", reports("outside")],
    ["2027-11-25", "advisory", reports("outside")],
  ] as const) {
    test(`that ends on ${expires} makes today's finding ${level}`, async () => {
      assertOne(await judge({ exemptions: [{ ...entry, expires }] }), policy, level, wording);
    });
  }

  test("more than 366 days ahead is rejected, so that exemptions are reviewed", async () => {
    const lines = linesOf(await judge({ exemptions: [{ ...entry, expires: "2027-11-26" }] }), policy);
    assertMessage(lines[0], reports("option"));
    assertMessage(lines[1], mandatory("outside", { line: "2.5" }));
  });

  test("that lives wins over one that has ended, in either order", async () => {
    const ended = { ...entry, expires: "2026-01-01", reason: "old" };
    for (const exemptions of [
      [ended, entry],
      [entry, ended],
    ]) {
      assertOne(await judge({ exemptions }), policy, "advisory", reports("outside"));
    }
  });

  const matching = ["orders-gateway", "orders-*", "*gateway", "*", "o?ders-gateway", "[n-p]rders*"];
  matching.push(urnOf(old), "urn:pulumi:*::orders-gateway", "*:Deployment::*", "urn:pulumi:dev::*");
  for (const resource of matching) {
    test(`for ${resource} is this resource's`, async () => {
      assertOne(
        await judge({ exemptions: [{ ...entry, resource }] }),
        policy,
        "advisory",
        advisory("outside"),
      );
    });
  }

  const others = [
    "orders",
    "gateway",
    "Orders-Gateway",
    "orders-gateway-2",
    "[!n-p]rders*",
    "*:StatefulSet::*",
  ];
  others.push("urn:pulumi:prod::*", "orders.gateway", "^orders-gateway$", ".*");
  for (const resource of others) {
    test(`for ${resource} is another resource's`, async () => {
      assertOne(
        await judge({ exemptions: [{ ...entry, resource }] }),
        policy,
        "mandatory",
        reports("outside"),
      );
    });
  }

  test("of one policy is not another's", async () => {
    await pack.configure({ "gateway-image-pinned": { exemptions: [entry] } });
    assertOne(await pack.analyze(old), policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  test("changes nothing where nothing is found", async () => {
    assertPassed(await judge({ exemptions: [entry] }, deployment({}, { name: "orders-gateway" })), policy);
  });

  test("leaves a note as it is", async () => {
    const open = deployment({ image: unknown }, { name: "orders-gateway" });
    assertOne(
      await judge({ exemptions: [entry] }, open),
      policy,
      "advisory",
      advisory("preview", { path: "spec.template.spec.containers[0].image" }),
    );
  });

  test("holds for a stack policy too", async () => {
    const bare = deployment({ env: [] }, { name: "orders-gateway" });
    const second = deployment({ env: [] }, { name: "second" });
    await pack.configure({ "gateway-auth-method": { exemptions: [entry] } });
    const lines = linesOf(await pack.preview([bare, second]), "gateway-auth-method");
    assert.deepEqual(
      lines.map((line) => line.slice(0, 40)),
      ["advisory: Exempted until 2026-12-31 (cer", "mandatory: `config.service.auth` of the "],
    );
  });

  test("with a long or broken reason keeps the message one short line", async () => {
    const reason = `a\nb\u0007 ${"c".repeat(5_000)}`;
    const [line = ""] = linesOf(await judge({ exemptions: [{ ...entry, reason }] }), policy);
    assert.ok(line.length < 800, `${line.length} characters`);
    assert.ok(!line.includes("\n"));
  });
});

describe("an exemption on the resource", () => {
  const annotation = `apim-gateway/exempt-${policy}`;
  const annotated = (text: unknown, name = annotation) =>
    deployment(
      { image: `${image}:2.5.0`, metadata: { annotations: { [name]: text } } },
      { name: "orders-gateway" },
    );
  const allowed = { allowResourceExemptions: true };

  test("counts where the organization allows it", async () => {
    const result = await judge(allowed, annotated("certified build; expires=2026-11-24"));
    assertOne(result, policy, "advisory", advisory("outside"));
  });

  test("does not count if it isn't allowed, which the finding states", async () => {
    for (const options of [{}, { allowResourceExemptions: false }]) {
      const result = await judge(options, annotated("certified build; expires=2026-12-31"));
      assertOne(result, policy, "mandatory", reports("outside"));
    }
  });

  test("ends the day after its last", async () => {
    const result = await judge(allowed, annotated("certified build; expires=2026-11-23"));
    assertOne(result, policy, "mandatory", reports("outside"));
  });

  test("more than 366 days ahead does not count", async () => {
    const result = await judge(allowed, annotated("x; expires=2027-11-26"));
    assertOne(result, policy, "mandatory", reports("outside"));
  });

  const malformed: unknown[] = ["", "certified build", "expires=2026-12-31", "; expires=2026-12-31"];
  malformed.push(
    "x; expires=2026-02-30",
    "x, expires=2026-12-31",
    "x; expires=2026-12-31 or so",
    5,
    true,
    [],
    {},
  );
  for (const text of malformed) {
    test(`with ${JSON.stringify(text)} isn't an exemption, and the finding describes the format`, async () => {
      const result = await judge(allowed, annotated(text));
      assertOne(result, policy, "mandatory", reports("outside"));
    });
  }

  test("may have semicolons in its reason", async () => {
    const result = await judge(allowed, annotated("slow; certified; expires=2026-12-31 "));
    assertOne(result, policy, "advisory", reports("outside"));
  });

  test("for another policy, without a value, or unknown isn't reported", async () => {
    const silent: [unknown, string?][] = [
      ["x; expires=2026-12-31", "apim-gateway/exempt-gateway-image-pinned"],
      [null],
    ];
    for (const [text, name] of [...silent, [unknown], ["[secret]"]] as [unknown, string?][]) {
      assertOne(await judge(allowed, annotated(text, name)), policy, "mandatory", reports("outside"));
    }
  });

  test("of a wrong type in place of the annotations isn't reported", async () => {
    for (const annotations of ["x", 5, [annotation], null]) {
      const resource = deployment({ image: `${image}:2.5.0`, metadata: { annotations } });
      assertOne(await judge(allowed, resource), policy, "mandatory", reports("outside"));
    }
  });

  test("is a tag on an Azure resource", async () => {
    const tags = { [`apim-gateway-exempt-${policy}`]: "certified; expires=2026-12-31" };
    const result = await judge(allowed, containerApp({ image: `${image}:2.5.0`, tags }));
    assertOne(result, policy, "advisory", reports("outside"));
  });

  test("that is very long is read in no time", async () => {
    const started = performance.now();
    const hostile = [`${"; ".repeat(50_000)}x`, `${" ".repeat(100_000)};`, `${"; expires=".repeat(20_000)}`];
    for (const text of hostile) {
      assertOne(await judge(allowed, annotated(text)), policy, "mandatory", reports("outside"));
    }
    assert.ok(performance.now() - started < 60_000, "a quadratic reader would take far longer");
  });
});

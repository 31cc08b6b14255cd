/** Configurations in files and on pages have existing policies and options, with valid values. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv";
import { fencesIn } from "../../tools/docs/examples/fences";
import { policies } from "../../tools/docs/pages/policies";
import { pages } from "./markdown";

const root = join(__dirname, "..", "..");
const levels = ["advisory", "mandatory", "remediate", "disabled"];

/** The schema of a configuration. */
const schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    all: { enum: levels },
    ...Object.fromEntries(
      policies.map(({ name, options }) => [
        name,
        {
          anyOf: [
            { enum: levels },
            {
              type: "object",
              additionalProperties: false,
              properties: { enforcementLevel: { enum: levels }, ...options },
            },
          ],
        },
      ]),
    ),
  },
};
const ajv = new Ajv({ strict: true, allErrors: true });
const fits = ajv.compile(schema);

function assertFits(config: unknown): void {
  assert.ok(fits(config), ajv.errorsText(fits.errors));
}

for (const file of readdirSync(join(root, "config"))) {
  test(`config/${file} names policies and options that exist`, () => {
    assertFits(JSON.parse(readFileSync(join(root, "config", file), "utf8")));
  });
}

test("every configuration on a page does", () => {
  let found = 0;
  for (const page of pages())
    for (const { language, words, code } of fencesIn(readFileSync(join(root, page), "utf8"))) {
      if (language !== "json" || words.includes("package.json")) continue;
      found++;
      assertFits(JSON.parse(code));
    }
  assert.ok(found > 0);
});

test("a policy, a level, an option or a value that does not exist would be found", () => {
  for (const config of [
    { "gateway-image-suported": "mandatory" },
    { "gateway-image-supported": "manadatory" },
    { "gateway-image-supported": { graceDay: 1 } },
    { "gateway-image-supported": { graceDays: "1" } },
  ])
    assert.ok(!fits(config), JSON.stringify(config));
  assertFits({ "gateway-image-supported": { enforcementLevel: "remediate", graceDays: 1 } });
});

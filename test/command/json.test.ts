/** The JSON report is valid for docs/report.schema.json. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv, { type AnySchema } from "ajv";
import { deployment, file, root, run } from "./command";
import { hostile, secrets } from "./hostile";

const schema: AnySchema = JSON.parse(readFileSync(join(root, "docs/report.schema.json"), "utf8"));
const ajv = new Ajv({ strict: true, allErrors: true });
const validate = ajv.compile(schema);
/** Fields that the schema doesn't describe are invalid. */
const validateStrictly = ajv.compile(closed(schema) as AnySchema);

function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== "object" || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [key, closed(value)]);
  const rest = "properties" in part && "type" in part ? [["additionalProperties", false]] : [];
  return Object.fromEntries([...entries, ...rest]);
}

const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const configuration = {
  "gateway-image-supported": { exemptions: [{ resource: "gateway", reason: "moves", expires }] },
  "gateway-wiring": { exemptions: [{ resource: "x", reason: "too long", expires: "2099-01-01" }] },
};

const inputs: Record<string, string> = {
  "a gateway": deployment(),
  "a hostile name": hostile,
  ...secrets,
  "no gateway": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
};
for (const [what, stdin] of Object.entries(inputs))
  test(`the report of ${what} has every field of the schema, and no other`, async () => {
    const config = file("schema.json", JSON.stringify(configuration));
    const report = JSON.parse((await run(["--json", "--config", config, "-"], { stdin })).stdout);
    assert.ok(validateStrictly(report), JSON.stringify(validateStrictly.errors));
    assert.ok(validate({ ...report, later: true }));
    assert.ok(!validate({ ...report, version: 2 }));
  });

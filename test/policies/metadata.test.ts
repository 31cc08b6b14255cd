import assert from "node:assert/strict";
import { test } from "node:test";
import Ajv from "ajv";
import type { PolicyInfo } from "../../testkit/pack";
import { usePack } from "../../testkit/use-pack";

const pack = usePack();

/** Kind, level, severity and class of each policy. A change here affects users. */
const promised: Record<string, string> = {
  "gateway-image-supported": "resource mandatory high shared",
  "gateway-image-pinned": "resource advisory medium shared",
  "gateway-image-current": "resource advisory medium shared",
  "gateway-image-source": "resource advisory medium microsoft",
  "gateway-known-settings": "resource advisory medium shared",
  "gateway-release-data": "stack advisory low shared",
  "gateway-auth-method": "stack mandatory high shared",
  "gateway-entra-setup": "stack advisory high shared",
  "gateway-token-protected": "resource mandatory critical shared",
  "gateway-token-valid": "resource mandatory high shared",
  "gateway-wiring": "stack advisory high shared",
  "gateway-configuration-endpoint": "resource mandatory high microsoft",
  "apim-service-tier": "stack mandatory high microsoft",
  "apim-gateway-limits": "stack advisory medium microsoft",
  "apim-configuration-api": "resource advisory medium microsoft",
  "third-party-components": "stack advisory low customer",
  "gateway-hosting": "resource advisory medium customer",
  "gateway-availability": "stack advisory medium customer",
  "gateway-config-backup": "stack advisory medium customer",
  "gateway-network": "stack advisory medium customer",
  "gateway-hostname-tls": "resource advisory medium customer",
  "gateway-diagnostics": "stack advisory low customer",
};

function eachPolicy(check: (policy: PolicyInfo) => void): void {
  assert.ok(pack.info.policies.length >= 3);
  for (const policy of pack.info.policies) check(policy);
}

test("kind, level, severity and class of each policy are as promised", () => {
  eachPolicy(({ name, kind, level, severity, tags }) => {
    if (name === "responsibility-labels") return; // It comes from all rows.
    assert.equal([kind, level, severity, ...tags].join(" "), promised[name], name);
  });
});

test("names are unique words with dashes", () => {
  const names = pack.info.policies.map(({ name }) => name);
  assert.deepEqual(names, [...new Set(names)]);
  eachPolicy(({ name }) => assert.match(name, /^[a-z]+(?:-[a-z0-9]+)+$/));
});

test("each policy has a name, a requirement in one sentence, and a fix", () => {
  eachPolicy(({ name, displayName, description, remediationSteps }) => {
    assert.match(displayName, /^[A-Z].{10,60}[^.]$/, name);
    assert.match(description, /^[A-Z].{20,250}\.$/, name);
    assert.match(remediationSteps, /^[A-Z].{20,}\.$/, name);
  });
});

test("each policy names the row of Microsoft's support policy that it comes from", () => {
  const rows =
    /^(Configuration endpoint|Image maintenance|Securing communication|Keeping up to date|Hosting|Network|SLA|Diagnostics|Third-party open source)$/;
  eachPolicy(({ name, framework }) => {
    const { reference = "", ...rest } = framework ?? {};
    assert.deepEqual(rest, {
      name: "Azure API Management self-hosted gateway support policy",
      version: "2024-09-25",
      specification: "https://learn.microsoft.com/azure/api-management/self-hosted-gateway-support-policies",
    });
    if (name !== "responsibility-labels") assert.match(reference, rows, name);
  });
});

test("each policy can be exempted, and each option has a description", () => {
  eachPolicy(({ name, options, requiredOptions }) => {
    assert.ok(options.exemptions && options.allowResourceExemptions, name);
    assert.deepEqual(requiredOptions, [], `${name} must run without configuration`);
    for (const [option, { description }] of Object.entries(options)) {
      assert.match(String(description), /^[A-Z].*\.$/, `${name} ${option}`);
    }
  });
});

test("the schema of each option is plain JSON Schema, strictly read, and its default fits", () => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  eachPolicy(({ name, options }) => {
    for (const [option, schema] of Object.entries(options)) {
      const fits = ajv.compile(schema);
      if ("default" in schema)
        assert.ok(fits(schema.default), `${name} ${option}: ${ajv.errorsText(fits.errors)}`);
    }
  });
});

test("no policy brings a configuration of its own, which would make it advisory", () => {
  assert.equal(pack.info.initialConfig.size, 0);
});

test("the default configuration is accepted, and every policy at every level", async () => {
  await pack.configure({});
  for (const level of ["advisory", "mandatory", "remediate", "disabled"] as const)
    await pack.configure({ all: level });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { configurationEndpoint, endpointFix, readEndpoint } from "../../azure/endpoint";
import { anyText } from "../../testkit/any-text";

const service = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,48}[a-z0-9]$/)
  // URL treats these as encoded international names, and rejects invalid ones.
  .filter((name) => !/^..--/.test(name) && name !== "configuration");
const suffix = fc.constantFrom("net", "us", "cn");
const decoration = fc.record({
  scheme: fc.constantFrom("", "https://", "HTTPS://", "http://"),
  dot: fc.constantFrom("", "."),
  port: fc.constantFrom("", ":443", ":8443"),
  path: fc.constantFrom("", "/", "/subscriptions/x?api-version=2021-01-01-preview"),
  space: fc.constantFrom("", " ", "\n"),
  upper: fc.boolean(),
});

test("a configuration endpoint is read with a scheme, port or path", () => {
  fc.assert(
    fc.property(service, suffix, decoration, (name, cloud, { scheme, dot, port, path, space, upper }) => {
      const host = `${name}.configuration.azure-api.${cloud}`;
      const text = `${space}${scheme}${upper ? host.toUpperCase() : host}${dot}${port}${path}${space}`;
      const insecure = scheme === "http://";
      const kind = "configuration";
      assert.deepEqual(readEndpoint(text), {
        kind,
        service: name,
        suffix: cloud,
        host,
        insecure,
        userinfo: false,
      });
    }),
  );
});

test("what should be written instead is itself right", () => {
  const role = fc.constantFrom("", ".management", ".portal", ".developer", ".scm", ".configuration");
  fc.assert(
    fc.property(service, suffix, role, (name, cloud, role) => {
      const fix = endpointFix(readEndpoint(`https://${name}${role}.azure-api.${cloud}/x`));
      assert.equal(fix, configurationEndpoint(name, cloud));
      assert.equal(readEndpoint(fix).kind, "configuration");
    }),
  );
});

test("a user name or password is noticed and never repeated", () => {
  const word = fc.stringMatching(/^[a-z]{6,12}secret$/);
  fc.assert(
    fc.property(word, word, (user, password) => {
      const endpoint = readEndpoint(`https://${user}:${password}@contoso.configuration.azure-api.net`);
      assert.ok("userinfo" in endpoint && endpoint.userinfo);
      assert.doesNotMatch(
        JSON.stringify(endpoint) + endpointFix(endpoint),
        new RegExp(`${user}|${password}`),
      );
    }),
  );
  const { host } = readEndpoint("https://contoso.configuration.azure-api.net@example.com") as {
    host: string;
  };
  assert.equal(host, "example.com", "what stands before @ is no host");
});

test("no string makes the reader throw, and every host that it returns is valid", () => {
  fc.assert(
    fc.property(fc.oneof(anyText(), fc.webUrl(), fc.domain()), (text) => {
      const endpoint = readEndpoint(text);
      if ("host" in endpoint) assert.match(endpoint.host, /^(?:\[[0-9a-f:.]+\]|[a-z0-9_.-]+)$/);
      assert.equal(typeof endpointFix(endpoint), "string");
    }),
  );
});

test("Azure's other hosts and a retired endpoint are reported apart from hosts of one's own", () => {
  const cases: [text: string, kind: string][] = [
    ["", "empty"],
    ["  ", "empty"],
    ["contoso.configuration.azure-api.net", "configuration"],
    ["contoso.management.azure-api.net/subscriptions/1", "retired"],
    ["https://contoso.azure-api.net", "foreign"],
    ["contoso-westeurope-01.regional.azure-api.net", "foreign"],
    ["contoso.portal.azure-api.net", "foreign"],
    ["contoso.developer.azure-api.cn", "foreign"],
    ["contoso.scm.azure-api.us", "foreign"],
    ["contoso.configuraton.azure-api.net", "foreign"],
    ["configuration.azure-api.net", "foreign"],
    ["azure-api.net", "foreign"],
    ["https://management.azure.com/subscriptions/1", "foreign"],
    ["config.management.azure.com.example.com", "custom"],
    ["apim.example.com", "custom"],
    ["contoso.configuration.azure-api.net.example.com", "custom"],
    ["notazure-api.net", "custom"],
    ["https://bücher.example", "custom"],
    ["10.0.0.4", "custom"],
    ["[::1]:8443", "custom"],
    ["apim", "custom"],
    ["https://<service>.configuration.azure-api.net", "unreadable"],
    // A template literal with quotes instead of backticks.
    [`https://\${name}.configuration.azure-api.net`, "unreadable"],
    ["contoso configuration azure-api net", "unreadable"],
    ["ftp://contoso.configuration.azure-api.net", "unreadable"],
    ["https://", "unreadable"],
    ["a..b", "unreadable"],
    [`${"a".repeat(1_000_000)}.example.com`, "unreadable"],
  ];
  for (const [text, kind] of cases) assert.equal(readEndpoint(text).kind, kind, text.slice(0, 80));
});

test("a hostname is read the same however many were read before", () => {
  for (let count = 0; count < 20_000; count++)
    assert.equal(readEndpoint("https://bücher.example").kind, "custom", `after ${count} others`);
});

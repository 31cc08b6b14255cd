import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, assertMessage, type Expected, mandatory, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import {
  base64,
  containerApp,
  dataObject,
  deployment,
  literals,
  reference,
} from "../../testkit/samples/credentials";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-configuration-endpoint";
const endpoint = "config.service.endpoint";
const check = "config.service.endpoint.disableCertificateValidation";
const good = "contoso.configuration.azure-api.net";

const pack = usePack({ only: [policy] });

async function linesOf(...resources: Resource[]): Promise<string[]> {
  const { diagnostics } = await pack.preview(resources);
  assert.ok(!JSON.stringify(diagnostics).includes("hunter2"), "a finding repeats a password");
  return diagnostics
    .filter((finding) => finding.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

async function each(wordings: Expected[], ...resources: Resource[]): Promise<void> {
  const lines = await linesOf(...resources);
  assert.equal(lines.length, wordings.length, JSON.stringify(lines));
  for (const [index, wording] of wordings.entries()) assertMessage(lines[index], wording);
}

const one = (wording: Expected, ...resources: Resource[]) => each([wording], ...resources);
const nothing = (...resources: Resource[]) => each([], ...resources);
const configMap = (data: unknown) => dataObject("ConfigMap", { data });
const place = `data["${endpoint}"]`;

describe("hostnames that aren't a configuration endpoint", () => {
  const fix = "https://contoso.configuration.azure-api.net";
  const cases: [text: string, id: string, values?: Record<string, string>][] = [
    ["", "empty", { fix: "https://<service>.configuration.azure-api.net" }],
    [" \n", "empty"],
    [
      "https://contoso.management.azure-api.net/subscriptions/1?api-version=2021-01-01-preview",
      "retired",
      { host: "contoso.management.azure-api.net", fix },
    ],
    [
      "http://contoso.management.azure-api.us",
      "retired",
      { fix: "https://contoso.configuration.azure-api.us" },
    ],
    ["contoso.azure-api.net", "foreign", { what: "API gateway", fix }],
    ["https://contoso.portal.azure-api.net/", "foreign", { what: "publisher portal" }],
    [
      "contoso.developer.azure-api.cn",
      "foreign",
      { what: "developer portal", fix: "https://contoso.configuration.azure-api.cn" },
    ],
    ["contoso.scm.azure-api.net", "foreign", { what: "Git repository" }],
    [
      "https://management.azure.com/subscriptions/1/x",
      "foreign",
      { host: "management.azure.com", what: "Azure Resource Manager" },
    ],
    ["CONTOSO.AZURE-API.NET.", "foreign", { host: "contoso.azure-api.net" }],
    [`http://${good}`, "insecure", { fix }],
    [`HTTP://${good.toUpperCase()}:80/`, "insecure"],
    ["http://apim.example.com", "insecure", { fix: "https://apim.example.com" }],
    ["https://<service>.configuration.azure-api.net", "unreadable"],
    [`https://\${service}.configuration.azure-api.net`, "unreadable"],
    ["https://user:hunter2@contoso.azure-api.net", "foreign", { what: "API gateway" }],
  ];
  for (const [text, id, values] of cases) {
    test(JSON.stringify(text), () =>
      one(mandatory(id, { place, ...values }), configMap({ [endpoint]: text })),
    );
  }
});

describe("hosts that a gateway can ask", () => {
  const hosts = [
    good,
    `https://${good}`,
    `HTTPS://${good.toUpperCase()}./`,
    `${good}:443`,
    `https://${good}/`,
  ];
  hosts.push("contoso.configuration.azure-api.us", "contoso.configuration.azure-api.cn");
  hosts.push(
    "apim.example.com",
    "https://apim.example.com:8443/x",
    "https://bücher.example",
    "10.0.0.4",
    "$(ENDPOINT)",
  );
  for (const text of hosts) {
    test(text, () => nothing(deployment({ env: literals({ [endpoint]: text }) })));
  }

  test("a password in it is advisory, and is not shown", () =>
    one(
      advisory("userinfo", { fix: "https://contoso.configuration.azure-api.net" }),
      configMap({ [endpoint]: `https://user:hunter2@${good}` }),
    ));
});

describe("custom hosts", () => {
  const custom = (text: string) => configMap({ [endpoint]: text });

  test("are held to customHosts where that is set", async () => {
    await pack.configure({ [policy]: { customHosts: ["*.contoso.com", "APIM.example.com"] } });
    try {
      await nothing(custom("config.contoso.com"));
      await nothing(custom("https://Config.Contoso.Com/"));
      await nothing(custom("apim.example.com"));
      await nothing(custom(good));
      await one(mandatory("custom", { host: "contoso.com" }), custom("contoso.com"));
      await one(reports("custom", { host: "xn--bcher-kva.example" }), custom("bücher.example"));
      await pack.configure({ [policy]: { customHosts: [] } });
      await one(reports("custom"), custom("apim.example.com"));
    } finally {
      await pack.configure({});
    }
  });

  test("a glob that cannot be read is a finding, and weakens nothing", async () => {
    await pack.configure({ [policy]: { customHosts: ["[", "*.contoso.com"] } }, { unchecked: true });
    try {
      await each(
        [reports("option", { option: "customHosts[0]" }), reports("custom")],
        custom("apim.example.com"),
      );
    } finally {
      await pack.configure({});
    }
  });
});

describe("the certificate is checked", () => {
  for (const value of ["true", "True", " TRUE ", true]) {
    test(`off by ${JSON.stringify(value)}`, () =>
      one(mandatory("unchecked"), deployment({ env: literals({ [check]: value }) })));
  }
  for (const value of ["false", false, "", "no", "$(X)", 1, null]) {
    test(`on by ${JSON.stringify(value)}`, () => nothing(deployment({ env: literals({ [check]: value }) })));
  }
});

describe("wherever the setting comes from, it is checked once", () => {
  const bad = "contoso.azure-api.net";
  const gateway = mandatory("foreign", { host: "contoso.azure-api.net" });
  const whole = (name: string) => ({
    ...deployment({ envFrom: [{ configMapRef: { name: "settings" } }] }),
    name,
  });
  const byKey = (from: string) => deployment({ env: [reference(endpoint, "ConfigMap", "settings", from)] });
  const cases: [where: string, ...resources: Resource[]][] = [
    ["a variable", deployment({ env: literals({ [endpoint]: bad }) })],
    ["a ConfigMap alone", configMap({ [endpoint]: bad })],
    ["a ConfigMap of two gateways", configMap({ [endpoint]: bad }), whole("a"), whole("b")],
    ["a ConfigMap after its gateway", whole("a"), configMap({ [endpoint]: bad })],
    ["a key of the setting's name", configMap({ [endpoint]: bad }), byKey(endpoint)],
    ["a key of another name", configMap({ url: bad }), byKey("url")],
    ["a Secret", dataObject("Secret", { data: { [endpoint]: base64(bad) } })],
    ["a Container App", containerApp({ env: literals({ [endpoint]: bad }) })],
    ["a classic Container App", containerApp({ env: literals({ [endpoint]: bad }) }, true)],
    [
      "a secret of a Container App",
      containerApp({ env: [{ name: endpoint, secretRef: "e" }], secrets: [{ name: "e", value: bad }] }),
    ],
  ];
  for (const [where, ...resources] of cases) test(where, () => one(gateway, ...resources));

  test("another key of a ConfigMap is reported with its place", () =>
    one(mandatory("foreign", { place: ["data.url", "ConfigMap"] }), configMap({ url: bad }), byKey("url")));

  test("a ConfigMap that no gateway names, and its other keys, are left alone", () =>
    nothing(configMap({ url: bad, endpoint: "", "config.endpoint": "http://x" })));
});

describe("an unknown endpoint is one advisory line", () => {
  test("a variable", () =>
    one(
      advisory("preview", { path: "spec.template.spec.containers[0].env[0].value" }),
      deployment({ env: literals({ [endpoint]: unknown }) }),
    ));
  test("a ConfigMap that is encrypted in the state", () =>
    one(advisory("encrypted"), configMap({ [endpoint]: "[secret]" })));
  test("another key of a ConfigMap", () =>
    one(
      advisory("unknown", { place: ["data.url", "ConfigMap"] }),
      configMap({ url: unknown }),
      deployment({ env: [reference(endpoint, "ConfigMap", "settings", "url")] }),
    ));
});

test("what has no settings of a gateway is not applicable", async () => {
  for (const resource of [configMap({ a: "b" }), dataObject("Secret", {}), configMap(unknown)]) {
    const { notApplicable } = await pack.analyze(resource);
    assert.ok(notApplicable.some((entry) => entry.policy === policy));
  }
});

test("a value that isn't an object never breaks it", async () => {
  const strange = [
    null,
    0,
    "",
    [],
    {},
    true,
    [[null]],
    { a: [null] },
    unknown,
    "[secret]",
    "@".repeat(5_000),
    "//",
  ];
  for (const value of strange) {
    for (const resource of [
      configMap(value),
      configMap({ [endpoint]: value, [check]: value }),
      deployment({
        env: [value, { name: endpoint, value }, { name: check, valueFrom: value }],
        envFrom: [value],
      }),
      containerApp({ env: [{ name: endpoint, value, secretRef: value }], secrets: value }),
    ]) {
      const { diagnostics } = await pack.analyze(resource);
      assert.ok(
        !JSON.stringify(diagnostics).includes("failed because of a defect"),
        JSON.stringify({ value, diagnostics }),
      );
    }
  }
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, assertMessage, type Expected, mandatory } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import {
  bareToken,
  base64,
  containerApp,
  dataObject,
  deployment,
  literals,
  reference,
  signature,
  token,
} from "../../testkit/samples/credentials";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-token-protected";
const auth = "config.service.auth";
const key = "config.service.auth.key";
const clientSecret = "config.service.auth.azureAd.clientSecret";

const pack = usePack({ only: [policy] });

/** What the policy reports on the resources, as `level: message`; asserts that it contains no secret. */
async function linesOf(...resources: Resource[]): Promise<string[]> {
  const { diagnostics } = await pack.preview(resources);
  const all = JSON.stringify(diagnostics);
  for (const part of [signature, signature.slice(4, 20), "GatewayKey gw", "hunter2"])
    assert.ok(!all.includes(part), `a finding repeats a secret: ${all}`);
  return diagnostics
    .filter((finding) => finding.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

async function one(wording: Expected, ...resources: Resource[]): Promise<void> {
  const lines = await linesOf(...resources);
  assert.equal(lines.length, 1, JSON.stringify(lines));
  assertMessage(lines[0], wording);
}

async function nothing(...resources: Resource[]): Promise<void> {
  assert.deepEqual(await linesOf(...resources), []);
}

const env = (values: Record<string, unknown>) => deployment({ env: literals(values) });
const configMap = (data: unknown) => dataObject("ConfigMap", { data });
const plains = ["secret", "chart", "app", "protected", "secure"].map((store) => `plain-${store}`);
const plain = (place: string, kind = "an access token") => mandatory(plains, { place, kind });
const stray = (place: string) => mandatory("stray", { place });
const envPlace = "spec.template.spec.containers[0].env[0].value";

describe("a credential in plain text is a defect at its place", () => {
  const cases: [what: string, resource: Resource, wording: Expected][] = [
    ["a token as a variable", env({ [auth]: token() }), plain(envPlace)],
    ["a token without its prefix", env({ [auth]: bareToken("202612100000") }), plain(envPlace)],
    ["a signature alone", env({ [auth]: signature }), plain(envPlace)],
    ["a dead token", env({ [auth]: token("202001010000") }), plain(envPlace)],
    ["the second documented form", env({ [key]: "hunter2" }), plain(envPlace, "a credential")],
    ["a client secret", env({ [clientSecret]: "hunter2" }), plain(envPlace, "a client secret")],
    [
      "a client secret that is a number",
      env({ [clientSecret]: 12345678 }),
      plain(envPlace, "a client secret"),
    ],
    [
      "a client secret of unknown value",
      env({ [clientSecret]: unknown }),
      plain(envPlace, "a client secret"),
    ],
    ["a key that is encrypted in the state", env({ [key]: "[secret]" }), plain(envPlace)],
    ["a token in a variable of another name", env({ TOKEN: token() }), plain(envPlace)],
    [
      "a variable that another one says holds the token",
      env({ TOKEN: unknown, [auth]: "GatewayKey $(TOKEN)" }),
      plain(envPlace),
    ],
    ["a token in a ConfigMap", configMap({ [auth]: token() }), plain(`data["${auth}"]`)],
    ["a token in a ConfigMap under any key", configMap({ value: token() }), plain("data.value")],
    [
      "a client secret in a ConfigMap",
      configMap({ [clientSecret]: unknown }),
      plain(`data["${clientSecret}"]`, "a client secret"),
    ],
    [
      "a token in the midst of a file in a ConfigMap",
      configMap({ "env.conf": `a=b\n${auth}=${token()}\n` }),
      plain('data["env.conf"]'),
    ],
    [
      "a token in the binary data of a ConfigMap",
      dataObject("ConfigMap", { binaryData: { value: base64(token()) } }),
      plain("binaryData.value"),
    ],
    [
      "a token in a patch of a ConfigMap",
      { ...configMap({ [auth]: token() }), type: "kubernetes:core/v1:ConfigMapPatch" },
      plain(`data["${auth}"]`),
    ],
    [
      "a token in an annotation",
      deployment({ metadata: { annotations: { note: token() } } }),
      stray("metadata.annotations.note"),
    ],
    [
      "a token in a label",
      deployment({ metadata: { labels: { note: token() } } }),
      stray("metadata.labels.note"),
    ],
    [
      "a token in a command line",
      deployment({ container: { args: ["--set", `${auth}=${token()}`] } }),
      stray("spec.template.spec.containers[0].args[1]"),
    ],
    [
      "a token of a sidecar",
      deployment({ pod: { initContainers: [{ name: "init", env: literals({ T: token() }) }] } }),
      stray("spec.template.spec.initContainers[0].env[0].value"),
    ],
    [
      "a token in the command line of a job beside a gateway",
      {
        type: "kubernetes:batch/v1:Job",
        props: { spec: { template: { spec: { containers: [{ image: "alpine", args: [token()] }] } } } },
      },
      stray("spec.template.spec.containers[0].args[0]"),
    ],
    [
      "a token in an annotation of a Secret",
      dataObject("Secret", {}, { metadata: { annotations: { note: token() } } }),
      stray("metadata.annotations.note"),
    ],
    [
      "a token of a Container App",
      containerApp({ env: literals({ [auth]: token() }) }),
      plain("template.containers[0].env[0].value"),
    ],
    [
      "a token of a Container App of the classic provider",
      containerApp({ env: literals({ [auth]: token() }) }, true),
      plain("template.containers[0].envs[0].value"),
    ],
    ["a token in a tag", containerApp({ tags: { note: token() } }), stray("tags.note")],
  ];
  for (const [what, resource, wording] of cases) test(what, () => one(wording, resource));
});

describe("a credential in a secret, and a value that isn't a credential, aren't reported", () => {
  const cases: [what: string, ...resources: Resource[]][] = [
    ["a Secret", dataObject("Secret", { stringData: { [auth]: token(), [clientSecret]: "hunter2" } })],
    [
      "a Secret in base64",
      dataObject("Secret", { data: { [key]: base64(token()), value: base64(token()) } }),
    ],
    ["a reference to a Secret", deployment({ env: [reference(auth, "Secret", "token", "value")] })],
    ["a reference to another variable", env({ [auth]: "GatewayKey $(TOKEN)", [key]: "$(TOKEN)" })],
    ["a placeholder of Argo CD's vault plug-in", env({ [key]: "<path:apim/gateway#token>" })],
    ["the names of the methods", env({ [auth]: "workloadIdentity" }), configMap({ [auth]: "key" })],
    ["a credential that is empty", env({ [key]: "", [clientSecret]: "  " })],
    [
      "a variable that is said to hold a token, and is only a part",
      env({ ID: "gw", [auth]: "GatewayKey $(ID)&$(T)" }),
    ],
    [
      "an id of an Entra app",
      env({ "config.service.auth.azureAd.clientId": "0b7f8a5e-0b7f-4a5e-8b7f-0b7f8a5e0b7f" }),
    ],
    [
      "a ConfigMap of somebody else",
      configMap({ "gateway.auth.token": "hunter2", clientSecret: "hunter2", query: "a=b&202612100000&c=d" }),
    ],
    [
      "a secret of a Container App, used or not",
      containerApp({
        env: [{ name: auth, secretRef: "t" }],
        secrets: [
          { name: "t", value: token() },
          { name: "u", value: token() },
        ],
      }),
    ],
    [
      "a secret of a classic Container App",
      containerApp(
        { env: [{ name: auth, secretName: "t" }], secrets: [{ name: "t", value: token() }] },
        true,
      ),
    ],
    [
      "the copy of a Secret that kubectl keeps",
      dataObject(
        "Secret",
        { stringData: { value: token() } },
        {
          metadata: {
            annotations: {
              "kubectl.kubernetes.io/last-applied-configuration": `{"stringData":{"value":"${token()}"}}`,
            },
          },
        },
      ),
    ],
    [
      "a Pod that a controller made",
      {
        ...deployment({
          env: literals({ [auth]: token() }),
          metadata: { ownerReferences: [{ kind: "ReplicaSet" }] },
        }),
        type: "kubernetes:core/v1:Pod",
      },
    ],
  ];
  for (const [what, ...resources] of cases) test(what, () => nothing(...resources));
});

describe("one credential gives one line", () => {
  const holder = configMap({ value: token() });
  const user = (name: string) =>
    deployment({ env: [reference(auth, "ConfigMap", "settings", "value")], metadata: { name } }, { name });

  test("a ConfigMap that two gateways read", () => one(plain("data.value"), holder, user("a"), user("b")));

  test("a ConfigMap that comes after its gateway", async () => {
    await one(plain("data.value"), user("a"), holder);
  });

  test("a ConfigMap that is read as a whole", () =>
    one(
      plain(`data["${key}"]`, "a credential"),
      configMap({ [key]: "hunter2" }),
      deployment({ envFrom: [{ configMapRef: { name: "settings" } }] }),
    ));

  test("a ConfigMap whose content doesn't show its purpose is reported where it is read", () =>
    one(
      mandatory(plains, { place: ["data.x", "ConfigMap"] }),
      configMap({ x: "hunter2" }),
      deployment({ env: [reference(clientSecret, "ConfigMap", "settings", "x")] }),
    ));

  test("a ConfigMap whose keys get a prefix", () =>
    one(
      mandatory(plains, { place: ["data.key", "ConfigMap"] }),
      configMap({ key: "hunter2" }),
      deployment({ envFrom: [{ prefix: `${auth}.`, configMapRef: { name: "settings" } }] }),
    ));

  test("kubectl's copy of an object", () => {
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"a":"${token()}"}}` };
    return one(
      plain("data.a"),
      dataObject("ConfigMap", { data: { a: token() } }, { metadata: { annotations } }),
    );
  });

  test("kubectl's copy alone still shows the token", () => {
    const copy = "kubectl.kubernetes.io/last-applied-configuration";
    const metadata = { annotations: { [copy]: `{"a":"${token()}"}` } };
    return one(stray(`metadata.annotations["${copy}"]`), deployment({ metadata }));
  });
});

describe("the advice is possible on the host", () => {
  test("Docker has no secret that a gateway can read, so it is advisory there", async () => {
    const container = (envs: unknown[], more = {}) => ({
      type: "docker:index/container:Container",
      props: { image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2", envs, ...more },
    });
    await one(advisory("plain-none", { setting: key }), container([`${key}=${token()}`]));
    await one(stray("labels[0].value"), container([], { labels: [{ label: "a", value: token() }] }));
  });

  test("a Container App has secrets of its own", () =>
    one(mandatory("plain-app", { setting: auth }), containerApp({ env: literals({ [auth]: token() }) })));
});

test("an unknown credential is reported by one policy", async () => {
  for (const name of [auth, key]) {
    const { diagnostics } = await pack.analyze(env({ [name]: unknown }));
    const policies = diagnostics
      .map((finding) => finding.policy)
      .filter((name) => name.startsWith("gateway-token-"));
    assert.deepEqual(policies, [policy]);
  }
});

describe("what can't be decided yet is advisory", () => {
  test("an unknown method that may be a token", () =>
    one(advisory("preview", { path: envPlace }), env({ [auth]: unknown })));

  test("a value that another controller sets", () =>
    one(
      advisory("ignored"),
      deployment({ env: literals({ [key]: "hunter2" }) }, { opts: { ignoreChanges: [envPlace] } }),
    ));

  test("a reference that is not known isn't a literal", () =>
    nothing(deployment({ env: [{ name: key, valueFrom: unknown }] })));

  test("a client secret in a ConfigMap outside the stack", () =>
    one(
      advisory("unseen", { setting: "config.service.auth.azureAd.clientSecret" }),
      deployment({ env: [reference(clientSecret, "ConfigMap", "elsewhere", "x")] }),
    ));
});

test("a resource without gateways and credentials is not applicable", async () => {
  const resources = [
    dataObject("ConfigMap", { data: { a: "b" } }),
    dataObject("Secret", { stringData: { password: "hunter2" } }),
    {
      type: "kubernetes:apps/v1:Deployment",
      props: { spec: { template: { spec: { containers: [{ image: "nginx" }] } } } },
    },
  ];
  for (const resource of resources) {
    const { notApplicable } = await pack.analyze(resource);
    assert.ok(
      notApplicable.some((entry) => entry.policy === policy),
      resource.type,
    );
  }
});

test("a misplaced token as a key is not shown either", () =>
  one(stray('metadata.annotations["…"]'), deployment({ metadata: { annotations: { [token()]: token() } } })));

test("a value that isn't an object never breaks it", async () => {
  const strange = [
    null,
    0,
    "",
    [],
    {},
    true,
    [[null]],
    { a: [null, { b: 1 }] },
    unknown,
    "[secret]",
    token(),
  ];
  for (const value of strange) {
    const resources = [
      dataObject("ConfigMap", { data: value, binaryData: value }),
      dataObject("ConfigMap", { data: { [auth]: value, [key]: value }, metadata: value }),
      dataObject("Secret", { data: value, stringData: value }),
      deployment({ env: value, envFrom: value }),
      deployment({ env: [value, { name: value, value }, { name: auth, value, valueFrom: value }] }),
      containerApp({ env: value, secrets: value, tags: value }),
      { type: "kubernetes:apps/v1:Deployment", props: { metadata: value, spec: value } },
    ];
    for (const resource of resources) {
      const { diagnostics } = await pack.analyze(resource);
      assert.ok(
        !JSON.stringify(diagnostics).includes("failed because of a defect"),
        JSON.stringify({ value, diagnostics }),
      );
    }
  }
});

test("an exemption makes it advisory", async () => {
  const exemptions = [{ resource: "*", reason: "migration", expires: "2026-12-01" }];
  await pack.configure({ [policy]: { exemptions } });
  try {
    await one(advisory(plains, { place: "`data.value`" }), configMap({ value: token() }));
  } finally {
    await pack.configure({});
  }
});

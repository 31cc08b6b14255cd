import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Expected, mandatory, reports } from "../../testkit/messages";
import { type Resource, secret, startPack, unknown, urnOf } from "../../testkit/pack";
import { classicContainerApp, containerApp, nativeTypes } from "../../testkit/samples/container-app";
import {
  assertNotApplicable,
  assertOne,
  assertPassed,
  assertRotated,
  findingsOf,
  linesOf,
} from "../../testkit/samples/findings";
import {
  base64,
  cluster,
  configMap,
  cronJob,
  deployment,
  fromConfigMap,
  fromSecret,
  image,
  kubernetesSecret,
  type Metadata,
  secretWriter,
  type Workload,
  type WorkloadKind,
  workload,
  workloadKinds,
} from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-auth-method";
const auth = "config.service.auth";
const key = "config.service.auth.key";
/** The documented format, with an invalid signature. */
const token = "GatewayKey gw&202612010000&c2lnbmF0dXJl";

const pack = usePack({ only: [policy] });

const preview = (...resources: Resource[]) => pack.preview(resources);
/** A gateway with only these variables. */
const withEnv = (...env: unknown[]) => deployment({ env });

const none = reports("none", { setting: "config.service.auth" });
const unrotated = reports("unrotated");
const unrecognized = reports("unrecognized");

/** The advised method for a token that isn't rotated: workload identity requires Kubernetes. */
const advice: [Resource, Expected][] = [
  [
    deployment({ env: [{ name: auth, value: token }] }),
    reports("unrotated", { ways: ["apim-gateway/token-rotation", "ExternalSecret", "CronJob"] }),
  ],
  [
    containerApp({ env: [{ name: auth, value: token }] }),
    reports("unrotated", { ways: "apim-gateway-token-rotation" }),
  ],
  [
    { type: "docker:index/container:Container", props: { image, envs: [`${auth}=${token}`] } },
    reports("unrotated", { ways: "apim-gateway/token-rotation" }),
  ],
];
for (const [resource, wording] of advice) {
  test(`the advice for ${resource.type} can be followed there`, async () => {
    assertOne(await preview(resource), policy, "mandatory", wording);
  });
}

test("for a value that isn't a method, the finding names a valid one", async () => {
  assertOne(
    await preview(withEnv({ name: auth, value: "azureAd" })),
    policy,
    "mandatory",
    reports("unrecognized", { best: "workloadIdentity" }),
  );
});

/** The resources of a gateway with `settings` in this kind of carrier. */
type Carrier = (settings: Record<string, string>) => Resource[];

const encode = (settings: Record<string, string>, prefix = "") =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name.slice(prefix.length), base64(value)]),
  );
const cut = (settings: Record<string, string>, prefix: string) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name.slice(prefix.length), value]));
const eachKey = (settings: Record<string, string>, reference: typeof fromSecret) =>
  Object.keys(settings).map((name) => reference(name, "settings", name));

const plainCarriers: Record<string, Carrier> = {
  "the value of a variable": (settings) => [
    withEnv(...Object.entries(settings).map(([name, value]) => ({ name, value }))),
  ],
  "a key of a ConfigMap": (settings) => [
    configMap("settings", settings),
    withEnv(...eachKey(settings, fromConfigMap)),
  ],
  "all keys of a ConfigMap": (settings) => [
    configMap("settings", settings),
    deployment({ env: undefined, envFrom: [{ configMapRef: { name: "settings" } }] }),
  ],
  "all keys of a ConfigMap under a prefix": (settings) => [
    configMap("settings", cut(settings, "config.")),
    deployment({ env: [], envFrom: [{ prefix: "config.", configMapRef: { name: "settings" } }] }),
  ],
  "binary data of a ConfigMap": (settings) => {
    const map = configMap("settings", undefined);
    return [
      { ...map, props: { ...map.props, binaryData: encode(settings) } },
      withEnv(...eachKey(settings, fromConfigMap)),
    ];
  },
  "the value of a Container App's variable": (settings) => [
    containerApp({ env: Object.entries(settings).map(([name, value]) => ({ name, value })) }),
  ],
  "the value of a classic Container App's variable": (settings) => [
    classicContainerApp({ env: Object.entries(settings).map(([name, value]) => ({ name, value })) }),
  ],
};

const secretCarriers: Record<string, Carrier> = {
  "a key of a Secret's data": (settings) => [
    kubernetesSecret("settings", { data: encode(settings) }),
    withEnv(...eachKey(settings, fromSecret)),
  ],
  "a key of a Secret's stringData": (settings) => [
    kubernetesSecret("settings", { stringData: settings }),
    withEnv(...eachKey(settings, fromSecret)),
  ],
  "all keys of a Secret": (settings) => [
    kubernetesSecret("settings", { data: encode(settings) }),
    deployment({ env: [], envFrom: [{ secretRef: { name: "settings" } }] }),
  ],
  "all keys of a Secret under a prefix": (settings) => [
    kubernetesSecret("settings", { stringData: cut(settings, "config.service.") }),
    deployment({ env: [], envFrom: [{ prefix: "config.service.", secretRef: { name: "settings" } }] }),
  ],
  "a secret of a Container App": (settings) => [
    containerApp({
      env: Object.keys(settings).map((name, index) => ({ name, secretRef: `s${index}` })),
      secrets: Object.values(settings).map((value, index) => ({ name: `s${index}`, value })),
    }),
  ],
  "a secret of a classic Container App": (settings) => [
    classicContainerApp({
      env: Object.keys(settings).map((name, index) => ({ name, secretName: `s${index}` })),
      secrets: Object.values(settings).map((value, index) => ({ name: `s${index}`, value })),
    }),
  ],
};

describe("each method by each carrier", () => {
  for (const [carrier, deliver] of Object.entries({ ...plainCarriers, ...secretCarriers })) {
    for (const method of ["workloadIdentity", "azureAdApp"]) {
      test(`${method} in ${carrier} passes`, async () => {
        assertPassed(await preview(...deliver({ [auth]: method })), policy);
      });
    }
    const tokens: Record<string, string>[] = [
      { [auth]: token },
      { [auth]: "key", [key]: token },
      { [key]: token },
    ];
    for (const settings of tokens) {
      test(`a token as ${Object.keys(settings).join(" and ")} in ${carrier} is a violation without rotation`, async () => {
        assertOne(await preview(...deliver(settings)), policy, "mandatory", unrotated);
      });
    }
  }

  for (const [carrier, deliver] of Object.entries(plainCarriers)) {
    test(`a value of no known form in ${carrier} is a violation that does not quote it`, async () => {
      for (const value of ["azureAd", "managedIdentity", "none", "sekret-canary"]) {
        const result = await preview(...deliver({ [auth]: value }));
        assertOne(result, policy, "mandatory", unrecognized);
        assert.ok(!linesOf(result, policy)[0]?.includes(value === "azureAd" ? "azureAd`" : value));
      }
    });
    test(`an empty value in ${carrier} is none at all`, async () => {
      assertOne(await preview(...deliver({ [auth]: "" })), policy, "mandatory", none);
    });
  }

  for (const [carrier, deliver] of Object.entries(secretCarriers)) {
    test(`a value of any form in ${carrier} is a token, for nothing else is kept there`, async () => {
      assertOne(await preview(...deliver({ [auth]: "opaque" })), policy, "mandatory", unrotated);
    });
  }

  test("a token is known with and without the prefix, in any case of the prefix", async () => {
    for (const value of [
      token,
      token.replace("GatewayKey ", ""),
      token.replace("GatewayKey", "gatewaykey"),
    ]) {
      assertOne(await preview(withEnv({ name: auth, value })), policy, "mandatory", unrotated);
    }
  });

  test("white space around a method does not hide it", async () => {
    assertPassed(await preview(withEnv({ name: auth, value: " azureAdApp\n" })), policy);
  });

  test("a token put together from another variable is a token, and its Secret the one to rotate", async () => {
    const env = [fromSecret("TOKEN", "gateway-token"), { name: auth, value: "GatewayKey $(TOKEN)" }];
    assertOne(await preview(withEnv(...env)), policy, "mandatory", unrotated);
    const rotation = cronJob(["kubectl create secret generic gateway-token --dry-run=client"]);
    assertRotated(await preview(withEnv(...env), rotation));
    const wholly = [fromSecret("TOKEN", "gateway-token"), { name: auth, value: "$(TOKEN)" }];
    assertRotated(await preview(withEnv(...wholly), rotation));
  });
});

describe("no method", () => {
  test("a gateway without any setting is a violation, with its place", async () => {
    const gateway = deployment({ env: [{ name: "a", value: "b" }] });
    const result = await preview(gateway);
    assertOne(
      result,
      policy,
      "mandatory",
      mandatory("none", { host: "Deployment", setting: "config.service.auth" }),
    );
    assert.equal(findingsOf(result, policy)[0]?.urn, urnOf(gateway));
  });

  for (const kind of Object.keys(workloadKinds) as WorkloadKind[]) {
    test(`${kind}: no method is a violation, a token is one, workload identity passes`, async () => {
      assertOne(
        await preview(workload(kind, { env: [] })),
        policy,
        "mandatory",
        reports("none", { host: kind }),
      );
      const env = [fromSecret(auth, "gateway-token")];
      assertOne(await preview(workload(kind, { env })), policy, "mandatory", unrotated);
      assertPassed(await preview(workload(kind)), policy);
    });
  }

  for (const type of [...nativeTypes, "azure:containerapp/app:App"]) {
    test(`${type}: no method is a violation`, async () => {
      const app = type.startsWith("azure:") ? classicContainerApp : containerApp;
      assertOne(
        await preview(app({ env: [] }, { type })),
        policy,
        "mandatory",
        reports("none", { host: "Container App" }),
      );
      assertPassed(await preview(app({}, { type })), policy);
    });
  }

  test("a patch is checked only for the properties that it has", async () => {
    const type = "kubernetes:apps/v1:DeploymentPatch";
    assertPassed(await preview(deployment({ env: [] }, { type })), policy);
    const patch = deployment({ env: [{ name: auth, value: token }] }, { type });
    assertOne(await preview(patch), policy, "mandatory", unrotated);
  });

  test("a setting of a similar name isn't a method", async () => {
    const env = ["config.service.auth.tokenAudience", "config.service.authentication", "CONFIG.SERVICE.AUTH"];
    const result = await preview(withEnv(...env.map((name) => ({ name, value: "workloadIdentity" }))));
    assertOne(result, policy, "mandatory", none);
  });

  test("a key that an object of the stack lacks is none; a Secret's may come later, and is a token", async () => {
    const map = configMap("settings", { other: "x" });
    assertOne(await preview(map, withEnv(fromConfigMap(auth, "settings", auth))), policy, "mandatory", none);
    for (const content of [{}, { data: {} }, { data: { other: "" } }, { stringData: { value: "" } }]) {
      const resources = [kubernetesSecret("settings", content), withEnv(fromSecret(auth, "settings"))];
      assertOne(await preview(...resources), policy, "mandatory", unrotated);
    }
  });

  test("`key` without the token that it promises is a violation even where rotation is declared", async () => {
    const metadata = { annotations: { "apim-gateway/token-rotation": "team-x" } };
    const gateway = deployment({ env: [{ name: auth, value: "key" }], metadata });
    assertOne(await preview(gateway), policy, "mandatory", reports("keyless"));
  });
});

describe("which of several wins", () => {
  const identity = { name: auth, value: "workloadIdentity" };
  const literal = { name: auth, value: token };

  test("of two variables the later", async () => {
    assertPassed(await preview(withEnv(literal, identity)), policy);
    assertOne(await preview(withEnv(identity, literal)), policy, "mandatory", unrotated);
  });

  test("a variable over envFrom", async () => {
    const map = configMap("settings", { [auth]: token });
    const envFrom = [{ configMapRef: { name: "settings" } }];
    assertPassed(await preview(map, deployment({ env: [identity], envFrom })), policy);
    const good = configMap("settings", { [auth]: "workloadIdentity" });
    assertOne(await preview(good, deployment({ env: [literal], envFrom })), policy, "mandatory", unrotated);
  });

  test("of two objects in envFrom the later", async () => {
    const maps = [configMap("a", { [auth]: token }), configMap("b", { [auth]: "azureAdApp" })];
    const from = (...names: string[]) => names.map((name) => ({ configMapRef: { name } }));
    assertPassed(await preview(...maps, deployment({ env: [], envFrom: from("a", "b") })), policy);
    const other = deployment({ env: [], envFrom: from("b", "a") });
    assertOne(await preview(...maps, other), policy, "mandatory", unrotated);
  });

  test("stringData of a Secret over its data", async () => {
    const content = { data: { value: base64(token) }, stringData: { value: "workloadIdentity" } };
    const resources = [kubernetesSecret("settings", content), withEnv(fromSecret(auth, "settings"))];
    assertPassed(await preview(...resources), policy);
  });
});

describe("objects outside the stack", () => {
  test("a secretKeyRef on the method or on its key is a token wherever the Secret lives", async () => {
    for (const env of [[fromSecret(auth, "elsewhere")], [fromSecret(key, "elsewhere")]]) {
      assertOne(await preview(withEnv(...env)), policy, "mandatory", unrotated);
    }
    const both = [{ name: auth, value: "key" }, fromSecret(key, "elsewhere")];
    assertOne(await preview(withEnv(...both)), policy, "mandatory", unrotated);
  });

  for (const [what, reference] of [
    ["ConfigMap", "configMapRef"],
    ["Secret", "secretRef"],
  ] as const) {
    test(`envFrom of a ${what} leaves the method open: a note that names it`, async () => {
      const gateway = deployment({ env: [], envFrom: [{ [reference]: { name: "elsewhere" } }] });
      assertOne(
        await preview(gateway),
        policy,
        "advisory",
        reports("unseen", { kind: what, name: "elsewhere" }),
      );
    });

    test(`envFrom of a ${what} hides nothing that the variables prove`, async () => {
      const envFrom = [{ [reference]: { name: "elsewhere" } }];
      const bad = deployment({ env: [{ name: auth, value: token }], envFrom });
      assertOne(await preview(bad), policy, "mandatory", unrotated);
      assertPassed(await preview(deployment({ envFrom })), policy);
    });
  }

  test("a ConfigMap's key leaves the method open", async () => {
    const result = await preview(withEnv(fromConfigMap(auth, "elsewhere")));
    assertOne(result, policy, "advisory", reports("unseen"));
  });

  test("a Secret that is declared empty is filled elsewhere: a note", async () => {
    const gateway = deployment({ env: [], envFrom: [{ secretRef: { name: "settings" } }] });
    assertOne(await preview(kubernetesSecret("settings"), gateway), policy, "advisory", reports("unseen"));
  });

  test("a ConfigMap that is declared without the method is complete: a violation", async () => {
    const gateway = deployment({ env: [], envFrom: [{ configMapRef: { name: "settings" } }] });
    assertOne(await preview(configMap("settings", {}), gateway), policy, "mandatory", none);
  });
});

describe("references", () => {
  const good = { [auth]: "workloadIdentity" };
  const gateway = (metadata: Metadata = {}, more: Partial<Resource> = {}) =>
    deployment({ env: [], envFrom: [{ configMapRef: { name: "settings" } }], metadata }, more);
  const outside = reports("unseen");

  test("are joined by the object's name, not by Pulumi's name of the resource", async () => {
    const map = configMap("settings", good, {}, { name: "something-else" });
    assertPassed(await preview(map, gateway()), policy);
    const other = configMap("other", good, {}, { name: "settings" });
    assertOne(await preview(other, gateway()), policy, "advisory", outside);
  });

  test("are joined in any order of the resources", async () => {
    assertPassed(await preview(gateway(), configMap("settings", good)), policy);
  });

  test("do not cross namespaces", async () => {
    const map = configMap("settings", good, { namespace: "other" });
    assertOne(await preview(map, gateway()), policy, "advisory", outside);
    // Of two objects of one name, the one in the gateway's namespace counts.
    const here = configMap("settings", { [auth]: token }, {}, { name: "here" });
    assertOne(await preview(map, here, gateway()), policy, "mandatory", unrotated);
  });

  test("an unknown namespace may be the same", async () => {
    const map = configMap("settings", good, { namespace: unknown });
    assertPassed(await preview(map, gateway()), policy);
    assertPassed(await preview(configMap("settings", good), gateway({ namespace: unknown })), policy);
  });

  test("no namespace is the namespace default", async () => {
    const map = configMap("settings", good, { namespace: undefined });
    assertPassed(await preview(map, gateway({ namespace: undefined })), policy);
    assertPassed(await preview(map, gateway({ namespace: "default" })), policy);
    assertOne(await preview(map, gateway()), policy, "advisory", outside);
  });

  test("do not cross clusters", async () => {
    const [east, west] = [cluster("east"), cluster("west")];
    const map = configMap("settings", good, {}, { provider: east });
    assertPassed(await preview(map, gateway({}, { provider: east })), policy);
    assertOne(await preview(map, gateway({}, { provider: west })), policy, "advisory", outside);
  });

  test("a name that is not known is followed by the property's dependencies", async () => {
    const map = configMap(unknown, good, {}, { name: "auto" });
    const unnamed = (more: Partial<Resource>) =>
      deployment({ env: [], envFrom: [{ configMapRef: { name: unknown } }] }, more);
    assertPassed(await preview(map, unnamed({ propertyDependencies: { spec: [map] } })), policy);
    const path =
      "`spec.template.spec.containers[0].envFrom[0].configMapRef.name` is unknown before the update";
    const [line, ...more] = linesOf(await preview(map, unnamed({})), policy);
    assert.ok(line?.startsWith(`advisory: ${path}`), line);
    assert.deepEqual(more, []);
  });

  test("a dependency that leaves a choice, or is of another property or kind, is not followed", async () => {
    const map = configMap(unknown, good, {}, { name: "auto" });
    const second = configMap(unknown, good, {}, { name: "second" });
    const hidden = kubernetesSecret(unknown, { stringData: good }, {}, { name: "hidden" });
    const cases: Record<string, Resource[]>[] = [
      { spec: [map, second] },
      { metadata: [map] },
      { spec: [hidden] },
    ];
    for (const propertyDependencies of cases) {
      const unnamed = deployment(
        { env: [], envFrom: [{ configMapRef: { name: unknown } }] },
        { propertyDependencies },
      );
      assertOne(await preview(map, second, hidden, unnamed), policy, "advisory", reports("preview"));
    }
  });

  test("a key of a Secret of unknown name is followed too, to the rotation of that Secret", async () => {
    const hidden = kubernetesSecret(unknown, { stringData: { value: token } }, {}, { name: "hidden" });
    const propertyDependencies = { spec: [hidden] };
    const unnamed = deployment({ env: [fromSecret(auth, unknown)] }, { propertyDependencies });
    assertOne(await preview(hidden, unnamed), policy, "mandatory", unrotated);
    const annotated = { annotations: { "apim-gateway/token-rotation": "monthly" } };
    const marked = kubernetesSecret(unknown, { stringData: { value: token } }, annotated, { name: "hidden" });
    assertPassed(await preview(marked, unnamed), policy);
  });
});

describe("values that are not known", () => {
  const advisory = async (gateway: Resource[], wording: string) => {
    const lines = linesOf(await preview(...gateway), policy);
    assert.equal(lines.length, 1, JSON.stringify(lines));
    assert.ok(lines[0]?.startsWith(`advisory: ${wording}`), lines[0]);
  };
  const value = "`spec.template.spec.containers[0].env[0].value`";

  test("an unknown, encrypted or ignored method gives one advisory line that names the property", async () => {
    await advisory([withEnv({ name: auth, value: unknown })], `${value} is unknown before the update`);
    await advisory([withEnv({ name: auth, value: "[secret]" })], `${value} is encrypted`);
    const opts = { ignoreChanges: ["spec.template.spec.containers[0].env"] };
    const env = [{ name: auth, value: token }];
    await advisory(
      [deployment({ env }, { opts })],
      "`spec.template.spec.containers[0].env` is listed in `ignoreChanges`",
    );
  });

  test("unknown variables leave the method open: one advisory line", async () => {
    const path = "`spec.template.spec.containers[0].env";
    await advisory([deployment({ env: unknown })], `${path}\` is unknown before the update`);
    await advisory([withEnv(unknown)], `${path}[0]\` is unknown before the update`);
    await advisory([withEnv({ name: unknown, value: "x" })], `${path}[0].name\` is unknown`);
    await advisory([deployment({ env: [], envFrom: unknown })], `${path}From\` is unknown`);
    const app = containerApp({ env: unknown });
    await advisory([app], "`template.containers[0].env` is unknown before the update");
  });

  test("an unknown value in an object of the stack gives one advisory line", async () => {
    const gateway = withEnv(fromConfigMap(auth, "settings", auth));
    await advisory(
      [configMap("settings", { [auth]: unknown }), gateway],
      '`ConfigMap settings: data["config.service.auth"]` is unknown before the update',
    );
    const all = deployment({ env: [], envFrom: [{ configMapRef: { name: "settings" } }] });
    const result = await preview(configMap("settings", unknown), all);
    assertOne(result, policy, "advisory", reports("previewOf", { of: "ConfigMap" }));
  });

  test("a secretKeyRef is a token although its value is unknown", async () => {
    const gateway = withEnv(fromSecret(auth, "settings"));
    for (const data of [unknown, { value: unknown }, { value: "[secret]" }, "[secret]"]) {
      assertOne(
        await preview(kubernetesSecret("settings", { data }), gateway),
        policy,
        "mandatory",
        unrotated,
      );
    }
  });

  test("another unknown variable hides no violation", async () => {
    const env = [
      { name: "other", value: unknown },
      { name: auth, value: token },
    ];
    assertOne(await preview(withEnv(...env)), policy, "mandatory", unrotated);
    const empty = [{ name: "other", value: unknown }];
    assertOne(await preview(withEnv(...empty)), policy, "mandatory", none);
  });

  test("a secret value is checked, and never printed", async () => {
    const result = await preview(withEnv({ name: auth, value: secret(token) }));
    assertOne(result, policy, "mandatory", unrotated);
    assert.ok(!JSON.stringify(result).includes("c2lnbmF0dXJl"));
  });
});

describe("rotation evidence", () => {
  const annotation = "apim-gateway/token-rotation";
  /** The gateway whose token is the key `value` of the Secret `gateway-token`. */
  const gateway = (parts: Workload = {}) =>
    deployment({ env: [fromSecret(auth, "gateway-token")], ...parts });
  const target = { target: { name: "gateway-token" }, data: [{ secretKey: "value" }] };
  const sealed = { template: { metadata: { name: "gateway-token" } }, encryptedData: { value: "AgB" } };
  const provided = (secretName: string) => ({
    provider: "azure",
    secretObjects: [{ secretName: "other" }, { secretName, data: [{ key: "value" }] }],
  });
  const rotate = ["kubectl create secret generic gateway-token"];

  const named = { destination: { name: "gateway-token" } };
  const operators: [what: string, type: string, spec: object, metadata?: object][] = [
    ["a VaultStaticSecret", "kubernetes:secrets.hashicorp.com/v1beta1:VaultStaticSecret", named],
    ["a VaultDynamicSecret", "kubernetes:secrets.hashicorp.com/v1beta1:VaultDynamicSecret", named],
    [
      "akv2k8s' AzureKeyVaultSecret",
      "kubernetes:spv.no/v2beta1:AzureKeyVaultSecret",
      { output: { secret: { name: "gateway-token", dataKey: "value" } } },
    ],
    ["1Password's item", "kubernetes:onepassword.com/v1:OnePasswordItem", {}, { name: "gateway-token" }],
    [
      "Doppler's secret, written from another namespace",
      "kubernetes:secrets.doppler.com/v1alpha1:DopplerSecret",
      { managedSecret: { name: "gateway-token", namespace: "apim" } },
      { namespace: "doppler" },
    ],
    [
      "Infisical's secret",
      "kubernetes:secrets.infisical.com/v1alpha1:InfisicalSecret",
      { managedSecretReference: { secretName: "gateway-token", secretNamespace: "apim" } },
    ],
    [
      "Infisical's static secret",
      "kubernetes:secrets.infisical.com/v1beta1:InfisicalStaticSecret",
      { targets: [{ name: "gateway-token", namespace: "apim", kind: "Secret" }] },
    ],
    [
      "Infisical's dynamic secret",
      "kubernetes:secrets.infisical.com/v1alpha1:InfisicalDynamicSecret",
      { managedSecretReference: { secretName: "gateway-token", secretNamespace: "apim" } },
    ],
    [
      "Bitwarden's secret",
      "kubernetes:k8s.bitwarden.com/v1:BitwardenSecret",
      { secretName: "gateway-token" },
    ],
    [
      "Infisical's list of secrets",
      "kubernetes:secrets.infisical.com/v1alpha1:InfisicalSecret",
      {
        managedKubeSecretReferences: [
          { secretName: "other" },
          { secretName: "gateway-token", secretNamespace: "apim" },
        ],
      },
      { namespace: "infisical" },
    ],
  ];

  const good: [what: string, resources: Resource[]][] = [
    ["an annotation on the workload", [gateway({ metadata: { annotations: { [annotation]: "team-x" } } })]],
    ["a label on the workload", [gateway({ metadata: { labels: { [annotation]: "monthly" } } })]],
    ["an annotation on the pod", [gateway({ podMetadata: { annotations: { [annotation]: "x" } } })]],
    ["a label on the pod", [gateway({ podMetadata: { labels: { [annotation]: "x" } } })]],
    [
      "an annotation on the Secret",
      [gateway(), kubernetesSecret("gateway-token", {}, { annotations: { [annotation]: "x" } })],
    ],
    [
      "a label on the Secret",
      [gateway(), kubernetesSecret("gateway-token", {}, { labels: { [annotation]: "x" } })],
    ],
    ["an ExternalSecret that names its target", [gateway(), secretWriter("ExternalSecret", target)]],
    [
      "an ExternalSecret of the Secret's name",
      [gateway(), secretWriter("ExternalSecret", {}, { name: "gateway-token" })],
    ],
    [
      "an ExternalSecret that refreshes each hour",
      [gateway(), secretWriter("ExternalSecret", { ...target, refreshInterval: "1h0m0s" })],
    ],
    [
      "an ExternalSecret of an older API",
      [
        gateway(),
        secretWriter(
          "ExternalSecret",
          target,
          {},
          {
            type: "kubernetes:external-secrets.io/v1beta1:ExternalSecret",
          },
        ),
      ],
    ],
    [
      "a ClusterExternalSecret",
      [
        gateway(),
        secretWriter("ClusterExternalSecret", { externalSecretSpec: target }, { namespace: undefined }),
      ],
    ],
    ["a SecretProviderClass", [gateway(), secretWriter("SecretProviderClass", provided("gateway-token"))]],
    [
      "a CronJob of another namespace that names this one and the Secret",
      [gateway(), cronJob(["-n apim gateway-token"], { metadata: { namespace: "jobs" } })],
    ],
    ...operators.map(([what, type, spec, metadata = {}]): [string, Resource[]] => [
      what,
      [gateway(), { type, props: { metadata: { name: "writer", namespace: "apim", ...metadata }, spec } }],
    ]),
    ["a CronJob that names the Secret", [gateway(), cronJob(rotate)]],
    ["a CronJob that names the Secret in quotes", [gateway(), cronJob(['{"name":"gateway-token"}'])]],
    ["a CronJob that asks Azure for a token", [gateway(), cronJob(["az rest --url $URL/generateToken"])]],
    [
      "a CronJob that has the Secret as a volume",
      [gateway(), cronJob([], { pod: { volumes: [{ secret: { secretName: "gateway-token" } }] } })],
    ],
    [
      "a CronJob whose script is in a ConfigMap",
      [
        gateway(),
        configMap("script", { "rotate.sh": "curl -X POST $URL/generateToken" }),
        cronJob(["sh /s/rotate.sh"], { pod: { volumes: [{ configMap: { name: "script" } }] } }),
      ],
    ],
    [
      "a CronJob of an older API",
      [gateway(), cronJob(rotate, {}, { type: "kubernetes:batch/v1beta1:CronJob" })],
    ],
    ["a CronJob that is not suspended", [gateway(), cronJob(rotate, { spec: { suspend: false } })]],
  ];
  for (const [what, resources] of good) {
    test(`${what} will do`, async () => assertRotated(await preview(...resources)));
  }

  const bad: [what: string, resources: Resource[]][] = [
    ["an empty annotation", [gateway({ metadata: { annotations: { [annotation]: " " } } })]],
    [
      "an annotation of a similar name",
      [gateway({ metadata: { annotations: { "apim-gateway-token-rotation": "x" } } })],
    ],
    [
      "annotations of a strange shape",
      [gateway({ metadata: { annotations: [annotation], labels: annotation } })],
    ],
    [
      "an annotation on another Secret",
      [gateway(), kubernetesSecret("gateway-token-2", {}, { annotations: { [annotation]: "x" } })],
    ],
    [
      "an annotation on the Secret of that name in another namespace",
      [
        gateway(),
        kubernetesSecret("gateway-token", {}, { namespace: "other", annotations: { [annotation]: "x" } }),
      ],
    ],
    ...["0", "0s", "0h0m0s", 0].map((refreshInterval): [string, Resource[]] => [
      `an ExternalSecret with refreshInterval ${JSON.stringify(refreshInterval)}, which never looks again`,
      [gateway(), secretWriter("ExternalSecret", { ...target, refreshInterval })],
    ]),
    [
      "an ExternalSecret that creates its Secret once",
      [gateway(), secretWriter("ExternalSecret", { ...target, refreshPolicy: "CreatedOnce" })],
    ],
    [
      "an ExternalSecret in another namespace",
      [gateway(), secretWriter("ExternalSecret", target, { namespace: "other" })],
    ],
    [
      "an ExternalSecret of the Secret's name with another target",
      [gateway(), secretWriter("ExternalSecret", { target: { name: "other" } }, { name: "gateway-token" })],
    ],
    [
      "an ExternalSecret for a Secret whose name contains this one's",
      [gateway(), secretWriter("ExternalSecret", { target: { name: "my-gateway-token" } })],
    ],
    [
      "a ClusterExternalSecret that never looks again",
      [
        gateway(),
        secretWriter("ClusterExternalSecret", { externalSecretSpec: { ...target, refreshInterval: "0" } }),
      ],
    ],
    [
      "a SecretProviderClass that makes no Secret",
      [
        gateway(),
        secretWriter("SecretProviderClass", { provider: "azure", parameters: { objects: "gateway-token" } }),
      ],
    ],
    [
      "a SecretProviderClass that makes another Secret",
      [gateway(), secretWriter("SecretProviderClass", provided("x"))],
    ],
    ["a SealedSecret, which holds a fixed value", [gateway(), secretWriter("SealedSecret", sealed)]],
    [
      "a CronJob of another namespace that names another namespace and the Secret",
      [gateway(), cronJob(["-n other gateway-token"], { metadata: { namespace: "jobs" } })],
    ],
    ...operators.map(([what, type, , metadata = {}]): [string, Resource[]] => [
      `${what} of another Secret`,
      [
        gateway(),
        {
          type,
          props: {
            metadata: { namespace: "apim", ...metadata, name: "other" },
            spec: { destination: { name: "x" } },
          },
        },
      ],
    ]),
    [
      "an operator's object in another namespace",
      [
        gateway(),
        {
          type: "kubernetes:secrets.hashicorp.com/v1beta1:VaultStaticSecret",
          props: {
            metadata: { name: "w", namespace: "other" },
            spec: { destination: { name: "gateway-token" } },
          },
        },
      ],
    ],
    [
      "an object of the same kind of another group",
      [
        gateway(),
        {
          type: "kubernetes:example.com/v1:VaultStaticSecret",
          props: {
            metadata: { name: "w", namespace: "apim" },
            spec: { destination: { name: "gateway-token" } },
          },
        },
      ],
    ],
    ["a suspended CronJob", [gateway(), cronJob(rotate, { spec: { suspend: true } })]],
    ["a CronJob in another namespace", [gateway(), cronJob(rotate, { metadata: { namespace: "other" } })]],
    ["a CronJob that does something else", [gateway(), cronJob(["backup gateway"])]],
    ["a CronJob that names a longer name", [gateway(), cronJob(["kubectl get secret my-gateway-token-2"])]],
    [
      "a CronJob whose ConfigMap of that name is in another namespace",
      [
        gateway(),
        configMap("script", { "rotate.sh": "generateToken" }, { namespace: "other" }),
        cronJob(["sh"], { pod: { volumes: [{ configMap: { name: "script" } }] } }),
      ],
    ],
    [
      "a CronJob that runs the gateway itself",
      [workload("CronJob", { env: [fromSecret(auth, "gateway-token")] })],
    ],
    [
      "a Job, which runs once",
      [gateway(), { type: "kubernetes:batch/v1:Job", props: { ...cronJob(rotate).props } }],
    ],
  ];
  for (const [what, resources] of bad) {
    test(`${what} will not`, async () =>
      assertOne(await preview(...resources), policy, "mandatory", unrotated));
  }

  test("evidence in another cluster will not do", async () => {
    const here = { ...gateway(), provider: cluster("east") };
    const job = (name: string) => ({ ...cronJob(rotate), provider: cluster(name) });
    assertRotated(await preview(here, job("east")));
    assertOne(await preview(here, job("west")), policy, "mandatory", unrotated);
  });

  test("a CronJob that depends on the Secret whose name is not known yet will do", async () => {
    const hidden = kubernetesSecret(unknown, { stringData: { value: token } }, {}, { name: "hidden" });
    const propertyDependencies = { spec: [hidden] };
    const unnamed = deployment({ env: [fromSecret(auth, unknown)] }, { propertyDependencies });
    assertPassed(await preview(hidden, unnamed, cronJob([unknown], {}, { propertyDependencies })), policy);
  });

  test("what may turn out to be evidence is reported in one advisory line, not counted as none", async () => {
    const open: [resource: Resource, path: Expected][] = [
      [
        secretWriter("ExternalSecret", { target: { name: unknown } }),
        reports("previewOf", { path: "spec.target.name", of: "ExternalSecret" }),
      ],
      [
        {
          type: "kubernetes:secrets.hashicorp.com/v1beta1:VaultDynamicSecret",
          name: "v",
          props: { metadata: { name: "v", namespace: "apim" }, spec: { destination: { name: unknown } } },
        },
        reports("previewOf", { path: "spec.destination.name", of: "VaultDynamicSecret" }),
      ],
      [
        cronJob([unknown]),
        reports("previewOf", {
          path: "spec.jobTemplate.spec.template.spec.containers[0].args[0]",
          of: "CronJob",
        }),
      ],
      [
        cronJob(unknown),
        reports("previewOf", {
          path: "spec.jobTemplate.spec.template.spec.containers[0].args",
          of: "CronJob",
        }),
      ],
    ];
    for (const [resource, path] of open) {
      assertOne(await preview(gateway(), resource), policy, "advisory", path);
      assertRotated(await preview(gateway(), resource, secretWriter("ExternalSecret", target)));
    }
  });

  test("a token in a plain variable is rotated only by a declaration, or by a job that generates tokens", async () => {
    const literal = (metadata: Metadata = {}) =>
      deployment({ env: [{ name: auth, value: token }], metadata });
    assertOne(await preview(literal(), cronJob(rotate)), policy, "mandatory", unrotated);
    assertPassed(await preview(literal(), cronJob(["generateToken"])), policy);
    assertPassed(await preview(literal({ annotations: { [annotation]: "x" } })), policy);
  });

  test("a Secret in envFrom is rotated by the same evidence as one key of it", async () => {
    const envFrom = [{ secretRef: { name: "gateway-token" } }];
    const whole = deployment({ env: [], envFrom });
    const stored = kubernetesSecret("gateway-token", { stringData: { [key]: token } });
    assertOne(await preview(whole, stored), policy, "mandatory", unrotated);
    assertRotated(await preview(whole, stored, cronJob(rotate)));
    const written = { target: { name: "gateway-token" }, data: [{ secretKey: key }] };
    assertRotated(await preview(whole, secretWriter("ExternalSecret", written)));
  });

  test("an ExternalSecret determines the keys of its Secret, including those of its template", async () => {
    const whole = deployment({ env: [], envFrom: [{ secretRef: { name: "gateway-token" } }] });
    const spec = (more: object) => ({
      target: { name: "gateway-token", ...more },
      data: [{ secretKey: "raw" }],
    });
    assertOne(await preview(whole, secretWriter("ExternalSecret", spec({}))), policy, "mandatory", none);
    const template = { data: { [auth]: "GatewayKey {{ .raw }}" } };
    assertRotated(await preview(whole, secretWriter("ExternalSecret", spec({ template }))));
    const elsewhere = { templateFrom: [{ configMap: { name: "template" } }] };
    assertOne(
      await preview(whole, secretWriter("ExternalSecret", spec({ template: elsewhere }))),
      policy,
      "advisory",
      reports("unseen"),
    );
    const from = { target: { name: "gateway-token" }, dataFrom: [{ extract: { key: "gateway" } }] };
    assertOne(
      await preview(whole, secretWriter("ExternalSecret", from)),
      policy,
      "advisory",
      reports("unseen"),
    );
  });

  test("with `key`, a Secret whose keys cannot be seen is the one that holds the token", async () => {
    const envFrom = [{ configMapRef: { name: "settings" } }, { secretRef: { name: "gateway-token" } }];
    const resources = [configMap("settings", { [auth]: "key" }), deployment({ env: [], envFrom })];
    assertOne(await preview(...resources), policy, "mandatory", unrotated);
    const from = { target: { name: "gateway-token" }, dataFrom: [{ extract: { key: "gateway" } }] };
    assertRotated(await preview(...resources, secretWriter("ExternalSecret", from)));
    assertRotated(await preview(...resources, cronJob(rotate)));
  });

  describe("Container Apps", () => {
    const env = [{ name: auth, secretRef: "token" }];
    const vault = "https://acme.vault.azure.net/secrets/token";
    const app = (entry: object, tags?: unknown) =>
      containerApp({ env, secrets: [{ name: "token", ...entry }], tags });

    test("a secret of Key Vault will do, native and classic", async () => {
      assertPassed(await preview(app({ keyVaultUrl: vault, identity: "system" })), policy);
      const secrets = [{ name: "token", keyVaultSecretId: vault }];
      const classic = classicContainerApp({ env: [{ name: auth, secretName: "token" }], secrets });
      assertPassed(await preview(classic), policy);
    });

    test("a vault whose address is not known yet, or encrypted, names no version that can be seen", async () => {
      for (const url of [unknown, "[secret]"]) assertPassed(await preview(app({ keyVaultUrl: url })), policy);
    });

    test("a version in the URL never changes, native and classic", async () => {
      const path = "configuration.secrets[0].keyVaultUrl";
      const versioned = `${vault}/0123456789abcdef0123456789abcdef`;
      assertOne(
        await preview(app({ keyVaultUrl: versioned })),
        policy,
        "mandatory",
        reports("vaultVersion", { path }),
      );
      assertPassed(await preview(app({ keyVaultUrl: `${vault}/` })), policy);
      const classic = classicContainerApp({
        env: [{ name: auth, secretName: "token" }],
        secrets: [{ name: "token", keyVaultSecretId: versioned }],
      });
      assertOne(
        await preview(classic),
        policy,
        "mandatory",
        reports("vaultVersion", { path: "secrets[0].keyVaultSecretId" }),
      );
      const tagged = app({ keyVaultUrl: versioned }, { "apim-gateway-token-rotation": "team-x" });
      assertPassed(await preview(tagged), policy);
    });

    test("a vault secret that the program writes from a value is not rotated, unless it is tagged", async () => {
      const native = (properties: object, tags?: object): Resource => ({
        type: "azure-native:keyvault:Secret",
        name: "stored",
        props: { vaultName: "acme", secretName: "token", properties, tags },
      });
      const classic: Resource = {
        type: "azure:keyvault/secret:Secret",
        name: "stored",
        props: {
          keyVaultId: "/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/acme",
          name: "token",
          value: secret(token),
        },
      };
      const gateway = app({ keyVaultUrl: vault });
      for (const stored of [
        native({ value: secret(token) }),
        native({ value: unknown }),
        native({ value: "[secret]" }),
        classic,
      ]) {
        const result = await preview(stored, gateway);
        assertOne(result, policy, "mandatory", reports("vaultWritten", { secret: "stored" }));
        assert.ok(!JSON.stringify(result).includes("c2lnbmF0dXJl"));
      }
      assertPassed(
        await preview(native({ value: token }, { "apim-gateway-token-rotation": "job" }), gateway),
        policy,
      );
      assertPassed(await preview(native({ attributes: { enabled: true } }), gateway), policy);
      const other = {
        ...native({ value: token }),
        props: { vaultName: "acme", secretName: "other", properties: { value: token } },
      };
      assertPassed(await preview(other, gateway), policy);
      for (const hostile of [7, null, [], "x"]) {
        const stored: Resource = {
          type: "azure-native:keyvault:Secret",
          name: "stored",
          props: { properties: hostile, vaultName: hostile, secretName: "token" },
        };
        assertPassed(await preview(stored, gateway), policy);
      }
    });

    test("a secret with a value of its own, or none, is a token that no one rotates", async () => {
      for (const entry of [
        { value: token },
        { value: unknown },
        { value: "[secret]" },
        {},
        { keyVaultUrl: null },
      ]) {
        assertOne(await preview(app(entry)), policy, "mandatory", unrotated);
      }
      const other = { name: "other", keyVaultUrl: vault };
      const dangling = containerApp({ env, secrets: [other] });
      assertOne(await preview(dangling), policy, "mandatory", unrotated);
    });

    test("secrets that are not known may be in a vault: one advisory line", async () => {
      const result = await preview(containerApp({ env, secrets: unknown }));
      assertOne(result, policy, "advisory", reports("preview", { path: "configuration.secrets" }));
    });

    test("the tag apim-gateway-token-rotation will do, an annotation's name will not", async () => {
      assertPassed(await preview(app({ value: token }, { "apim-gateway-token-rotation": "team-x" })), policy);
      const misnamed = app({ value: token }, { "apim-gateway/token-rotation": "team-x" });
      assertOne(await preview(misnamed), policy, "mandatory", unrotated);
    });

    test("a CronJob in some cluster of the stack will not do", async () => {
      assertOne(
        await preview(app({ value: token }), cronJob(["generateToken"])),
        policy,
        "mandatory",
        unrotated,
      );
    });
  });
});

describe("inputs and outputs", () => {
  const map = configMap("settings", { [auth]: token });
  const envFrom = [{ configMapRef: { name: "settings" } }];
  const gateway = deployment({ env: [], envFrom });

  test("outputs alone are checked, where Analyze was never called", async () => {
    const fresh = await startPack({ today: "2026-11-24" });
    try {
      assertOne(await fresh.analyzeStack([map, gateway]), policy, "mandatory", unrotated);
    } finally {
      await fresh.stop();
    }
  });

  test("inputs alone are checked, where the outputs are empty", async () => {
    assertOne(
      await preview({ ...map, outputs: {} }, { ...gateway, outputs: {} }),
      policy,
      "mandatory",
      unrotated,
    );
    const good = configMap("settings", { [auth]: "azureAdApp" }, {}, { outputs: {} });
    assertPassed(await preview(good, { ...gateway, outputs: {} }), policy);
  });

  test("outputs fill what the inputs do not know, inputs win where both do", async () => {
    const open = configMap(
      "settings",
      { [auth]: unknown },
      {},
      { outputs: { ...map.props, data: { [auth]: token } } },
    );
    assertOne(await preview(open, gateway), policy, "mandatory", unrotated);
    const changed = { ...map, outputs: { ...map.props, data: { [auth]: "workloadIdentity" } } };
    assertOne(await preview(changed, gateway), policy, "mandatory", unrotated);
  });

  test("what an earlier preview of the same process saw is forgotten", async () => {
    await preview(map, gateway);
    const result = await preview(gateway);
    assertOne(result, policy, "advisory", reports("unseen"));
    assertOne(await preview(withEnv({ name: auth, value: token })), policy, "mandatory", unrotated);
  });

  test("a stack without gateways is none of its business", async () => {
    assertNotApplicable(await preview(map), policy);
    assertNotApplicable(await preview(), policy);
    assertNotApplicable(
      await preview(deployment({ image: "nginx:1", env: [] }), cronJob(["generateToken"])),
      policy,
    );
  });
});

describe("hostile values", () => {
  const junk = ["text", 5, true, {}, [], [[]], [null], { a: { b: [] } }, null];

  for (const value of junk) {
    test(`variables that are ${JSON.stringify(value)} hold no method`, async () => {
      assertOne(await preview(deployment({ env: value })), policy, "mandatory", none);
      assertOne(await preview(deployment({ env: [], envFrom: value })), policy, "mandatory", none);
      assertOne(await preview(containerApp({ env: value, secrets: value })), policy, "mandatory", none);
    });

    test(`what is ${JSON.stringify(value)} beside a token proves no rotation`, async () => {
      const resources = [
        deployment({
          env: [fromSecret(auth, "gateway-token")],
          metadata: { labels: value, annotations: value },
        }),
        kubernetesSecret("gateway-token", { data: value, stringData: value }, { annotations: value }),
        secretWriter("ExternalSecret", {
          target: value,
          data: value,
          dataFrom: value,
          refreshInterval: value,
        }),
        secretWriter("SecretProviderClass", { secretObjects: value }),
        secretWriter("SealedSecret", { template: value, encryptedData: value }),
        cronJob(value, { pod: { volumes: value } }),
      ];
      assertOne(await preview(...resources), policy, "mandatory", unrotated);
    });
  }

  test("100,000 characters or 1,000 variables are checked in time", async () => {
    const long = "x".repeat(100_000);
    const result = await preview(withEnv({ name: auth, value: long }));
    assertOne(result, policy, "mandatory", unrecognized);
    assert.ok((linesOf(result, policy)[0] ?? "").length < 300);
    const many = Array.from({ length: 1_000 }, (_, index) => ({ name: `v${index}`, value: "x" }));
    assertOne(await preview(withEnv(...many, { name: auth, value: token })), policy, "mandatory", unrotated);
  });
});

describe("options", () => {
  const configured = async (options: Record<string, unknown>, ...resources: Resource[]) => {
    await pack.configure({ [policy]: options });
    try {
      return await preview(...resources);
    } finally {
      await pack.configure({});
    }
  };
  const rotated = deployment({
    env: [fromSecret(auth, "gateway-token")],
    metadata: { annotations: { "apim-gateway/token-rotation": "team-x" } },
  });

  test("requireEntraId makes a rotated token a violation, and leaves Entra ID alone", async () => {
    const asked = reports("token");
    assertOne(await configured({ requireEntraId: true }, rotated), policy, "mandatory", asked);
    assertPassed(await configured({ requireEntraId: true }, deployment()), policy);
    assertPassed(await configured({ requireEntraId: false }, rotated), policy);
  });

  test("if tokens are rejected, no message advises one", async () => {
    const bare = deployment({ env: [] });
    const keyed = deployment({ env: [{ name: auth, value: "key" }] });
    const odd = deployment({ env: [{ name: auth, value: "managedIdentity" }] });
    const chart = (values: object): Resource => ({
      type: "kubernetes:helm.sh/v3:Release",
      props: { chart: "azure-api-management-gateway", version: "1.16.1", values },
    });
    for (const options of [{ requireEntraId: true }, { acceptedRotation: [] }]) {
      const [option = ""] = Object.keys(options);
      for (const gateway of [bare, keyed, odd]) {
        const advice = reports("noEntra", { option, setting: "config.service.auth" });
        assertOne(await configured(options, gateway), policy, "mandatory", advice);
      }
      for (const values of [{}, { gateway: { auth: { key: "" } } }, { gateway: { auth: { token: "k" } } }]) {
        const advice = reports("chartNoEntra", { option });
        assertOne(await configured(options, chart(values)), policy, "mandatory", advice);
      }
      const types = reports("mistyped", { expected: "AzureAdApp, WorkloadIdentity" });
      const azureAd = chart({ gateway: { auth: { type: "azureAd" } } });
      assertOne(await configured(options, azureAd), policy, "mandatory", types);
      const app = chart({ gateway: { auth: { type: "AzureAdApp" } } });
      assertOne(await configured(options, app), policy, "mandatory", reports("chartNoAppSecret"));
      const open = await configured(options, deployment({ env: [{ name: auth, value: unknown }] }));
      assertOne(open, policy, "advisory", reports("preview"));
    }
  });

  test("acceptedRotation excludes what an organization doesn't trust, and the message lists the rest", async () => {
    const accepted = { acceptedRotation: ["external-secret", "key-vault"] };
    assertOne(await configured(accepted, rotated), policy, "mandatory", reports("unrotated"));
    const writer = secretWriter("ExternalSecret", {}, { name: "gateway-token" });
    assertRotated(await configured(accepted, rotated, writer));
    assertOne(
      await configured(
        { acceptedRotation: ["annotation"] },
        deployment({ env: [fromSecret(auth, "gateway-token")] }),
        writer,
      ),
      policy,
      "mandatory",
      unrotated,
    );
    assertPassed(await configured({ acceptedRotation: ["annotation"] }, rotated), policy);
  });

  const kinds: Record<string, Resource[]> = {
    annotation: [rotated],
    "cron-job": [cronJob(["gateway-token"])],
    "sealed-secret": [secretWriter("SealedSecret", {}, { name: "gateway-token" })],
    "secret-provider-class": [
      secretWriter("SecretProviderClass", { secretObjects: [{ secretName: "gateway-token" }] }),
    ],
  };
  for (const [kind, evidence] of Object.entries(kinds)) {
    test(`acceptedRotation ${kind} accepts just that`, async () => {
      const gateway = kind === "annotation" ? [] : [deployment({ env: [fromSecret(auth, "gateway-token")] })];
      const resources = [...gateway, ...evidence];
      assertRotated(await configured({ acceptedRotation: [kind] }, ...resources));
      const others = [...Object.keys(kinds), "external-secret", "key-vault"].filter(
        (other) => other !== kind,
      );
      assertOne(await configured({ acceptedRotation: others }, ...resources), policy, "mandatory", unrotated);
    });
  }

  test("what a host has no way to is not advised there", async () => {
    const app = containerApp({ env: [{ name: auth, value: token }] });
    const vault = { acceptedRotation: ["key-vault", "cron-job"] };
    assertOne(await configured(vault, app), policy, "mandatory", reports("unrotated"));
    assertOne(
      await configured({ acceptedRotation: ["key-vault"] }, rotated),
      policy,
      "mandatory",
      reports("noneAccepted"),
    );
  });

  test("acceptedRotation of nothing at all makes every token a violation", async () => {
    assertOne(
      await configured({ acceptedRotation: [] }, rotated),
      policy,
      "mandatory",
      reports("noneAccepted"),
    );
  });
});

describe("a new token reaches pods that restart", () => {
  const gateway = (parts: Workload = {}) =>
    deployment({ env: [fromSecret(auth, "gateway-token")], ...parts });
  const store = secretWriter("ExternalSecret", { target: { name: "gateway-token" } });
  const vault = (spec: object): Resource => ({
    type: "kubernetes:secrets.hashicorp.com/v1beta1:VaultStaticSecret",
    props: {
      metadata: { name: "writer", namespace: "apim" },
      spec: { destination: { name: "gateway-token" }, ...spec },
    },
  });
  const item = (restart: unknown): Resource => ({
    type: "kubernetes:onepassword.com/v1:OnePasswordItem",
    props: {
      metadata: {
        name: "gateway-token",
        namespace: "apim",
        annotations: { "operator.1password.io/auto-restart": restart },
      },
      spec: { itemPath: "vaults/a/items/b" },
    },
  });
  const annotated = (name: string, value: unknown = "true") =>
    gateway({ metadata: { annotations: { [name]: value } } });
  const restart = (args: unknown, more: Parameters<typeof cronJob>[1] = {}) =>
    cronJob(args, { ...more, metadata: { name: "restart", ...more.metadata } });
  const rotate = cronJob(["kubectl create secret generic gateway-token"]);

  const restarted: [what: string, resources: Resource[]][] = [
    ["Reloader's annotation", [annotated("reloader.stakater.com/auto"), store]],
    ["Reloader's annotation for Secrets", [annotated("secret.reloader.stakater.com/auto"), store]],
    ["Reloader with a name", [annotated("secret.reloader.stakater.com/reload", "gateway-token"), store]],
    [
      "Reloader's annotation on the pods",
      [gateway({ podMetadata: { annotations: { "reloader.stakater.com/auto": "true" } } }), store],
    ],
    ["1Password's annotation", [annotated("operator.1password.io/auto-restart"), store]],
    [
      "Reloader's annotation for the secrets store",
      [annotated("secretproviderclass.reloader.stakater.com/auto"), store],
    ],
    ["1Password's annotation on its item", [gateway(), item("true")]],
    ["1Password's annotation that is unknown", [gateway(), item(unknown)]],
    ["annotations that are unknown", [gateway({ metadata: { annotations: unknown } }), store]],
    ["an annotation that is unknown", [annotated("reloader.stakater.com/auto", unknown), store]],
    [
      "a job that rotates and restarts",
      [gateway(), cronJob(["create secret gateway-token; kubectl rollout restart deploy/gw"])],
    ],
    [
      "another job that restarts",
      [gateway(), store, restart(["kubectl", "rollout", "restart", "deploy/gw"])],
    ],
    [
      "a job of another namespace that names this one",
      [gateway(), store, restart(["rollout restart -n apim"], { metadata: { namespace: "jobs" } })],
    ],
    ["a job that is not known", [gateway(), store, restart(unknown)]],
    [
      "what Vault's operator restarts",
      [gateway(), vault({ rolloutRestartTargets: [{ kind: "Deployment", name: "gateway" }] })],
    ],
    ["what it restarts is unknown", [gateway(), vault({ rolloutRestartTargets: unknown })]],
    [
      "somebody who says that the token is rotated",
      [gateway({ metadata: { annotations: { "apim-gateway/token-rotation": "team-x" } } }), store],
    ],
  ];
  for (const [what, resources] of restarted)
    test(`${what}: nothing`, async () => assertPassed(await preview(...resources), policy));

  const kept: [what: string, resources: Resource[]][] = [
    ["an ExternalSecret alone", [gateway(), store]],
    ["a CronJob alone", [gateway(), rotate]],
    ["1Password's item that restarts nothing", [gateway(), item("false")]],
    ["Vault's operator without targets", [gateway(), vault({ rolloutRestartTargets: [] })]],
    ["Reloader turned off", [annotated("reloader.stakater.com/auto", "false"), store]],
    ["Reloader for ConfigMaps", [annotated("configmap.reloader.stakater.com/auto"), store]],
    [
      "a job that is suspended",
      [gateway(), store, restart(["rollout restart"], { spec: { suspend: true } })],
    ],
    [
      "a job of another namespace",
      [gateway(), store, restart(["rollout restart"], { metadata: { namespace: "jobs" } })],
    ],
    [
      "wrong types",
      [gateway({ metadata: { annotations: [7] } }), store, vault({ rolloutRestartTargets: 7 })],
    ],
  ];
  for (const [what, resources] of kept)
    test(`${what}: a note`, async () => {
      assertOne(await preview(...resources), policy, "advisory", reports("notRestarted"));
    });

  test("a Container App is restarted by Azure", async () => {
    const secrets = [{ name: "token", keyVaultUrl: "https://contoso.vault.azure.net/secrets/token" }];
    const app = containerApp({ env: [{ name: auth, secretRef: "token" }], secrets });
    assertPassed(await preview(app), policy);
  });
});

describe("a program that runs on a schedule", () => {
  const gateway = deployment({ env: [fromSecret(auth, "gateway-token")] });
  const written = kubernetesSecret("gateway-token", { stringData: { value: unknown } });
  const schedule = (props: object): Resource => ({
    type: "pulumiservice:index:DeploymentSchedule",
    props: {
      organization: "contoso",
      project: "test",
      stack: "dev",
      pulumiOperation: "update",
      scheduleCron: "0 3 * * 0",
      ...props,
    },
  });

  test("makes the token that it writes anew", async () => {
    assertPassed(await preview(gateway, written, schedule({})), policy);
    assertOne(
      await preview(gateway, written, schedule({ stack: unknown })),
      policy,
      "advisory",
      reports("previewOf", { path: "stack" }),
    );
  });

  const others: [what: string, resources: Resource[]][] = [
    ["a token that somebody else writes", [gateway, schedule({})]],
    ["another stack", [gateway, written, schedule({ stack: "prod" })]],
    ["another project", [gateway, written, schedule({ project: "shop" })]],
    ["no update", [gateway, written, schedule({ pulumiOperation: "refresh" })]],
    [
      "a single run",
      [gateway, written, schedule({ scheduleCron: undefined, timestamp: "2026-12-01T00:00:00Z" })],
    ],
    ["wrong types", [gateway, written, schedule({ stack: 7, scheduleCron: [], pulumiOperation: {} })]],
  ];
  for (const [what, resources] of others)
    test(`${what} isn't evidence`, async () =>
      assertOne(await preview(...resources), policy, "mandatory", reports("unrotated")));
});

test("two gateways of one stack are checked each, and found at their own resource", async () => {
  const bad = deployment({ env: [], image: `${image}:2.13.2` }, { name: "bad" });
  const result = await preview(deployment({}, { name: "good" }), bad);
  assert.deepEqual(
    findingsOf(result, policy).map(({ urn }) => urn),
    [urnOf(bad)],
  );
});

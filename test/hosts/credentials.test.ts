import assert from "node:assert/strict";
import { test } from "node:test";
import { fileAsset, type Resource, stringAsset, unknown } from "../../testkit/pack";
import { bareToken, token } from "../../testkit/samples/credentials";

const chart = "azure-api-management-gateway";
const live = token("202612100000");
const uri = "contoso.configuration.azure-api.net";
const image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";

const values = (key: unknown) => ({ gateway: { configuration: { uri }, auth: { key } } });
const yaml = `gateway:\n  configuration:\n    uri: ${uri}\n  auth:\n    key: "${live}"\n`;
const helm = (props: object): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart, version: "1.15.1", name: "r", ...props },
});
const argo = (settings: object): Resource => ({
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  props: {
    metadata: { name: "a", namespace: "argocd" },
    spec: {
      destination: { namespace: "apim" },
      source: { chart, repoURL: "https://charts.example", targetRevision: "1.15.1", helm: settings },
    },
  },
});
const flux = (key: unknown): Resource => ({
  type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
  props: {
    metadata: { name: "f", namespace: "apim" },
    spec: { chart: { spec: { chart, version: "1.15.1" } }, values: values(key) },
  },
});
const arc = (settings: object): Resource => ({
  type: "azure-native:kubernetesconfiguration:Extension",
  props: { extensionType: "Microsoft.ApiManagement.Gateway", ...settings },
});
const group = (type: string, settings: object): Resource => ({
  type,
  props: { containers: [{ image, ...settings }] },
});
const native = "azure-native:containerinstance:ContainerGroup";
const classic = "azure:containerservice/group:Group";

/** The kind of store, the resource, and the findings about its credential, as `<policy> <level>`. */
const cases: [string, Resource, string[]][] = [
  [
    "values of a Helm release end in a Secret: advice",
    helm({ values: values(live) }),
    ["protected advisory"],
  ],
  [
    "a Helm release's unknown token is advice, once",
    helm({ values: values(unknown) }),
    ["protected advisory"],
  ],
  [
    "a Secret that exists already is the right place",
    helm({
      values: {
        gateway: { configuration: { uri } },
        secret: { createSecret: false, existingSecretName: "x" },
      },
    }),
    [],
  ],
  [
    "a client secret among a Helm release's values is advice",
    helm({
      values: {
        gateway: { configuration: { uri }, auth: { type: "AzureAdApp", azureAd: { app: { secret: "s" } } } },
      },
    }),
    ["protected advisory"],
  ],
  [
    "raw settings of the chart end in a ConfigMap, not in a Secret",
    helm({
      values: {
        gateway: {
          configuration: { uri, additional: { "config.service.auth.key": live } },
          auth: { type: "WorkloadIdentity" },
        },
      },
    }),
    ["protected mandatory"],
  ],
  [
    "a token in a readable values file counts",
    helm({ valueYamlFiles: [stringAsset(yaml)] }),
    ["protected advisory"],
  ],
  [
    "a values file that cannot be read is said to be unread",
    helm({ valueYamlFiles: [fileAsset("values.yaml")] }),
    ["protected advisory"],
  ],
  ["Argo CD keeps values in plain", argo({ valuesObject: values(live) }), ["protected mandatory"]],
  ["Argo CD keeps values in plain, as text too", argo({ values: yaml }), ["protected mandatory"]],
  [
    "Argo CD keeps parameters in plain",
    argo({ parameters: [{ name: "gateway.auth.key", value: live }] }),
    ["protected mandatory"],
  ],
  [
    "the key decides where the value is unknown",
    argo({ parameters: [{ name: "gateway.auth.key", value: unknown }] }),
    ["protected mandatory"],
  ],
  [
    "a placeholder that a plugin fills in is no literal",
    argo({ valuesObject: values("<path:kv#token>") }),
    [],
  ],
  [
    "Flux keeps values in plain; and a token needs its prefix",
    flux(bareToken("202612100000")),
    ["protected mandatory", "valid mandatory"],
  ],
  [
    "Arc's plain settings are no place for a token",
    arc({ configurationSettings: { "gateway.auth.token": live } }),
    ["protected mandatory"],
  ],
  [
    "Arc's protected settings are, but the token must be alive",
    arc({ configurationProtectedSettings: { "gateway.auth.token": token("202001010000") } }),
    ["valid mandatory"],
  ],
  [
    "a container group's plain value is no place for a token",
    group(native, { environmentVariables: [{ name: "config.service.auth", value: live }] }),
    ["protected mandatory"],
  ],
  [
    "a container group's secure value is, but the token needs its prefix",
    group(native, {
      environmentVariables: [{ name: "config.service.auth", secureValue: bareToken("202612100000") }],
    }),
    ["valid mandatory"],
  ],
  [
    "the classic container group likewise",
    group(classic, {
      environmentVariables: { "config.service.auth": live },
      secureEnvironmentVariables: { other: live },
    }),
    ["protected mandatory"],
  ],
  [
    "a Docker container's envs are plain",
    { type: "docker:index/container:Container", props: { image, envs: [`config.service.auth=${live}`] } },
    ["protected advisory"],
  ],
];

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

for (const [title, resource, expected] of cases) {
  test(title, async () => {
    const { diagnostics } = await pack.analyze(resource);
    const found = diagnostics.flatMap(({ policy, level, message }) => {
      assert.ok(!message.includes(live), "the token must not be printed");
      const [, name] = /^gateway-token-(.*)$/.exec(policy) ?? [];
      return name ? [`${name} ${level}`] : [];
    });
    assert.deepEqual(found, expected);
  });
}

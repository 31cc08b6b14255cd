import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nearestName } from "../../analysis/settings/nearest";
import { advisory, assertMessage, type Expected } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { token } from "../../testkit/samples/credentials";
import { linesOf } from "../../testkit/samples/findings";
import { configMap, deployment, goodEnv, kubernetesSecret } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-known-settings";
const pack = usePack({ only: [policy] });

async function expect(stack: readonly Resource[], ...expected: Expected[]): Promise<void> {
  const lines = linesOf(await pack.preview(stack), policy);
  assert.equal(lines.length, expected.length, JSON.stringify(lines));
  expected.forEach((each, index) => void assertMessage(lines[index], each));
}

const withEnv = (settings: Record<string, unknown>, image?: string) =>
  deployment({
    env: [...goodEnv, ...Object.entries(settings).map(([name, value]) => ({ name, value }))],
    ...(image && { image: `mcr.microsoft.com/azure-api-management/gateway:${image}` }),
  });

const near = (setting: string, nearest: string) => advisory("setting-near", { setting, nearest });

describe("a setting of a container", () => {
  const cases: [string, Record<string, unknown>, Expected?][] = [
    ["documented", { "telemetry.logs.std.level": "warn", "net.client.http.backend": "DotNetty" }],
    ["set by the chart and the portal", { "runtime.deployment.artifact.source": "Azure Portal" }],
    ["that arrives from the configuration endpoint", { "config.mode": "x" }],
    ["of no known prefix", { "spring.profiles.active": "x", HTTP_PROXY: "http://proxy", "my.config": "1" }],
    ["of the managed service", { "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.X": "1" }],
    [
      "that does not exist",
      { "config.service.syncInterval": "30" },
      advisory("setting", {
        setting: "config.service.syncInterval",
        place: "spec.template.spec.containers[0].env[2].value",
      }),
    ],
    ["that a best-practice page invented", { "net.server.tls.certificate.path": "/x" }, advisory("setting")],
    ["misspelled", { "telemetry.log.std": "json" }, near("telemetry.log.std", "telemetry.logs.std")],
    ["in British English", { "neighbourhood.host": "gw" }, near("neighbourhood.host", "neighborhood.host")],
    [
      "in the wrong case",
      { "config.service.auth.azureAD.clientID": "x" },
      near("config.service.auth.azureAD.clientID", "config.service.auth.azureAd.clientId"),
    ],
    [
      "with a part left out",
      { "config.service.auth.tenantId": "x" },
      near("config.service.auth.tenantId", "config.service.auth.azureAd.tenantId"),
    ],
    [
      "under the chart's name for it",
      { "observability.azureMonitor.metrics.enabled": "true" },
      near("observability.azureMonitor.metrics.enabled", "telemetry.metrics.cloud"),
    ],
    [
      "with a value that is not documented",
      { "telemetry.metrics.cloud": "AWS" },
      advisory("value", { setting: "telemetry.metrics.cloud", value: "AWS", values: ["true", "false"] }),
    ],
    ["in other capitals", { "telemetry.logs.local": "JSON", "telemetry.logs.std.color": "False" }],
    [
      "that Azure Support doesn't cover",
      { "k8s.ingress.enabled": "true" },
      advisory("unsupported", { setting: "k8s.ingress.enabled" }),
    ],
    ["that it covers", { "k8s.ingress.enabled": "false", "k8s.ingress.namespace": "apim" }],
    ["of which it is unknown", { "k8s.ingress.enabled": unknown }, advisory("preview")],
    ["that refers to another", { "telemetry.logs.std": "$(FORMAT)" }],
    ["without a value", { "telemetry.logs.std": "" }],
    [
      "with a value of another type",
      { "telemetry.logs.std": { a: 1 }, "config.x.y": undefined },
      advisory("setting"),
    ],
    ["with an unknown value", { "telemetry.logs.std": unknown }, advisory("preview")],
    ["with an encrypted value", { "telemetry.logs.std": "[secret]" }, advisory("encrypted")],
    ["whose unknown value does not matter", { "gateway.name": unknown, "neighborhood.host": "[secret]" }],
  ];
  for (const [title, settings, ...expected] of cases)
    test(title, () => expect([withEnv(settings)], ...expected.filter((one) => one !== undefined)));
});

test("a value that may be a secret is not shown", async () => {
  for (const value of ["a value with blanks", "x".repeat(21), token()]) {
    const lines = linesOf(await pack.preview([withEnv({ "telemetry.logs.std": value })]), policy);
    assert.equal(lines.length, 1);
    assertMessage(lines[0], advisory("hidden-value", { setting: "telemetry.logs.std" }));
    assert.ok(!lines[0]?.includes(value));
  }
});

test("a name that is a credential is not shown", async () => {
  const release = chart({ [token()]: "x" }, "1.15.1");
  const [line = "", ...more] = linesOf(await pack.preview([release]), policy);
  assertMessage(line, advisory("chart"));
  assert.ok(!line.includes("GatewayKey"), line);
  assert.deepEqual(more, []);
});

test("a setting that is newer than the image", async () => {
  const backend = { "net.client.http.backend": "DotNetty" };
  await expect([withEnv(backend, "2.13.0")]);
  await expect([withEnv(backend, "v2")]);
  await expect(
    [withEnv(backend, "2.12.3")],
    advisory("too-new", { setting: "net.client.http.backend", since: "2.13.0", version: "2.12.3" }),
  );
});

describe("ConfigMaps and Secrets", () => {
  const settings = { "config.service.endpoint": "contoso.configuration.azure-api.net" };
  const from = (name: string) => deployment({ envFrom: [{ configMapRef: { name } }] });

  test("one with the gateway's settings is checked once, by itself", async () => {
    const map = configMap("env", { ...settings, "config.service.backupEnabled": "true" });
    await expect([map, from("env")], advisory("setting", { setting: "config.service.backupEnabled" }));
  });

  test("one that only a gateway's reference identifies is checked there", async () => {
    const map = configMap("logs", { "telemetry.logs.std.format": "json", "telemetry.metrics.cloud": "AWS" });
    await expect(
      [map, from("logs")],
      advisory("setting", { setting: "telemetry.logs.std.format", place: "ConfigMap logs" }),
      advisory("value", { setting: "telemetry.metrics.cloud", value: "AWS" }),
    );
    await expect([map]);
  });

  test("the image decides on what comes from one", async () => {
    const map = configMap("env", { ...settings, "net.client.http.backend": "DotNetty" });
    const image = "mcr.microsoft.com/azure-api-management/gateway:2.12.3";
    await expect(
      [map, deployment({ image, envFrom: [{ configMapRef: { name: "env" } }] })],
      advisory("too-new"),
    );
  });

  test("values in a Secret are not shown", async () => {
    const secret = kubernetesSecret("env", { stringData: { ...settings, "telemetry.metrics.cloud": "AWS" } });
    await expect([secret], advisory("hidden-value", { setting: "telemetry.metrics.cloud" }));
  });

  test("one outside the stack is not checked", async () => {
    await expect([deployment({ envFrom: [{ configMapRef: { name: "env" } }] })]);
  });
});

function chart(values: unknown, version: unknown): Resource {
  const props = { chart: "azure-api-management-gateway", name: "gw", version, values };
  return { type: "kubernetes:helm.sh/v3:Release", props };
}

describe("values of the official chart", () => {
  const cases: [string, unknown, Expected[], unknown?][] = [
    ["read", { replicaCount: 3, gateway: { name: "gw", configuration: { additional: {} } } }, []],
    [
      "free maps, Helm's own and what a pull request adds",
      {
        resources: { requests: { cpu: "2" } },
        tolerations: [{ key: "a" }],
        global: { a: 1 },
        service: { externalTrafficPolicy: "Local" },
      },
      [],
    ],
    ["set to nothing", { autoscaling: null, gateway: null }, []],
    [
      "that nothing reads, once for all below",
      { autoscaling: { enabled: true, minReplicas: 3 } },
      [advisory("chart", { setting: "autoscaling", place: "values.autoscaling", version: "1.15.1" })],
    ],
    [
      "misspelled",
      { image: { tags: "2.13.2" } },
      [advisory("chart-near", { setting: "image.tags", nearest: "image.tag" })],
    ],
    [
      "misspelled above",
      { observabilty: { logs: {} } },
      [advisory("chart-near", { nearest: "observability" })],
    ],
    [
      "renamed since",
      { gateway: { authKey: "x" } },
      [advisory("chart-near", { nearest: "gateway.auth.key" })],
    ],
    [
      "under the setting's name",
      { telemetry: { metrics: { cloud: "true" } } },
      [
        advisory("chart-near", {
          setting: "telemetry.metrics.cloud",
          nearest: "observability.azureMonitor.metrics.enabled",
        }),
      ],
    ],
    [
      "under Microsoft's own wrong command",
      { config: { service: { auth: { azureAd: { clientSecret: "x" } } } } },
      [advisory("chart-near", { nearest: "gateway.auth.azureAd.app.secret" })],
    ],
    [
      "a setting without a value of its own",
      { certificates: { local: { ca: { enabled: true } } } },
      [advisory("chart-near", { nearest: "gateway.configuration.additional" })],
    ],
    [
      "only NOTES.txt reads",
      { ingress: { enabled: true } },
      [advisory("chart", { setting: "ingress.enabled" })],
    ],
    [
      "that enables what Azure Support doesn't cover",
      { ingress: { controller: { enabled: true } } },
      [advisory("unsupported", { setting: "ingress.controller.enabled" })],
    ],
    [
      "under the container's name for it",
      { k8s: { ingress: { enabled: true } } },
      [advisory("chart-near", { setting: "k8s.ingress.enabled", nearest: "ingress.controller.enabled" })],
    ],
    [
      "that keeps Helm from rendering, which another policy reports",
      { gateway: { auth: { token: "k" } } },
      [],
    ],
    ["which an older chart reads", { ingress: { enabled: true } }, [], "1.7.3"],
    [
      "newer than the chart",
      { serviceAccount: { create: true } },
      [advisory("chart", { setting: "serviceAccount", version: "1.14.1" })],
      "1.14.1",
    ],
    [
      "of a chart whose templates are not known",
      { autoscaling: { enabled: true }, ingress: { enabled: true } },
      [],
      "1.16.1",
    ],
    [
      "misspelled, for any chart",
      { replicaCounts: 3 },
      [advisory("chart-near", { nearest: "replicaCount" })],
      "1.17.0",
    ],
    ["misspelled, of no known version", { replicaCounts: 3 }, [advisory("chart-near")], unknown],
    [
      "with an undocumented value",
      { service: { type: "Loadbalancr" } },
      [advisory("value", { setting: "service.type", value: "Loadbalancr" })],
    ],
    [
      "that the chart makes a setting of",
      { observability: { logs: { std: { level: "verbose" } } } },
      [advisory("value", { value: "verbose" })],
    ],
    [
      "additional settings",
      { gateway: { configuration: { additional: { "config.service.syncIntervall": "1" } } } },
      [advisory("setting", { setting: "config.service.syncIntervall" })],
    ],
    ["unknown as a whole", unknown, [advisory("preview")]],
    ["encrypted as a whole", "[secret]", [advisory("encrypted")]],
    ["of another type", [1, { a: 2 }], []],
  ];
  for (const [title, values, expected, version = "1.15.1"] of cases)
    test(title, () => expect([chart(values, version)], ...expected));

  test("another chart, or one in a folder that may be another chart", async () => {
    for (const name of ["nginx", "./charts/mine"]) {
      const { type, props } = chart(
        { autoscaling: { enabled: true }, gateway: { configuration: { uri: "a" } } },
        "1.15.1",
      );
      await expect([{ type, props: { ...props, chart: name } }]);
    }
  });

  test("a stronger layer decides", async () => {
    const source = (parameters: object[]) => ({
      type: "kubernetes:argoproj.io/v1alpha1:Application",
      props: {
        metadata: { name: "gw", namespace: "argocd" },
        spec: {
          source: {
            chart: "azure-api-management-gateway",
            repoURL: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/",
            targetRevision: "1.15.1",
            helm: { values: "service: { type: Loadbalancr }", parameters },
          },
        },
      },
    });
    await expect([source([])], advisory("value", { value: "Loadbalancr" }));
    await expect([source([{ name: "service.type", value: "NodePort" }])]);
    await expect([
      source([
        { name: "service.type", value: "NodePort" },
        { name: "tolerations[0].key", value: "a" },
      ]),
    ]);
  });
});

describe("settings of the Arc extension", () => {
  const extension = (settings: unknown, secrets: unknown = {}): Resource => ({
    type: "azure-native:kubernetesconfiguration:Extension",
    props: {
      extensionType: "Microsoft.ApiManagement.Gateway",
      configurationSettings: settings,
      configurationProtectedSettings: secrets,
    },
  });
  const cases: [string, unknown, Expected[]][] = [
    [
      "documented",
      { "service.type": "LoadBalancer", "resources.requests.cpu": "2", "tolerations[0].key": "a" },
      [],
    ],
    [
      "experimental",
      { "ingress.enabled": "true" },
      [advisory("unsupported", { setting: "ingress.enabled" })],
    ],
    [
      "not documented",
      { "serviceAccount.create": "true" },
      [advisory("extension", { setting: "serviceAccount.create", place: "configurationSettings" })],
    ],
    [
      "under the chart's name",
      { "observability.logs.std.format": "json" },
      [advisory("extension-near", { nearest: "telemetry.logs.std" })],
    ],
    [
      "under the gateway's name",
      { "config.service.endpoint": "a" },
      [advisory("extension-near", { nearest: "gateway.configuration.uri" })],
    ],
    ["with an undocumented value", { "telemetry.logs.std": "xml" }, [advisory("value", { value: "xml" })]],
    ["unknown", unknown, [advisory("preview")]],
    ["of another type", "text", []],
  ];
  for (const [title, settings, expected] of cases)
    test(title, () => expect([extension(settings)], ...expected));

  test("the chart's name for the token, among the protected ones", async () => {
    const { type, props } = extension({}, { "gateway.auth.key": "x" });
    await expect([{ type, props }], advisory("extension-near", { nearest: "gateway.auth.token" }));
  });
});

test("what is allowed is not reported", async () => {
  await pack.configure({ [policy]: { allow: ["config.service.SYNC*", "autoscaling"] } });
  await expect([withEnv({ "config.service.syncInterval": "30" }), chart({ autoscaling: {} }, "1.15.1")]);
  await expect([withEnv({ "config.service.backupEnabled": "30" })], advisory("setting"));
  await pack.configure({});
});

test("the nearest name", () => {
  const known = ["image.tag", "image.repository", "a.b.c.d"];
  assert.equal(nearestName("IMAGE.TAG", known), "image.tag");
  assert.equal(nearestName("image.tga", known), "image.tag");
  assert.equal(nearestName("image.registry", known), undefined);
  assert.equal(nearestName("a.b.d", known), "a.b.c.d");
  assert.equal(nearestName("x".repeat(100_000), known), undefined);
  assert.equal(nearestName("", known), undefined);
});

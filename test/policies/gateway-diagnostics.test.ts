import { test } from "node:test";
import { advisory, type Expected, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertPassed, assertReported } from "../../testkit/samples/findings";
import { app, gateway, hostile } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-diagnostics";
const pack = usePack({ only: [policy] });

const off = {
  "telemetry.logs.std": "none",
  "telemetry.logs.local": "none",
  "telemetry.metrics.cloud": "false",
};
const otel = "observability.opentelemetry";
const statsd = "telemetry.metrics.local";
const silent = reports("silent");
const insights = "logs.applicationinsights.endpoint";
const cloud = (suffix: string) => ({
  "config.service.endpoint": `contoso.configuration.azure-api.${suffix}`,
});
const with_ = (env: Record<string, unknown>) => [gateway({ env })];

/** A gateway whose variables come from a ConfigMap as well. */
function fromMap(env: Record<string, unknown>, data?: object): Resource[] {
  const subject = gateway({ env });
  const props = JSON.parse(JSON.stringify(subject.props));
  props.spec.template.spec.containers[0].envFrom = [{ configMapRef: { name: "settings" } }];
  const map = {
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: "settings", namespace: "apim" }, data },
  };
  return data ? [{ ...subject, props }, map] : [{ ...subject, props }];
}

const vaulted = [
  { name: `${otel}.enabled`, value: "true" },
  { name: `${otel}.collector.uri`, secretRef: "uri" },
];

const cases: [title: string, stack: Resource[], ...finds: Expected[]][] = [
  ["the defaults tell enough", with_({})],
  ["everything off", with_(off), silent],
  ["everything off on a Container App", [app({ env: off })], reports("silent", { host: "Container App" })],
  [
    "capitals do not matter",
    with_({ ...off, "telemetry.metrics.cloud": "False", "telemetry.logs.std": "None" }),
    silent,
  ],
  ["logs on standard output left", with_({ ...off, "telemetry.logs.std": "json" })],
  ["local logs left", with_({ ...off, "telemetry.logs.local": undefined })],
  ["metrics in the cloud left", with_({ ...off, "telemetry.metrics.cloud": "true" })],
  ["StatsD left", with_({ ...off, [statsd]: "statsd", [`${statsd}.statsd.endpoint`]: "statsd:8125" })],
  [
    "OpenTelemetry left",
    with_({ ...off, [`${otel}.enabled`]: "true", [`${otel}.collector.uri`]: "http://otel:4317" }),
  ],
  [
    "OpenTelemetry without a collector",
    with_({ [`${otel}.enabled`]: "true" }),
    reports("nowhere", {
      what: "OpenTelemetry",
      setting: "observability.opentelemetry.enabled",
      endpoint: "observability.opentelemetry.collector.uri",
    }),
  ],
  [
    "an empty collector",
    with_({ [`${otel}.enabled`]: "true", [`${otel}.collector.uri`]: "" }),
    reports("nowhere", { what: "OpenTelemetry" }),
  ],
  [
    "a collector in a Key Vault",
    [
      app({
        container: { env: vaulted },
        more: { configuration: { secrets: [{ name: "uri", keyVaultUrl: "x" }] } },
      }),
    ],
  ],
  ["OpenTelemetry off needs none", with_({ [`${otel}.enabled`]: "false" })],
  [
    "StatsD without an endpoint",
    with_({ [statsd]: "statsd" }),
    reports("nowhere", { what: "StatsD", endpoint: "telemetry.metrics.local.statsd.endpoint" }),
  ],
  ["an unknown endpoint is there", with_({ [statsd]: "statsd", [`${statsd}.statsd.endpoint`]: unknown })],
  [
    "an unknown switch without an endpoint is said once",
    with_({ [`${otel}.enabled`]: unknown }),
    reports("preview", { path: "spec.template.spec.containers[0].env[4].value" }),
  ],
  [
    "the last unknown way decides",
    with_({ ...off, "telemetry.logs.std": unknown }),
    reports("preview", { path: "spec.template.spec.containers[0].env[4].value" }),
  ],
  [
    "the endpoint in a ConfigMap of the stack",
    fromMap({ [statsd]: "statsd" }, { [`${statsd}.statsd.endpoint`]: "statsd:8125" }),
  ],
  [
    "a ConfigMap outside of the stack may hold it",
    fromMap({ [statsd]: "statsd" }),
    advisory("unseen", { what: "StatsD" }),
  ],
  [
    "Application Insights of the public cloud, by default, for a service in another",
    with_(cloud("us")),
    advisory("insights", { expected: "https://dc.applicationinsights.us/v2/track" }),
  ],
  [
    "Application Insights of another cloud",
    with_({ ...cloud("cn"), [insights]: "https://dc.applicationinsights.us/v2/track" }),
    advisory("insights", { expected: "https://dc.applicationinsights.azure.cn/v2/track" }),
  ],
  [
    "Application Insights of its own cloud",
    with_({ ...cloud("cn"), [insights]: "https://dc.applicationinsights.azure.cn/v2/track" }),
  ],
  ["an address of the user's own", with_({ ...cloud("us"), [insights]: "https://insights.contoso.example" })],
  [
    "an address that is not known",
    with_({ ...cloud("us"), [insights]: unknown }),
    reports("preview", { path: "spec.template.spec.containers[0].env[4].value" }),
  ],
  [
    "settings that are unknown are said once",
    [gateway({ container: { env: unknown } })],
    reports("preview", { path: "spec.template.spec.containers[0].env" }),
  ],
  [
    "a Patch need not hold everything",
    [gateway({ env: { [statsd]: "statsd" } }, { type: "kubernetes:apps/v1:DeploymentPatch" })],
  ],
];

for (const [title, stack, ...finds] of cases) {
  test(title, async () => {
    const result = await pack.preview(stack);
    if (finds.length > 0) assertReported(result, policy, ...finds);
    else assertPassed(result, policy);
  });
}

test("wrong types break nothing", async () => {
  for (const value of hostile)
    await pack.analyzeStack(with_({ [statsd]: value, [`${otel}.enabled`]: value }));
});

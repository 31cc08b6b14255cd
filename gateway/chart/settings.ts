import { settingName } from "../model/setting-names";
import type { SettingSource } from "../model/settings";
import { auth, copiedForApp, unknownAuthType } from "./auth";
import { type Copy, copy, literal } from "./copy";
import { type Installation, objectNamed } from "./installation";
import type { ChartValues } from "./values";

/**
 * Settings that the chart copies from its values.
 * Source: templates/configmap.yaml, templates/deployment.yaml and values.yaml of the chart.
 */
const copied: readonly Copy[] = [
  [settingName.endpoint, "gateway.configuration.uri"],
  [settingName.gatewayName, "gateway.name"],
  ["telemetry.metrics.cloud", "observability.azureMonitor.metrics.enabled", true],
  ["telemetry.logs.std", "observability.logs.std.format", "text"],
  ["telemetry.logs.std.level", "observability.logs.std.level", "info"],
  ["telemetry.logs.std.color", "observability.logs.std.useColor", true],
  ["telemetry.logs.local", "observability.logs.local.type", "auto"],
  ["telemetry.logs.local.localsyslog.endpoint", "observability.logs.local.localsyslog.endpoint"],
  ["telemetry.logs.local.localsyslog.facility", "observability.logs.local.localsyslog.facility"],
  ["telemetry.logs.local.rfc5424.endpoint", "observability.logs.local.rfc5424.endpoint"],
  ["telemetry.logs.local.rfc5424.facility", "observability.logs.local.rfc5424.facility"],
  ["telemetry.logs.local.journal.endpoint", "observability.logs.local.journal.endpoint"],
  ["telemetry.logs.local.json.endpoint", "observability.logs.local.json.endpoint", "127.0.0.1:8888"],
  ["observability.opentelemetry.enabled", "observability.opentelemetry.enabled", false],
  ["observability.opentelemetry.collector.uri", "observability.opentelemetry.collector.uri"],
  ["observability.opentelemetry.histogram.buckets", "observability.opentelemetry.histogram.buckets"],
  [
    "observability.opentelemetry.system-metrics.enabled",
    "observability.opentelemetry.systemMetrics.enabled",
    false,
  ],
  ["net.server.tls.ciphers.allowed-suites", "security.tls.server.ciphers.allowedSuites"],
  ["net.client.tls.ciphers.allowed-suites", "security.tls.client.ciphers.allowedSuites"],
  ["HTTP_PROXY", "gateway.deployment.network.proxy.http"],
  ["HTTPS_PROXY", "gateway.deployment.network.proxy.https"],
  ["NO_PROXY", "gateway.deployment.network.proxy.bypass"],
];

/** Copied only if StatsD is enabled. */
const statsD: readonly Copy[] = [
  ["telemetry.metrics.local.statsd.endpoint", "observability.statsD.endpoint"],
  ["telemetry.metrics.local.statsd.sampling", "observability.statsD.sampling", "1"],
  ["telemetry.metrics.local.statsd.tag-format", "observability.statsD.tagFormat", "dogStatsD"],
];

/** The values that users set for the gateway's settings. */
export const chartSettingNames: ReadonlyMap<string, string> = new Map([
  ...[...copied, ...statsD, ...copiedForApp].map(([setting, value]): [string, string] => [setting, value]),
  ["telemetry.metrics.local", "observability.statsD.enabled"],
]);

/** What the chart sets in the gateway's environment. */
export function chartSettings(installation: Installation): SettingSource[] {
  const { values } = installation;
  return [
    ...unknownAuthType(installation),
    ...additional(values),
    ...copied.flatMap((entry) => copy(values, entry)),
    ...metrics(values),
    ...auth(installation),
    literal(settingName.neighbours, objectNamed(installation, 44, "-instance-discovery")),
  ];
}

function metrics(values: ChartValues): SettingSource[] {
  const enabled = values.get("observability", "statsD", "enabled");
  if (enabled.unknown) return [literal("telemetry.metrics.local", enabled)];
  // A parameter of Argo CD is a string.
  const isOn = enabled.text === "true";
  const kind = enabled.with(isOn ? "statsd" : "none");
  const details = isOn ? statsD.flatMap((entry) => copy(values, entry)) : [];
  return [literal("telemetry.metrics.local", kind), ...details];
}

/** Settings that are passed on unchanged. */
function additional(values: ChartValues): SettingSource[] {
  return values
    .each("gateway", "configuration", "additional")
    .flatMap((layer): SettingSource[] =>
      layer.unknown
        ? [{ kind: "unreadable", value: layer }]
        : layer.entries.map(([name, value]) => literal(name, value)),
    );
}

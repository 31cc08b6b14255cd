import { describe } from "node:test";
import { says } from "../../testkit/messages";
import { arc, off, otel, release } from "../../testkit/samples/installations";
import { saysOf } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const run = saysOf(usePack({ only: ["gateway-diagnostics"] }), "gateway-diagnostics");

describe("a Helm release", () =>
  run([
    [
      "StatsD without an endpoint",
      [release({ observability: { statsD: { enabled: true } } })],
      says("nowhere", {
        what: "StatsD",
        setting: "observability.statsD.enabled",
        endpoint: "observability.statsD.endpoint",
      }),
    ],
    [
      "everything off",
      [
        release({
          observability: {
            azureMonitor: { metrics: { enabled: false } },
            logs: { std: { format: "none" }, local: { type: "none" } },
          },
        }),
      ],
      says("silent", { host: "Helm release", setting: "observability.logs.std.format" }),
    ],
  ]));

describe("other hosts", () =>
  run([
    ["Arc's own telemetry is enough", [arc({})]],
    [
      "Arc with everything off",
      [arc(off)],
      says("silent", { host: "Arc extension", setting: "telemetry.logs.std" }),
    ],
    [
      "Arc with a collector left",
      [arc({ ...off, [`${otel}.enabled`]: "true", [`${otel}.collector.uri`]: "http://otel:4317" })],
    ],
    [
      "Arc with a collector that nobody named",
      [arc({ [`${otel}.enabled`]: "true" })],
      says("nowhere", {
        what: "OpenTelemetry",
        setting: "telemetry.metrics.opentelemetry.enabled",
        endpoint: "telemetry.metrics.opentelemetry.collector.uri",
      }),
    ],
    [
      "Arc with StatsD and its endpoint",
      [
        arc({
          "telemetry.metrics.local": "statsd",
          "telemetry.metrics.localStatsd.endpoint": "statsd:8125",
        }),
      ],
    ],
  ]));

import { describe } from "node:test";
import { reports } from "../../testkit/messages";
import { casesOf } from "../../testkit/samples/cases";
import { arc, off, otel, release } from "../../testkit/samples/installations";
import { usePack } from "../../testkit/use-pack";

const run = casesOf(usePack({ only: ["gateway-diagnostics"] }), "gateway-diagnostics", { judged: false });

describe("a Helm release", () =>
  run([
    {
      title: "StatsD without an endpoint",
      stack: [release({ observability: { statsD: { enabled: true } } })],
      finds: [
        reports("nowhere", {
          what: "StatsD",
          setting: "observability.statsD.enabled",
          endpoint: "observability.statsD.endpoint",
        }),
      ],
    },
    {
      title: "everything off",
      stack: [
        release({
          observability: {
            azureMonitor: { metrics: { enabled: false } },
            logs: { std: { format: "none" }, local: { type: "none" } },
          },
        }),
      ],
      finds: [reports("silent", { host: "Helm release", setting: "observability.logs.std.format" })],
    },
  ]));

describe("other hosts", () =>
  run([
    { title: "Arc's own telemetry is enough", stack: [arc({})] },
    {
      title: "Arc with everything off",
      stack: [arc(off)],
      finds: [reports("silent", { host: "Arc extension", setting: "telemetry.logs.std" })],
    },
    {
      title: "Arc with a collector left",
      stack: [arc({ ...off, [`${otel}.enabled`]: "true", [`${otel}.collector.uri`]: "http://otel:4317" })],
    },
    {
      title: "Arc with a collector that no one named",
      stack: [arc({ [`${otel}.enabled`]: "true" })],
      finds: [
        reports("nowhere", {
          what: "OpenTelemetry",
          setting: "telemetry.metrics.opentelemetry.enabled",
          endpoint: "telemetry.metrics.opentelemetry.collector.uri",
        }),
      ],
    },
    {
      title: "Arc with StatsD and its endpoint",
      stack: [
        arc({
          "telemetry.metrics.local": "statsd",
          "telemetry.metrics.localStatsd.endpoint": "statsd:8125",
        }),
      ],
    },
  ]));

import { connectedGateways } from "../analysis/connection/connected-gateway";
import { destinations, openChannels, tell } from "../analysis/operations/telemetry";
import { nameOfSetting } from "../gateway/model/gateway";
import { stackPolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const gatewayDiagnostics = stackPolicy({
  name: "gateway-diagnostics",
  displayName: "Gateway tells what Microsoft's support will ask",
  description:
    "A self-hosted gateway writes logs or metrics somewhere, and what it sends has a place to go to.",
  level: "advisory",
  severity: "low",
  row: row("diagnostics"),
  remediationSteps:
    "Leave telemetry.logs.std or telemetry.metrics.cloud on; give OpenTelemetry its observability.opentelemetry.collector.uri and StatsD its telemetry.metrics.local.statsd.endpoint.",
  judges: connectedGateways,
  options: {},
  messages: {
    silent:
      "All logs and metrics of the {host} are switched off, so there is nothing to give to Microsoft's support. Leave at least `{setting}` on.",
    nowhere:
      "The {host} has {what} on (`{setting}`), but no `{endpoint}`, so nothing arrives anywhere. Set it.",
    unseen:
      "Where {what} of the {host} sends to may be set by {source}, which this stack does not hold; it is not judged.",
  },

  check({ gateway, settings }, { defect, notice, unknown }) {
    const { host, partial } = gateway;
    const own = (setting: string) => nameOfSetting(setting, gateway);
    const open = openChannels(settings);
    const [first] = open;
    if (!first) defect("silent", { host, setting: own("telemetry.logs.std") });
    else if (open.every(({ kind }) => kind === "unknown") && first.kind === "unknown") unknown(first.value);

    for (const { what, name, standard, on, endpoint } of destinations) {
      const told = tell(settings, name, standard);
      if (told.kind === "unknown" && !settings.found.has(endpoint)) unknown(told.value);
      if (told.kind !== "text" || told.text !== on) continue;
      const place = tell(settings, endpoint, "");
      if (place.kind === "unseen") notice("unseen", { host, what, source: place.unseen.what });
      if (place.kind === "text" && place.text === "" && !partial)
        defect("nowhere", { host, what, setting: own(name), endpoint: own(endpoint) });
    }
  },
});

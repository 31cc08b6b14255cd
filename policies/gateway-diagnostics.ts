import { type ConnectedGateway, connectedGateways } from "../analysis/connection/connected-gateway";
import { destinations, judgeInsights, openChannels, stateOf } from "../analysis/operations/telemetry";
import { nameOfSetting } from "../gateway/model/gateway";
import { unseenObject } from "../gateway/model/settings";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { row } from "../support/responsibilities";

const messages = {
  silent:
    "All logs and metrics of the {host} are disabled, so Microsoft's support has no data to diagnose a problem. Set `{setting}` to `text` or `json`.",
  nowhere:
    "`{setting}` of the {host} enables {what}, but `{endpoint}` isn't set, so nothing is sent. Set it to the address that receives the data.",
  insights:
    "`logs.applicationinsights.endpoint` of the {host} is for another cloud than `{endpoint}`, so API diagnostics don't reach Application Insights there. Set it to `{expected}`.",
  unseen:
    "`{endpoint}` of the {host}, the endpoint for {what}, may be set in {kind} `{name}`, which isn't in this stack; it isn't checked.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages, Stack>;

export const gatewayDiagnostics = stackPolicy({
  name: "gateway-diagnostics",
  displayName: "Gateway emits logs or metrics for support",
  description:
    "Requires at least one enabled log or metric, an endpoint for OpenTelemetry and StatsD if they are enabled, and Application Insights of the service's cloud.",
  level: "advisory",
  severity: "low",
  row: row("diagnostics"),
  remediationSteps:
    "Keep telemetry.logs.std or telemetry.metrics.cloud enabled. Set observability.opentelemetry.collector.uri for OpenTelemetry and telemetry.metrics.local.statsd.endpoint for StatsD.",
  judges: connectedGateways,
  options: {},
  messages,

  check(connected, { defect, note, unknown }) {
    const { gateway, settings } = connected;
    const { host, partial } = gateway;
    const own = (setting: string) => nameOfSetting(setting, gateway);
    const open = openChannels(settings);
    const [first] = open;
    if (!first) defect("silent", { host, setting: own("telemetry.logs.std") });
    else if (open.every(({ kind }) => kind === "unknown") && first.kind === "unknown") unknown(first.value);

    for (const { what, name, standard, on, endpoint } of destinations) {
      const state = stateOf(settings, name, standard);
      if (state.kind === "unknown" && !settings.found.has(endpoint)) unknown(state.value);
      if (state.kind !== "text" || state.text !== on) continue;
      const place = stateOf(settings, endpoint, "");
      if (place.kind === "unseen")
        note("unseen", { host, what, endpoint: own(endpoint), ...unseenObject(place.unseen) });
      if (place.kind === "text" && place.text === "" && !partial)
        defect("nowhere", { host, what, setting: own(name), endpoint: own(endpoint) });
    }

    checkInsights(connected, { note, unknown });
  },
});

function checkInsights(connected: ConnectedGateway, { note, unknown }: Pick<Report, "note" | "unknown">) {
  const verdict = judgeInsights(connected);
  if (verdict.kind === "unknown") unknown(verdict.value);
  if (verdict.kind === "abroad") note("insights", { host: connected.gateway.host, ...verdict });
}

import { settingName } from "../../gateway/model/setting-names";
import { isReference, type Settings, type Unseen } from "../../gateway/model/settings";
import { type Unknown, unknown } from "../../pulumi/match";
import { production } from "../../support/production";
import type { ConnectedGateway } from "../connection/connected-gateway";
import { endpointOf } from "../connection/target-service";

/** A setting's value in lower case, its documented default if it isn't set, or why it is unknown. */
export type SettingState =
  | { readonly kind: "text"; readonly text: string }
  | Unknown
  | { readonly kind: "unseen"; readonly unseen: Unseen }
  /** It is set, but its value is kept elsewhere. */
  | { readonly kind: "elsewhere" };

export function stateOf({ found, unseen }: Settings, name: string, standard: string): SettingState {
  const setting = found.get(name);
  const [first] = unseen;
  if (!setting && first)
    return first.value.unknown ? unknown(first.value) : { kind: "unseen", unseen: first };
  if (!setting) return { kind: "text", text: standard };
  const { secret, value } = setting;
  if (value?.unknown) return unknown(value);
  // A secret without a value in the program is filled elsewhere, as is a reference.
  if (!value || (secret && value.absent) || isReference(value.text ?? "")) return { kind: "elsewhere" };
  const text = value.text?.trim().toLowerCase();
  return { kind: "text", text: text === undefined || text === "" ? standard : text };
}

/**
 * Every kind of telemetry: its setting, its default, and the value that disables it. Source: the settings reference.
 */
const channels = [
  { name: "telemetry.logs.std", standard: "text", off: "none" },
  { name: "telemetry.logs.local", standard: "auto", off: "none" },
  { name: "telemetry.metrics.cloud", standard: "true", off: "false" },
  { name: "telemetry.metrics.local", standard: "none", off: "none" },
  { name: "observability.opentelemetry.enabled", standard: "false", off: "false" },
] as const;

/** The telemetry that is, or may be, enabled; none if all of it is certainly disabled. */
export function openChannels(settings: Settings): SettingState[] {
  return channels
    .map(({ name, standard, off }) => ({ state: stateOf(settings, name, standard), off }))
    .filter(({ state, off }) => state.kind !== "text" || state.text !== off)
    .map(({ state }) => state);
}

/** Kinds of telemetry that need an endpoint. */
export const destinations = [
  {
    what: "OpenTelemetry",
    name: "observability.opentelemetry.enabled",
    standard: "false",
    on: "true",
    endpoint: "observability.opentelemetry.collector.uri",
  },
  {
    what: "StatsD",
    name: "telemetry.metrics.local",
    standard: "none",
    on: "statsd",
    endpoint: "telemetry.metrics.local.statsd.endpoint",
  },
] as const;

/** Whether the gateway sends its data to an Application Insights of another cloud than its service's. */
export type InsightsVerdict =
  | { readonly kind: "fine" }
  | { readonly kind: "abroad"; readonly endpoint: string; readonly expected: string }
  | Unknown;

/** Source: the settings reference, "Sovereign clouds". The Arc extension has no such setting. */
export function judgeInsights(connected: ConnectedGateway): InsightsVerdict {
  const { gateway, settings } = connected;
  const endpoint = endpointOf(connected);
  if (!endpoint?.suffix || gateway.supportsTokensOnly) return { kind: "fine" };
  const known: Readonly<Record<string, string>> = production.insightsEndpoint;
  const expected = known[endpoint.suffix];
  const name = settingName.insightsEndpoint;
  const state = stateOf(settings, name, gateway.partial ? "" : production.insightsEndpoint.net);
  if (state.kind === "unknown") return settings.found.has(name) ? state : { kind: "fine" };
  const isAbroad =
    state.kind === "text" && state.text !== expected && Object.values(known).includes(state.text);
  return expected !== undefined && isAbroad
    ? { kind: "abroad", endpoint: endpoint.host, expected }
    : { kind: "fine" };
}

import { reports } from "../messages";
/** The common parts of hosts that install the official chart: its version and values. */
import { token } from "../samples/credentials";
import { behindWall, serviceCells, sharesNamespace } from "./besides";
import { type Cells, judged, labels } from "./cell";
import { takeNewest, versions } from "./versions";

export interface ChartParts {
  readonly version?: string;
  /** Merged into the good values, object by object. */
  readonly values?: object;
}

export const chart = "azure-api-management-gateway";
export const repository = "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/";

const goodValues = {
  image: { tag: versions.newest },
  commonLabels: labels,
  gateway: {
    name: "gw-europe",
    configuration: {
      uri: "contoso.configuration.azure-api.net",
      backup: { enabled: true },
    },
    auth: { type: "WorkloadIdentity", azureAd: { app: { id: "22222222-2222-2222-2222-222222222222" } } },
  },
  resources: { requests: { cpu: "2", memory: "2Gi" } },
  securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
  podSecurityContext: { fsGroup: 1001 },
};

/** A gateway's chart, for a shape to write in its host's format. */
export function install({ version = "1.16.1", values = {} }: ChartParts) {
  return { version, values: merge(goodValues, values) };
}

/** Values over other values, object by object. */
export function merge(under: object, over: object): object {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(below) && isObject(value) ? merge(below, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const gateway = (parts: object): ChartParts => ({ values: { gateway: parts } });

export const chartCells: Cells<ChartParts> = {
  ...serviceCells,
  "gateway-image-supported": judged(
    { version: versions.outsideChart, values: { image: { tag: "" } } },
    reports("outside", { line: "2.9" }),
  ),
  "gateway-image-pinned": judged(
    { version: "^1.16", values: { image: { tag: "" } } },
    reports("chart-range"),
  ),
  "gateway-image-current": judged({ values: { image: { tag: versions.older } } }, takeNewest),
  "gateway-image-source": judged(
    { values: { image: { repository: "contoso.azurecr.io/azure-api-management/gateway" } } },
    reports("unapproved"),
  ),
  "gateway-known-settings": judged(
    { values: { replicaCounts: 3 } },
    reports("chart-near", { nearest: "replicaCount" }),
  ),
  "gateway-auth-method": judged(gateway({ auth: { type: "azureAd" } }), reports("mistyped")),
  "gateway-entra-setup": judged(gateway({ name: "" }), reports("name")),
  "gateway-wiring": judged(gateway({ name: "=gw-europe" }), reports("typo")),
  // The chart makes a ConfigMap of these.
  "gateway-token-protected": judged(
    gateway({ configuration: { additional: { "config.service.auth.key": token() } } }),
    reports("plain-chart"),
  ),
  "gateway-token-valid": judged(
    gateway({ auth: { type: "GatewayToken", key: token("202611010000") } }),
    reports("expired", { expires: "2026-11-01 00:00 UTC" }),
  ),
  "gateway-configuration-endpoint": judged(
    gateway({ configuration: { uri: "contoso.azure-api.net" } }),
    reports("foreign"),
  ),
  "gateway-hosting": judged({ values: { resources: undefined } }, reports("requestsNothing")),
  "gateway-availability": judged({ values: { replicaCount: 1 } }, reports("few")),
  "gateway-config-backup": judged(
    gateway({ configuration: { backup: { enabled: false } } }),
    reports("switchedOff"),
  ),
  "gateway-network": behindWall,
  "gateway-diagnostics": judged(
    { values: { observability: { opentelemetry: { enabled: true } } } },
    reports("nowhere"),
  ),
  "responsibility-labels": judged({ values: { commonLabels: undefined } }, reports("missing")),
  "third-party-components": sharesNamespace,
};

/** What is common to the hosts that install the official chart: its version, and values. */
import { token } from "../samples/credentials";
import { behindWall, serviceCells, sharesNamespace } from "./besides";
import { type Cells, judged, labels } from "./cell";
import { takeNewest, versions } from "./versions";

export interface ChartParts {
  readonly version?: string;
  /** Put over the good values, object by object. */
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
    auth: { type: "WorkloadIdentity" },
  },
  serviceAccount: { annotations: { "azure.workload.identity/client-id": "an-app" } },
  resources: { requests: { cpu: "2", memory: "2Gi" } },
  securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
  podSecurityContext: { fsGroup: 1001 },
};

/** A gateway's chart: what a shape writes where its host wants it. */
export function install({ version = "1.16.1", values = {} }: ChartParts) {
  return { version, values: merge(goodValues, values) };
}

function merge(under: object, over: object): object {
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
    /not 2\.9/,
  ),
  "gateway-image-pinned": judged({ version: "^1.16", values: { image: { tag: "" } } }, /range/),
  "gateway-image-current": judged({ values: { image: { tag: versions.older } } }, takeNewest),
  "gateway-image-source": judged(
    { values: { image: { repository: "contoso.azurecr.io/azure-api-management/gateway" } } },
    /none of the approved repositories/,
  ),
  "gateway-auth-method": judged(gateway({ auth: { type: "azureAd" } }), /none of GatewayToken/),
  "gateway-entra-setup": judged(gateway({ name: "" }), /gateway\.name/),
  "gateway-wiring": judged(gateway({ name: "=gw-europe" }), /Write the name without it/),
  // The chart makes a ConfigMap of these.
  "gateway-token-protected": judged(
    gateway({ configuration: { additional: { "config.service.auth.key": token() } } }),
    /an access token in plain text/,
  ),
  "gateway-token-valid": judged(
    gateway({ auth: { type: "GatewayToken", key: token("202611010000") } }),
    /expired on 2026-11-01/,
  ),
  "gateway-configuration-endpoint": judged(
    gateway({ configuration: { uri: "contoso.azure-api.net" } }),
    /the service's gateway/,
  ),
  "gateway-hosting": judged({ values: { resources: undefined } }, /requests no CPU and no memory/),
  "gateway-availability": judged({ values: { replicaCount: 1 } }, /too few replicas/),
  "gateway-config-backup": judged(
    gateway({ configuration: { backup: { enabled: false } } }),
    /keeps no copy of its configuration/,
  ),
  "gateway-network": behindWall,
  "gateway-diagnostics": judged(
    { values: { observability: { opentelemetry: { enabled: true } } } },
    /so nothing arrives anywhere/,
  ),
  "responsibility-labels": judged({ values: { commonLabels: undefined } }, /nobody answers for/),
  "third-party-components": sharesNamespace,
};

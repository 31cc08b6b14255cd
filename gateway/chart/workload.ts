import { apartOf, architectureOf, type Readable } from "../../kubernetes/scheduling";
import { isRecord } from "../../pulumi/plain";
import type { Value } from "../../pulumi/value";
import { production } from "../../support/production";
import type { Hosting, Mount, Pods, Probe, Scaling, Storage } from "../model/workload";
import { objectNamed } from "./installation";

/** The chart's values, and what the names of its objects are made of. */
export interface NamedValues {
  readonly values: Readable;
  /** The name of the release; absent if it is generated. */
  readonly releaseName: Value;
}

/** The differences when Azure Arc installs the chart. */
export interface ChartStandards {
  readonly highAvailability: boolean;
}

/** The parts of the model that the chart's values determine. Source: templates and values.yaml of chart 1.15.1. */
export interface ChartParts {
  readonly hosting: Hosting;
  readonly scaling: Scaling;
  readonly pods: Pods;
  readonly storage: Storage;
}

export function chartParts(
  installation: NamedValues,
  standards: ChartStandards = { highAvailability: true },
): ChartParts {
  const { values } = installation;
  return {
    hosting: hosting(values),
    scaling: scaling(values),
    pods: pods(installation, standards),
    storage: storage(installation),
  };
}

function hosting(values: Readable): Hosting {
  const security = (key: string) => values.get("securityContext", key);
  const user = security("runAsUser");
  return {
    requests: { cpu: request("cpu", values), memory: request("memory", values) },
    probes: {
      readiness: probe("readiness", values),
      liveness: probe("liveness", values),
      startup: probe("startup", values),
    },
    readOnlyRoot: security("readOnlyRootFilesystem"),
    privileged: security("privileged"),
    privilegeEscalation: security("allowPrivilegeEscalation"),
    capabilities: values.get("securityContext", "capabilities", "add"),
    user: user.absent ? values.get("podSecurityContext", "runAsUser") : user,
    gracePeriod: standard(values, production.gracePeriodSeconds, [
      "gateway",
      "deployment",
      "terminationGracePeriodSeconds",
    ]),
    architecture: architectureOf(values),
  };
}

/** `null` removes the number from the Deployment, for an autoscaler. */
function scaling(values: Readable): Scaling {
  const value = standard(values, production.replicas, ["replicaCount"]);
  const count = { value, standard: 1 };
  return { kind: "replicas", least: count, most: count, declared: value, omitted: "null" };
}

function pods(installation: NamedValues, { highAvailability }: ChartStandards): Pods {
  const { values, releaseName } = installation;
  const name = objectNamed(installation, 63);
  const common = values.get("commonLabels").whole;
  return {
    labels: name.with({
      ...(isRecord(common) ? common : {}),
      "app.kubernetes.io/name": name.whole,
      "app.kubernetes.io/component": "self-hosted-gateway",
      "app.kubernetes.io/instance": releaseName.whole,
    }),
    owner: { kind: "Deployment", name },
    strategy: values.get("gateway", "deployment", "strategy", "type"),
    apart: apartOf(values),
    ports: name.with(containerPorts(values)),
    highAvailability: standard(values, highAvailability, ["highAvailability", "enabled"]),
    discovers: true,
  };
}

function containerPorts(values: Readable): unknown[] {
  const port = (key: string, number: number) =>
    standard(values, number, ["service", "ports", "instance", key]).whole;
  const { syncPort, heartbeatPort } = production;
  return [
    { name: "http", containerPort: 8080 },
    { name: "https", containerPort: 8081 },
    { name: "rate-limit-dc", protocol: "UDP", containerPort: port("synchronization", syncPort) },
    { name: "dc-heartbeat", protocol: "UDP", containerPort: port("heartbeat", heartbeatPort) },
  ];
}

function storage(installation: NamedValues): Storage {
  const { values } = installation;
  const backup = ["gateway", "configuration", "backup"];
  const claim = (key: string) => values.get(...backup, "persistentVolumeClaim", key);
  const enabled = standard(values, false, [...backup, "enabled"]);
  const mode = standard(values, "ReadWriteMany", [...backup, "persistentVolumeClaim", "accessMode"]);
  const path = enabled.with(production.backupPath);
  const mount: Mount =
    claim("create").text === "false"
      ? { path, volume: { kind: "claim", name: claim("existingName") } }
      : { path, volume: { kind: "claim", name: objectNamed(installation, 63), modes: [mode] } };
  return { place: enabled, enabled, mounts: [mount], group: values.get("podSecurityContext", "fsGroup") };
}

function request(resource: "cpu" | "memory", values: Readable): Value {
  const own = values.get("resources", "requests", resource);
  return own.absent && !values.get("resources", "limits", resource).absent
    ? values.get("resources", "limits", resource)
    : own;
}

/** The user's probe is merged with the chart's, which requests the status over HTTP unless that is removed. */
function probe(kind: "readiness" | "liveness" | "startup", values: Readable): Probe {
  const value = standard(values, {}, ["probes", kind]);
  const http = standard(values, {}, ["probes", kind, "httpGet"]);
  const path = standard(values, production.statusPaths[0], ["probes", kind, "httpGet", "path"]);
  const asks = value.absent || http.unknown ? undefined : http.absent ? value.get("tcpSocket") : http;
  return {
    value,
    path: value.absent || http.absent || http.unknown ? undefined : path,
    // The gateway listens on the chart's default port.
    port: asks && standard(values, "http", ["probes", kind, http.absent ? "tcpSocket" : "httpGet", "port"]),
  };
}

/** A value, or the chart's default if it isn't set; `null` removes it. */
function standard(values: Readable, otherwise: unknown, path: readonly string[]): Value {
  const value = values.get(...path);
  return value.absent && value.whole !== null ? value.with(otherwise) : value;
}

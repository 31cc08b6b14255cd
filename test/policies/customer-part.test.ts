/** What Microsoft leaves to the customer, on the hosts that know only a part of it. */
import { describe, test } from "node:test";
import { advisory, type Expected, says } from "../../testkit/messages";
import { fileAsset, type Resource, unknown } from "../../testkit/pack";
import { assertSaid, claim, hpa, networkPolicy, object, said } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const pack = usePack();

type Case = [title: string, policy: string, stack: Resource[], ...finds: Expected[]];

function run(cases: readonly Case[]): void {
  for (const [title, policy, stack, ...finds] of cases) {
    test(`${policy}: ${title}`, async () => assertSaid(await pack.preview(stack), policy, ...finds));
  }
}

const name = "azure-api-management-gateway";
const release = (values: object, more: object = {}): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart: name, version: "1.15.1", name: "gw", namespace: "apim", values, ...more },
});
const good = {
  resources: { requests: { cpu: 2, memory: "2Gi" } },
  securityContext: { allowPrivilegeEscalation: false },
};
const fullName = `gw-${name}`;
const target = { scaleTargetRef: { kind: "Deployment", name: fullName } };
const backup = (more: object, rest: object = {}) => [
  release({
    gateway: { configuration: { backup: { enabled: true, ...more } } },
    podSecurityContext: { fsGroup: 1001 },
    ...rest,
  }),
];
const own = { create: false, existingName: "gateway-config" };
const budget = object("kubernetes:policy/v1:PodDisruptionBudget", "budget", {
  selector: { matchLabels: { "app.kubernetes.io/name": fullName, "app.kubernetes.io/instance": "gw" } },
});

describe("a Helm release", () => {
  run([
    ["the chart's defaults are as they should be", "gateway-availability", [release({})]],
    [
      "too few replicas",
      "gateway-availability",
      [release({ replicaCount: 1 })],
      says("few", { place: ["values.replicaCount", "1"] }),
    ],
    [
      "null without an autoscaler means one",
      "gateway-availability",
      [release({ replicaCount: null })],
      says("few", { place: "1" }),
    ],
    [
      "null with an autoscaler of the chart's Deployment",
      "gateway-availability",
      [release({ replicaCount: null }), hpa(target)],
    ],
    [
      "the chart's own number beside an autoscaler",
      "gateway-availability",
      [release({}), hpa(target)],
      says("fixed", { path: "values.replicaCount" }),
    ],
    [
      "high availability off is one line",
      "gateway-availability",
      [release({ highAvailability: { enabled: false } })],
      says("switchedOff", { path: "values.highAvailability.enabled" }),
    ],
    [
      "without it, but with a budget and affinity",
      "gateway-availability",
      [
        budget,
        release({
          highAvailability: { enabled: false },
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  podAffinityTerm: { labelSelector: { matchLabels: { "app.kubernetes.io/name": fullName } } },
                },
              ],
            },
          },
        }),
      ],
    ],
    [
      "no copy by default",
      "gateway-config-backup",
      [release({})],
      says("switchedOff", { path: "values.gateway.configuration.backup.enabled" }),
    ],
    ["a copy", "gateway-config-backup", backup({})],
    [
      "a claim for one node under three replicas",
      "gateway-config-backup",
      backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }),
      says("shared"),
    ],
    [
      "a claim of the user's own for one node",
      "gateway-config-backup",
      [...backup({ persistentVolumeClaim: own }), claim(["ReadWriteOnce"])],
      says("shared", { claim: "gateway-config" }),
    ],
    [
      "the same where the values are text, as parameters of Argo CD are",
      "gateway-config-backup",
      [...backup({ persistentVolumeClaim: { ...own, create: "false" } }), claim(["ReadWriteOnce"])],
      says("shared", { claim: "gateway-config" }),
    ],
    [
      "a claim for one node under one",
      "gateway-config-backup",
      backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }, { replicaCount: 1 }),
    ],
    [
      "requests and escalation are the user's to set",
      "gateway-hosting",
      [release({})],
      says("requests", { what: "CPU", path: "values.resources.requests.cpu" }),
      says("escalation", { path: "values.securityContext.allowPrivilegeEscalation" }),
    ],
    ["both set", "gateway-hosting", [release(good)]],
    [
      "a wrong path for the start",
      "gateway-hosting",
      [release({ ...good, probes: { startup: { httpGet: { path: "/x" } } } })],
      says("statusPath", { path: "values.probes.startup.httpGet.path" }),
    ],
    [
      "StatsD without an endpoint",
      "gateway-diagnostics",
      [release({ observability: { statsD: { enabled: true } } })],
      says("nowhere", {
        what: "StatsD",
        setting: "observability.statsD.enabled",
        endpoint: "observability.statsD.endpoint",
      }),
    ],
    [
      "everything off",
      "gateway-diagnostics",
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
  ]);

  test("values in a file that cannot be read are advisory lines, no defects", async () => {
    const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
    for (const policy of ["gateway-hosting", "gateway-availability", "gateway-config-backup"])
      assertSaid(result, policy, ...said(result, policy).map(() => advisory("unread")));
  });
});

/** A hub that installs into other clusters: what the stack holds beside it need not be beside the pods. */
describe("another cluster", () => {
  const helm = { valuesObject: { ...good, replicaCount: null } };
  const argo = (destination: object): Resource => ({
    type: "kubernetes:argoproj.io/v1alpha1:Application",
    props: {
      metadata: { name: "gw", namespace: "argocd" },
      spec: {
        destination: { namespace: "apim", ...destination },
        source: { repoURL: "https://charts", chart: name, targetRevision: "1.15.1", helm },
      },
    },
  });
  const flux = (more: object): Resource => ({
    type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
    props: {
      metadata: { name: "gw", namespace: "apim" },
      spec: { chart: { spec: { chart: name, version: "1.15.1" } }, values: helm.valuesObject, ...more },
    },
  });
  const around = [
    hpa(target),
    networkPolicy({ podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ protocol: "UDP" }] }] }),
  ];
  const both = (title: string, installer: Resource, ...finds: Expected[]): Case[] => [
    [`${title}: network`, "gateway-network", [installer, ...around], ...finds],
    [
      `${title}: an autoscaler of that name is taken for its own`,
      "gateway-availability",
      [installer, ...around],
    ],
  ];
  const closed = says("outside");
  run([
    ...both("Argo CD's own", argo({ server: "https://kubernetes.default.svc" }), closed),
    ...both("Argo CD's own by name", argo({ name: "in-cluster" }), closed),
    ...both("Argo CD's, where none is named", argo({}), closed),
    ...both("another by address", argo({ server: "https://berlin.hcp.westeurope.azmk8s.io:443" })),
    ...both("another by name", argo({ name: "berlin" })),
    ...both("one that is unknown", argo({ server: unknown })),
    ...both("Flux' own", flux({}), closed),
    ...both("another of Flux'", flux({ kubeConfig: { secretRef: { name: "berlin" } } })),
  ]);
});

describe("other hosts", () => {
  const arc = (settings: object): Resource => ({
    type: "azure-native:kubernetesconfiguration:Extension",
    props: { extensionType: "Microsoft.ApiManagement.Gateway", configurationSettings: settings },
  });
  const off = {
    "telemetry.logs.std": "none",
    "telemetry.logs.local": "none",
    "telemetry.metrics.cloud": "false",
  };
  const otel = "telemetry.metrics.opentelemetry";
  const group = (container: object, more: object = {}): Resource => ({
    type: "azure-native:containerinstance:ContainerGroup",
    props: {
      containers: [
        { name: "gw", image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2", ...container },
      ],
      ...more,
    },
  });
  const probe = { httpGet: { path: "/status-0123456789abcdef", port: 8080 } };
  const requests = { resources: { requests: { cpu: 2, memoryInGB: 2 } } };
  const mounted = { volumeMounts: [{ name: "config", mountPath: "/apim/config" }] };
  const volume = (content: object) => ({ volumes: [{ name: "config", ...content }] });
  const docker = (type: string, props: object): Resource => ({
    type: `docker:index/${type}`,
    props: { ...props },
  });
  const image = { image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2" };
  run([
    [
      "Arc leaves high availability off",
      "gateway-availability",
      [arc({})],
      says("switchedOff", { path: 'configurationSettings["highAvailability.enabled"]' }),
    ],
    ["Arc with it on", "gateway-availability", [arc({ "highAvailability.enabled": "true" })]],
    [
      "Arc with one replica",
      "gateway-availability",
      [arc({ "highAvailability.enabled": "true", replicaCount: "1" })],
      says("few", { place: ["configurationSettings.replicaCount", "1"] }),
    ],
    [
      "Arc is not told of security contexts",
      "gateway-hosting",
      [arc({ "resources.requests.cpu": "2", "resources.requests.memory": "2Gi" })],
    ],
    ["Arc's own telemetry is enough", "gateway-diagnostics", [arc({})]],
    [
      "Arc with everything off",
      "gateway-diagnostics",
      [arc(off)],
      says("silent", { host: "Arc extension", setting: "telemetry.logs.std" }),
    ],
    [
      "Arc with a collector left",
      "gateway-diagnostics",
      [arc({ ...off, [`${otel}.enabled`]: "true", [`${otel}.collector.uri`]: "http://otel:4317" })],
    ],
    [
      "Arc with a collector that nobody named",
      "gateway-diagnostics",
      [arc({ [`${otel}.enabled`]: "true" })],
      says("nowhere", {
        what: "OpenTelemetry",
        setting: "telemetry.metrics.opentelemetry.enabled",
        endpoint: "telemetry.metrics.opentelemetry.collector.uri",
      }),
    ],
    [
      "Arc with StatsD and its endpoint",
      "gateway-diagnostics",
      [
        arc({
          "telemetry.metrics.local": "statsd",
          "telemetry.metrics.localStatsd.endpoint": "statsd:8125",
        }),
      ],
    ],
    [
      "Arc without a copy",
      "gateway-config-backup",
      [arc({})],
      says("switchedOff", { path: 'configurationSettings["gateway.configuration.backup.enabled"]' }),
    ],
    [
      "a container group as it should be",
      "gateway-hosting",
      [group({ ...requests, readinessProbe: probe, livenessProbe: probe })],
    ],
    ["a container group without probes", "gateway-hosting", [group(requests)], says("probes")],
    [
      "a container group with a share",
      "gateway-config-backup",
      [group(mounted, volume({ azureFile: { shareName: "x" } }))],
    ],
    [
      "a container group with a share that is read only",
      "gateway-config-backup",
      [group(mounted, volume({ azureFile: { shareName: "x", readOnly: true } }))],
      says("readOnly", { path: "volumes[0].azureFile.readOnly" }),
    ],
    [
      "a container group with an emptyDir",
      "gateway-config-backup",
      [group(mounted, volume({ emptyDir: {} }))],
      says("temporary"),
    ],
    ["a container group has no replicas", "gateway-availability", [group({})]],
    [
      "a Docker container is for evaluation",
      "gateway-hosting",
      [docker("container:Container", image)],
      says("evaluation", { host: "Docker container" }),
    ],
    [
      "a Docker service too",
      "gateway-hosting",
      [docker("service:Service", { taskSpec: { containerSpec: image } })],
      says("evaluation", { host: "Docker service" }),
    ],
  ]);
});

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, assertMessage, type Expected, mandatory, reports } from "../../testkit/messages";
import { type Pack, type Props, type Resource, unknown, urnOf } from "../../testkit/pack";
import { custom, gatewayImage, owned, secretOf, workload } from "../../testkit/samples/owned";
import { usePack } from "../../testkit/use-pack";

const policy = "third-party-components";
const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });

const gateway = workload({ labels: owned });
const grafana = (more: Parameters<typeof workload>[0] = {}): Resource =>
  workload({ name: "grafana", image: "docker.io/grafana/grafana:11.5.0", ...more });

/** The findings of a preview as `level resource: message`. */
async function findings(...stack: Resource[]): Promise<string[]> {
  return shown((await pack.preview(stack)).diagnostics);
}

function shown(diagnostics: Awaited<ReturnType<Pack["preview"]>>["diagnostics"]): string[] {
  return diagnostics
    .filter((one) => one.policy === policy)
    .map(({ level, urn, message }) => `${level} ${urn.split("::").at(-1)}: ${message}`);
}

function matches(found: string[], expected: Expected[]): void {
  assert.equal(found.length, expected.length, found.join("\n") || "nothing found");
  for (const [index, expression] of expected.entries()) assertMessage(found[index], expression);
}

describe("software in a gateway's namespace", () => {
  const finding = [
    mandatory("beside", {
      noun: "Deployment",
      project: "Grafana",
      place: "metadata.labels",
      labels: "apim-gateway/owner",
    }),
  ];
  const istio = custom("networking.istio.io/v1:VirtualService", { name: "v", namespace: "edge" });
  const cases: [string, Resource[], Expected[]][] = [
    ["a workload without labels", [grafana()], finding],
    ["whatever the registry", [grafana({ image: "contoso.azurecr.io/mirror/grafana/grafana:11" })], finding],
    ["labeled", [grafana({ labels: owned })], []],
    [
      "without an owner",
      [grafana({ labels: { "apim-gateway/responsibility": "customer" } })],
      [reports("beside", { labels: '{ "apim-gateway/owner": "<team>" }' })],
    ],
    [
      "as if it were Microsoft's",
      [grafana({ labels: { ...owned, "apim-gateway/responsibility": "microsoft" } })],
      [reports("beside")],
    ],
    ["in another namespace", [grafana({ namespace: "monitoring" })], []],
    [
      "a StatefulSet and a DaemonSet",
      [grafana({ kind: "StatefulSet" }), grafana({ kind: "DaemonSet" })],
      [reports("beside", { noun: "StatefulSet" }), reports("beside", { noun: "DaemonSet" })],
    ],
    [
      "an image of Docker's own",
      [grafana({ image: "nginx:1.27" })],
      [reports("beside", { project: "NGINX" })],
    ],
    [
      "an image under a publisher's other name",
      [grafana({ image: "bitnamilegacy/redis:7" })],
      [reports("beside", { project: "Redis" })],
    ],
    ["a custom resource", [istio], [mandatory("beside", { noun: "VirtualService", project: "Istio" })]],
    [
      "a custom resource elsewhere",
      [custom("networking.istio.io/v1:VirtualService", { namespace: "shop" })],
      [],
    ],
    ["a custom resource of the whole cluster", [custom("linkerd.io/v1alpha1:Thing", { name: "x" })], []],
    ["the customer's own workload", [grafana({ image: "contoso.azurecr.io/my-nginx:1" })], []],
    ["a Secret", [secretOf({ password: "x" })], []],
    [
      "labels that are unknown",
      [grafana({ labels: unknown })],
      [advisory("preview", { path: "metadata.labels" })],
    ],
    [
      "a namespace that is unknown",
      [grafana({ namespace: unknown })],
      [advisory("preview", { path: "metadata.namespace" })],
    ],
    ["labeled, in a namespace that is unknown", [grafana({ namespace: unknown, labels: owned })], []],
    [
      "wrong types",
      [
        { ...grafana(), props: { metadata: 7, spec: { template: [] } } },
        custom("networking.istio.io/v1:VirtualService", { namespace: {} }),
      ],
      [],
    ],
  ];
  for (const [title, others, expected] of cases) {
    test(title, async () => matches(await findings(gateway, ...others), expected));
  }

  test("another order of the stack gives the same findings", async () => {
    matches(await findings(grafana(), gateway), finding);
  });
  test("outputs alone are enough", async () => {
    matches(shown((await pack.analyzeStack([gateway, grafana()])).diagnostics), finding);
  });
  test("another cluster has other namespaces", async () => {
    const provider = (name: string): Resource => ({ type: "pulumi:providers:kubernetes", name, props: {} });
    const [one, two] = [provider("one"), provider("two")];
    const on = (resource: Resource, cluster: Resource): Resource => ({ ...resource, provider: cluster });
    matches(await findings(one, two, on(gateway, one), on(grafana(), two)), []);
    matches(await findings(one, two, on(gateway, one), on(grafana(), one)), finding);
  });
  test("an unknown namespace is identified by the resource that it comes from", async () => {
    const namespace = (name: string): Resource => ({
      type: "kubernetes:core/v1:Namespace",
      name,
      props: { metadata: {} },
    });
    const [edge, monitoring] = [namespace("edge"), namespace("monitoring")];
    const inside = (resource: Resource, of: Resource): Resource => ({
      ...resource,
      propertyDependencies: { metadata: [of] },
    });
    const [late, other] = [workload({ labels: owned, namespace: unknown }), grafana({ namespace: unknown })];
    matches(await findings(edge, inside(late, edge), inside(other, edge)), [mandatory("beside")]);
    matches(await findings(edge, monitoring, inside(late, edge), inside(other, monitoring)), [
      advisory("preview"),
    ]);
  });
  test("without a gateway there is nothing to report", async () => {
    const { diagnostics, notApplicable } = await pack.preview([grafana()]);
    assert.deepEqual(shown(diagnostics), []);
    assert.ok(notApplicable.some((one) => one.policy === policy));
  });
  test("a custom resource of the whole cluster is not beside a gateway that leaves its namespace open", async () => {
    const open = workload({ labels: owned, namespace: null });
    matches(await findings(open, custom("networking.istio.io/v1:VirtualService", { name: "v" })), []);
    matches(await findings(open, grafana({ namespace: null })), finding);
    matches(await findings(open, grafana({ namespace: "default" })), finding);
  });
  test("a gateway with a sidecar of its own writing is a gateway", async () => {
    const both = workload();
    (both.props as { spec: { template: { spec: Props } } }).spec.template.spec.containers = [
      { name: "logs", image: "fluent/fluent-bit:3.2" },
      { name: "gateway", image: gatewayImage },
    ];
    matches(await findings(both), []);
  });
  test("another prefix", async () => {
    await pack.configure({ [policy]: { enforcementLevel: "mandatory", labelPrefix: "acme.com" } });
    matches(await findings(gateway, grafana({ labels: owned })), [
      reports("beside", { labels: "acme.com/owner" }),
    ]);
    await pack.configure({ [policy]: "mandatory" });
  });
});

describe("what is left alone", () => {
  const cases: [string, Resource][] = [
    ["OpenTelemetry's collector", grafana({ image: "otel/opentelemetry-collector-contrib:0.115.0" })],
    [
      "OpenTelemetry's custom resource",
      custom("opentelemetry.io/v1beta1:OpenTelemetryCollector", { namespace: "edge" }),
    ],
    ["Dapr's custom resource", custom("dapr.io/v1alpha1:Component", { namespace: "edge" })],
    ["an ExternalSecret", custom("external-secrets.io/v1:ExternalSecret", { namespace: "edge" })],
    [
      "a SecretProviderClass",
      custom("secrets-store.csi.x-k8s.io/v1:SecretProviderClass", { namespace: "edge" }),
    ],
    ["a SealedSecret", custom("bitnami.com/v1alpha1:SealedSecret", { namespace: "edge" })],
    ["a ScaledObject", custom("keda.sh/v1alpha1:ScaledObject", { namespace: "edge" })],
    ["a Certificate", custom("cert-manager.io/v1:Certificate", { namespace: "edge" })],
    ["an Application", custom("argoproj.io/v1alpha1:Application", { namespace: "edge" })],
    ["a HelmRelease", custom("helm.toolkit.fluxcd.io/v2:HelmRelease", { namespace: "edge" })],
    [
      "a CronJob, whatever it runs",
      {
        type: "kubernetes:batch/v1:CronJob",
        props: {
          metadata: { namespace: "edge" },
          spec: {
            jobTemplate: { spec: { template: { spec: { containers: [{ image: "grafana/grafana" }] } } } },
          },
        },
      },
    ],
    [
      "a Pod that another workload made",
      {
        type: "kubernetes:core/v1:Pod",
        props: {
          metadata: { namespace: "edge", ownerReferences: [{ kind: "ReplicaSet" }] },
          spec: { containers: [{ image: "grafana/grafana" }] },
        },
      },
    ],
  ];
  for (const [title, other] of cases) {
    test(title, async () => matches(await findings(gateway, other), []));
  }
});

describe("sidecars in the gateway's own pods", () => {
  const injected = (pods: Props, labels?: unknown): Resource => workload({ labels, ...pods });
  const signs: [string, Props, Expected][] = [
    [
      "Istio's label",
      { podLabels: { "sidecar.istio.io/inject": "true" } },
      reports("injected", {
        by: 'spec.template.metadata.labels["sidecar.istio.io/inject"]',
        project: "Istio",
      }),
    ],
    ["Istio's annotation", { podAnnotations: { "sidecar.istio.io/inject": "true" } }, reports("injected")],
    ["Istio's revision", { podLabels: { "istio.io/rev": "asm-1-24" } }, reports("injected")],
    ["Linkerd", { podAnnotations: { "linkerd.io/inject": "enabled" } }, reports("injected")],
    ["Consul", { podAnnotations: { "consul.hashicorp.com/connect-inject": "true" } }, reports("injected")],
    ["Kuma", { podLabels: { "kuma.io/sidecar-injection": "enabled" } }, reports("injected")],
  ];
  for (const [title, pods, expected] of signs) {
    test(title, async () => {
      const found = await findings(injected(pods));
      matches(found, [expected]);
      assertMessage(found[0], mandatory("injected", { labels: "apim-gateway/owner" }));
      matches(await findings(injected(pods, owned)), []);
    });
  }

  const none: [string, Resource][] = [
    ["switched off", injected({ podLabels: { "sidecar.istio.io/inject": "false", "istio.io/rev": "x" } })],
    ["on the workload, where no mesh looks", workload({ annotations: { "linkerd.io/inject": "enabled" } })],
    ["Dapr, which Microsoft supports", injected({ podAnnotations: { "dapr.io/enabled": "true" } })],
    [
      "OpenTelemetry, which Microsoft supports",
      injected({ podAnnotations: { "sidecar.opentelemetry.io/inject": "true" } }),
    ],
    [
      "another workload's pods",
      workload({ image: "contoso.azurecr.io/shop:1", podAnnotations: { "linkerd.io/inject": "enabled" } }),
    ],
    [
      "a part of a workload",
      injected({
        podAnnotations: { "linkerd.io/inject": "enabled" },
        more: { type: "kubernetes:apps/v1:DeploymentPatch" },
      }),
    ],
    ["not known", injected({ podAnnotations: unknown, podLabels: unknown })],
  ];
  for (const [title, resource] of none) {
    test(`${title}: nothing`, async () =>
      matches(await findings(resource, workload({ labels: owned, name: "second" })), []));
  }

  test("through the namespace, unless the pods disable it", async () => {
    const namespace = (labels: Props, name = "edge"): Resource => ({
      type: "kubernetes:core/v1:Namespace",
      name,
      props: { metadata: { name, labels } },
    });
    const on = namespace({ "istio-injection": "enabled" });
    matches(await findings(on, workload()), [mandatory("injected", { project: "Istio" })]);
    matches(await findings(on, workload({ podLabels: { "sidecar.istio.io/inject": "false" } })), []);
    matches(await findings(namespace({ "istio-injection": "disabled" }), workload()), []);
    matches(await findings(namespace({ "istio-injection": "enabled" }, "shop"), workload()), []);
    matches(await findings(on, workload({ labels: owned })), []);
  });
});

test("a finding is about the component", async () => {
  const { diagnostics } = await pack.preview([gateway, grafana()]);
  const [found] = diagnostics.filter((one) => one.policy === policy);
  assert.equal(found?.urn, urnOf(grafana()));
});

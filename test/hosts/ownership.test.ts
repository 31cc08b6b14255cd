import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertMessage, mandatory, reports } from "../../testkit/messages";
import { fileAsset, type Props, type Resource, unknown } from "../../testkit/pack";
import { linesOf } from "../../testkit/samples/findings";
import { gatewayImage, owned } from "../../testkit/samples/owned";
import { usePack } from "../../testkit/use-pack";

const policy = "responsibility-labels";
const pack = usePack();

const tags = { "apim-gateway-owner": "team-edge", "apim-gateway-responsibility": "customer" };
const pairs = Object.entries(owned).map(([label, value]) => ({ label, value }));
const chart = "azure-api-management-gateway";
const repoURL = "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/";
const yaml = (labels: Props): string =>
  `commonLabels:\n${Object.entries(labels)
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join("")}`;

const helm = (values?: Props, more: Props = {}): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart, version: "1.16.1", name: "gw", namespace: "edge", values, ...more },
});
const argo = (labels?: Props, source: Props = {}): Resource => ({
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  props: {
    metadata: { name: "gw", labels },
    spec: {
      source: { chart, repoURL, targetRevision: "1.16.1", helm: source },
      destination: { namespace: "edge" },
    },
  },
});
const flux = (labels?: Props, values?: Props): Resource => ({
  type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
  props: {
    metadata: { name: "gw", labels },
    spec: { chart: { spec: { chart, version: "1.16.1" } }, values },
  },
});
const group = (has?: Props): Resource => ({
  type: "azure-native:containerinstance:ContainerGroup",
  props: { containers: [{ name: "gw", image: gatewayImage }], tags: has },
});
const container = (labels?: unknown): Resource => ({
  type: "docker:index/container:Container",
  props: { image: gatewayImage, labels },
});
const swarm = (labels?: unknown, inside?: unknown): Resource => ({
  type: "docker:index/service:Service",
  props: { taskSpec: { containerSpec: { image: gatewayImage, labels: inside } }, labels },
});

/** The labels to paste from the message. */
function pasted({ type }: Resource): string {
  const label = (name: string, value: string) =>
    type.startsWith("docker:") ? `{ "label": "${name}", "value": "${value}" }` : `"${name}": "${value}"`;
  const separator = type.startsWith("azure") ? "-" : "/";
  return [
    ["owner", "<team>"],
    ["responsibility", "customer"],
  ]
    .map(([name, value]) => label(`apim-gateway${separator}${name}`, value ?? ""))
    .join(", ");
}

async function lines(resource: Resource): Promise<string[]> {
  await pack.configure({ [policy]: "mandatory" });
  return linesOf(await pack.analyze(resource), policy);
}

describe("labels that are there", () => {
  const cases: [string, Resource][] = [
    ["a Helm release", helm({ commonLabels: owned })],
    ["an Argo CD Application's own", argo(owned)],
    ["in Argo CD's values", argo(undefined, { valuesObject: { commonLabels: owned } })],
    ["in Argo CD's values as text", argo(undefined, { values: yaml(owned) })],
    ["a Flux HelmRelease's own", flux(owned)],
    ["in Flux's values", flux(undefined, { commonLabels: owned })],
    ["a container group", group(tags)],
    ["a Docker container", container(pairs)],
    ["a Docker service", swarm(pairs)],
    ["a Docker service's containers", swarm(undefined, pairs)],
  ];
  for (const [title, resource] of cases) {
    test(title, async () => assert.deepEqual(await lines(resource), []));
  }
});

describe("labels that are missing, and the remediation that writes them", () => {
  const cases: [string, Resource, string][] = [
    ["a Helm release", helm(), "values.commonLabels"],
    ["an Argo CD Application", argo(), "metadata.labels"],
    ["a Flux HelmRelease", flux(), "metadata.labels"],
    ["a container group", group(), "tags"],
    ["a Docker container", container(), "labels"],
    ["a Docker container with other labels", container([{ label: "a", value: "b" }]), "labels"],
    ["a Docker service", swarm(), "labels"],
  ];
  for (const [title, resource, place] of cases) {
    test(title, async () => {
      const found = await lines(resource);
      assert.equal(found.length, 1, found.join("\n"));
      assertMessage(found[0], mandatory("missing", { place }));
      assertMessage(found[0], reports("missing", { labels: pasted(resource) }));
      await pack.configure({ [policy]: { enforcementLevel: "remediate", defaultOwner: "team-edge" } });
      assert.deepEqual(linesOf(await pack.preview([resource]), policy), []);
    });
  }

  test("a value inside a string is left to its author", async () => {
    const wrong = argo(undefined, { values: yaml({ ...owned, "apim-gateway/responsibility": "shared" }) });
    await pack.configure({ [policy]: { enforcementLevel: "remediate", defaultOwner: "team-edge" } });
    const found = linesOf(await pack.preview([wrong]), policy);
    assert.equal(found.length, 1);
    assertMessage(found[0], reports("other-class"));
  });
  test("the chart's values must be text without quotes", async () => {
    const found = await lines(helm({ commonLabels: { ...owned, "apim-gateway/owner": "4711" } }));
    assert.equal(found.length, 1);
    assertMessage(found[0], reports("rejected-yaml", { value: "4711" }));
  });
});

describe("what cannot be seen is one advisory line", () => {
  const cases: [string, Resource][] = [
    ["values that are unknown", helm(unknown as unknown as Props)],
    ["values from a file", helm(undefined, { valueYamlFiles: [fileAsset("values.yaml")] })],
    ["tags that are unknown", group(unknown as unknown as Props)],
    ["a list of labels that is unknown", container(unknown)],
  ];
  for (const [title, resource] of cases) {
    test(title, async () => {
      const found = await lines(resource);
      assert.equal(found.length, 1, found.join("\n"));
      assert.ok(found[0]?.startsWith("advisory: "));
    });
  }
});

test("an Arc extension has no labels", async () => {
  const { notApplicable } = await pack.analyze({
    type: "azure-native:kubernetesconfiguration:Extension",
    props: { extensionType: "Microsoft.ApiManagement.Gateway", configurationSettings: {} },
  });
  assert.ok(notApplicable.some((one) => one.policy === policy));
});

test("a third-party workload in the namespace of a gateway, on each host in the cluster", async () => {
  const grafana: Resource = {
    type: "kubernetes:apps/v1:Deployment",
    name: "grafana",
    props: {
      metadata: { name: "grafana", namespace: "edge" },
      spec: { template: { spec: { containers: [{ image: "grafana/grafana:11" }] } } },
    },
  };
  const arc: Resource = {
    type: "azure-native:kubernetesconfiguration:Extension",
    props: {
      extensionType: "Microsoft.ApiManagement.Gateway",
      configurationSettings: {},
      scope: { namespace: { targetNamespace: "edge" } },
    },
  };
  const inEdge = flux(owned);
  inEdge.props = { ...inEdge.props, metadata: { name: "gw", namespace: "edge", labels: owned } };
  for (const host of [helm({ commonLabels: owned }), argo(owned), inEdge, arc]) {
    const found = linesOf(await pack.preview([host, grafana]), "third-party-components");
    assert.equal(found.length, 1, host.type);
  }
  assert.deepEqual(linesOf(await pack.preview([group(tags), grafana]), "third-party-components"), []);
});

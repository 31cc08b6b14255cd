import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { casesOf } from "../../testkit/samples/cases";
import { assertPassed, assertReported, linesOf } from "../../testkit/samples/findings";
import { officialChart } from "../../testkit/samples/official-chart";
import {
  app,
  budget,
  type Changes,
  claim,
  classicApp,
  discovery,
  gateway,
  hpa,
  scaledObject,
  surroundings,
  withWrongTypes,
} from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-availability";
const pack = usePack({ only: [policy] });
const run = casesOf(pack, policy);

const good = surroundings();
const withoutClaim = good.filter(({ type }) => !type.endsWith(":PersistentVolumeClaim"));
const stack = (changes: Changes, ...around: Resource[]): Resource[] => [
  gateway(changes),
  ...(around.length > 0 ? around : good),
];
const paused = (annotations: Record<string, unknown>) => ({
  metadata: {
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([name, value]) => [`autoscaling.keda.sh/${name}`, value]),
    ),
  },
});
const scaled = (...around: Resource[]) => [gateway({ spec: { replicas: undefined } }), ...good, ...around];

describe("replicas", () => {
  run([
    { title: "three replicas, kept apart and up: nothing", stack: stack({}) },
    {
      title: "one replica is too few",
      stack: stack({ spec: { replicas: 1 } }),
      finds: [reports(["few", "fewByDefault"], { path: "spec.replicas", count: "1", least: "3" })],
    },
    {
      title: "two are",
      stack: stack({ spec: { replicas: 2 } }),
      finds: [reports(["few", "fewByDefault"], { count: "2", least: "3" })],
    },
    {
      title: "no number means one",
      stack: stack({ spec: { replicas: undefined } }),
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    { title: "a number as text counts", stack: stack({ spec: { replicas: "3" } }) },
    {
      title: "a text that isn't a number",
      stack: stack({ spec: { replicas: "many" } }),
      finds: [reports("unreadable", { path: "spec.replicas" })],
    },
    {
      title: "an unknown number is reported once",
      stack: stack({ spec: { replicas: unknown } }),
      finds: [advisory("preview", { path: "spec.replicas" })],
    },
    {
      title: "an encrypted number is reported once",
      stack: stack({ spec: { replicas: "[secret]" } }),
      finds: [reports("encrypted")],
    },
    {
      title: "a number under ignoreChanges is not the program's",
      stack: [gateway({ spec: { replicas: 1 } }, { opts: { ignoreChanges: ["spec.replicas"] } }), ...good],
      finds: [reports("ignored")],
    },
    {
      title: "a DaemonSet has no number",
      stack: [
        gateway({ spec: { replicas: undefined } }, { type: "kubernetes:apps/v1:DaemonSet" }),
        discovery(),
      ],
    },
    { title: "a Pod is a single one", stack: [podOf()], finds: [reports("single", { host: "Pod" })] },
    {
      title: "a Patch with too few is found",
      stack: [gateway({ spec: { replicas: 1 } }, { type: "kubernetes:apps/v1:DeploymentPatch" })],
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    {
      title: "a Patch without a number is not checked",
      stack: [gateway({ spec: { replicas: undefined } }, { type: "kubernetes:apps/v1:DeploymentPatch" })],
    },
    {
      title: "a Job ends by itself",
      stack: [gateway({ spec: { replicas: undefined } }, { type: "kubernetes:batch/v1:Job" })],
    },
  ]);

  test("minReplicas lowers the number, and one that is enough needs neither budget nor spread", async () => {
    await pack.configure({ [policy]: { enforcementLevel: "mandatory", minReplicas: 1 } });
    const single = gateway({ spec: { replicas: 1 }, pod: { topologySpreadConstraints: undefined } });
    assertPassed(await pack.preview([single]), policy);
    await pack.configure({});
  });

  test("an outputs-only stack is checked too", async () => {
    assertReported(
      await pack.analyzeStack([gateway({ spec: { replicas: 1 } }), ...good]),
      policy,
      reports(["few", "fewByDefault"], { count: "1", least: "3" }),
    );
  });
});

/** Microsoft's older limits allow one replica in the Developer tier, the newer ones have no such limit: both pass. */
describe("the Developer tier", () => {
  const service = (tier: string, name = "contoso"): Resource => ({
    type: "azure-native:apimanagement:ApiManagementService",
    props: { serviceName: name, sku: { name: tier, capacity: 1 } },
  });
  run([
    {
      title: "one replica on Developer passes",
      stack: [...stack({ spec: { replicas: 1 } }), service("Developer")],
    },
    { title: "three on Developer pass", stack: [...stack({}), service("Developer")] },
    {
      title: "one on Premium is too few",
      stack: [...stack({ spec: { replicas: 1 } }), service("Premium")],
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    {
      title: "another service's Developer tier does not count",
      stack: [...stack({ spec: { replicas: 1 } }), service("Developer", "other")],
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    ...(["Developer", "Premium"] as const).map((tier) => {
      const own = { ...service(tier), name: "own" };
      const other = { ...service(tier === "Premium" ? "Developer" : "Premium", "other"), name: "other" };
      const env = { "config.service.endpoint": unknown };
      const pods = gateway({ env, spec: { replicas: 1 } }, { propertyDependencies: { spec: [own] } });
      return {
        title: `an endpoint that is computed from a service of tier ${tier} is that service's`,
        stack: [pods, ...good, own, other],
        finds: tier === "Premium" ? [reports(["few", "fewByDefault"], { count: "1" })] : [],
      };
    }),
    {
      title: "the classic provider's service counts",
      stack: [
        ...stack({ spec: { replicas: 1 } }),
        { type: "azure:apimanagement/service:Service", props: { name: "contoso", skuName: "Developer_1" } },
      ],
    },
  ]);
});

describe("autoscalers", () => {
  run([
    { title: "an HPA that keeps three up", stack: scaled(hpa()) },
    { title: "a ScaledObject that keeps three up", stack: scaled(scaledObject()) },
    {
      title: "a ScaledObject that is paused at one replica",
      stack: scaled(scaledObject({}, paused({ "paused-replicas": "1" }))),
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    {
      title: "a ScaledObject that is paused at an unknown number",
      stack: scaled(scaledObject({}, paused({ "paused-replicas": unknown }))),
      finds: [reports("previewOf", { of: "ScaledObject" })],
    },
    {
      title: "a paused ScaledObject leaves the Deployment's own number",
      stack: scaled(scaledObject({}, paused({ paused: "true" }))),
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    {
      title: "a patch of an HPA that keeps three up",
      stack: scaled({ ...hpa(), type: "kubernetes:autoscaling/v2:HorizontalPodAutoscalerPatch" }),
    },
    {
      title: "an HPA that keeps one",
      stack: scaled(hpa({ minReplicas: undefined })),
      finds: [
        reports(["few", "fewByDefault"], {
          path: "spec.minReplicas",
          owner: "HorizontalPodAutoscaler",
          count: "1",
        }),
      ],
    },
    {
      title: "a ScaledObject that scales to zero",
      stack: scaled(scaledObject({ minReplicaCount: undefined })),
      finds: [
        reports(["zero", "zeroByDefault"], {
          path: "spec.minReplicaCount",
          owner: "ScaledObject",
          count: "0",
        }),
      ],
    },
    {
      title: "idle to zero is zero",
      stack: scaled(scaledObject({ idleReplicaCount: 0 })),
      finds: [reports(["zero", "zeroByDefault"], { path: "spec.idleReplicaCount" })],
    },
    {
      title: "an HPA beside a fixed number",
      stack: [...stack({}), hpa()],
      finds: [reports("fixed", { path: "spec.replicas", autoscaler: "scaler" })],
    },
    {
      title: "an HPA of another Deployment",
      stack: [...stack({}), hpa({ scaleTargetRef: { kind: "Deployment", name: "other" } })],
    },
    {
      title: "an HPA of a StatefulSet of the same name",
      stack: [...stack({}), hpa({ scaleTargetRef: { kind: "StatefulSet", name: "gateway" } })],
    },
    {
      title: "an HPA of another namespace",
      stack: [...stack({}), hpa({}, { metadata: { namespace: "other" } })],
    },
    {
      title: "an unknown target builds nothing, but may keep enough up",
      stack: scaled(hpa({ scaleTargetRef: { kind: "Deployment", name: unknown } })),
      finds: [advisory("previewOf", { path: "spec.scaleTargetRef.name" })],
    },
    {
      title: "an unknown target that depends on the gateway is the gateway's",
      stack: scaled(
        hpa(
          { scaleTargetRef: { kind: "Deployment", name: unknown }, minReplicas: 2 },
          { propertyDependencies: { spec: [gateway()] } },
        ),
      ),
      finds: [
        reports(["few", "fewByDefault"], {
          path: "spec.minReplicas",
          owner: "HorizontalPodAutoscaler",
          count: "2",
        }),
      ],
    },
    {
      title: "an unknown minimum is reported once",
      stack: scaled(hpa({ minReplicas: unknown })),
      finds: [reports("previewOf", { path: "spec.minReplicas" })],
    },
    {
      title: "a minimum that isn't a number",
      stack: scaled(hpa({ minReplicas: "abc" })),
      finds: [reports("unreadable", { path: "spec.minReplicas", owner: "HorizontalPodAutoscaler" })],
    },
  ]);

  test("a number that only the cluster filled in is not the program's", async () => {
    const deployment = gateway({ spec: { replicas: undefined } });
    const live = { ...deployment, outputs: gateway({ spec: { replicas: 5 } }).props };
    assertPassed(await pack.preview([live, ...good, hpa()]), policy);
  });

  test("an HPA in another cluster is another gateway's", async () => {
    const cluster = (name: string): Resource => ({ type: "pulumi:providers:kubernetes", name, props: {} });
    const [one, two] = [cluster("one"), cluster("two")];
    const here = [gateway({}, { provider: one }), ...good.map((item) => ({ ...item, provider: one }))];
    assertPassed(await pack.preview([one, two, ...here, hpa({}, { provider: two })]), policy);
    assertReported(await pack.preview([one, ...here, hpa({}, { provider: one })]), policy, reports("fixed"));
  });
});

describe("PodDisruptionBudget", () => {
  const without = (...around: Resource[]) => [gateway(), discovery(), ...around];
  const none = reports("budget", { host: "Deployment" });
  const expression = (operator: string, key: string, values?: string[]) => ({
    matchExpressions: [{ key, operator, values }],
  });
  const least = (minAvailable: unknown) => without(budget({ maxUnavailable: undefined, minAvailable }));
  const select = (selector: unknown, more = {}) => without(budget({ selector }, more));
  run([
    { title: "none in the stack", stack: without(), finds: [none] },
    { title: "one of other pods", stack: select({ matchLabels: { app: "other" } }), finds: [none] },
    {
      title: "one that asks for one label too many",
      stack: select({ matchLabels: { app: "gateway", zone: "a" } }),
      finds: [none],
    },
    {
      title: "one in another namespace",
      stack: select({ matchLabels: { app: "gateway" } }, { metadata: { namespace: "other" } }),
      finds: [none],
    },
    {
      title: "one without a namespace, which the provider decides",
      stack: select({ matchLabels: { app: "gateway" } }, { metadata: { namespace: undefined } }),
    },
    { title: "an empty selector selects everything in policy/v1", stack: select({}) },
    {
      title: "an empty selector selects nothing in policy/v1beta1",
      stack: select({}, { type: "kubernetes:policy/v1beta1:PodDisruptionBudget" }),
      finds: [none],
    },
    { title: "one that lets all pods go", stack: without(budget({ maxUnavailable: "100%" })), finds: [none] },
    { title: "one that keeps none", stack: least(0), finds: [none] },
    { title: "one that keeps none in percent", stack: least("0%"), finds: [none] },
    { title: "one that keeps half", stack: least("50%") },
    { title: "one that keeps one", stack: least(1) },
    { title: "one that keeps all, as one without numbers does", stack: least(undefined) },
    { title: "no selector selects nothing", stack: select(undefined), finds: [none] },
    { title: "In selects", stack: select(expression("In", "app", ["x", "gateway"])) },
    { title: "In does not select", stack: select(expression("In", "app", ["x"])), finds: [none] },
    { title: "NotIn selects a pod without the label", stack: select(expression("NotIn", "zone", ["a"])) },
    { title: "NotIn does not select", stack: select(expression("NotIn", "app", ["gateway"])), finds: [none] },
    { title: "Exists selects", stack: select(expression("Exists", "tier")) },
    {
      title: "DoesNotExist does not select",
      stack: select(expression("DoesNotExist", "tier")),
      finds: [none],
    },
    {
      title: "an unknown selector is reported once",
      stack: select({ matchLabels: { app: unknown } }),
      finds: [advisory("previewOf", { path: "spec.selector.matchLabels.app" })],
    },
    {
      title: "an unknown label does not hide one that surely differs",
      stack: select({ matchLabels: { app: unknown, tier: "back" } }),
      finds: [none],
    },
    {
      title: "one that certainly selects makes an unknown one irrelevant",
      stack: [...select({ matchLabels: { app: unknown } }), budget({}, { name: "second" })],
    },
  ]);
});

describe("spread and update", () => {
  const spread = reports("spread", { host: "Deployment" });
  const podAntiAffinity = (term: object) => ({
    topologySpreadConstraints: undefined,
    affinity: { podAntiAffinity: term },
  });
  const labelSelector = { matchLabels: { app: "gateway" } };
  const topologyKey = "kubernetes.io/hostname";
  run([
    {
      title: "nothing keeps them apart",
      stack: stack({ pod: { topologySpreadConstraints: undefined } }),
      finds: [spread],
    },
    { title: "an empty list", stack: stack({ pod: { topologySpreadConstraints: [] } }), finds: [spread] },
    {
      title: "a rule that counts other pods",
      stack: stack({
        pod: { topologySpreadConstraints: [{ topologyKey, labelSelector: { matchLabels: { app: "x" } } }] },
      }),
      finds: [spread],
    },
    {
      title: "a rule without a selector counts no pod",
      stack: stack({ pod: { topologySpreadConstraints: [{ topologyKey }] } }),
      finds: [spread],
    },
    {
      title: "required anti-affinity",
      stack: stack({
        pod: podAntiAffinity({
          requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector }],
        }),
      }),
    },
    {
      title: "preferred anti-affinity",
      stack: stack({
        pod: podAntiAffinity({
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, podAffinityTerm: { topologyKey, labelSelector } },
          ],
        }),
      }),
    },
    {
      title: "an unknown list is reported once",
      stack: stack({ pod: { topologySpreadConstraints: unknown } }),
      finds: [reports("preview", { path: "spec.template.spec.topologySpreadConstraints" })],
    },
    {
      title: "Recreate with one replica on a claim for one node, which both would need",
      stack: [
        gateway({ spec: { replicas: 1, strategy: { type: "Recreate" } } }),
        claim(["ReadWriteOnce"]),
        ...withoutClaim,
      ],
      finds: [reports(["few", "fewByDefault"])],
    },
    {
      title: "Recreate with one replica on a claim that is elsewhere",
      stack: [gateway({ spec: { replicas: 1, strategy: { type: "Recreate" } } }), ...withoutClaim],
      finds: [reports(["few", "fewByDefault"])],
    },
    {
      title: "Recreate with one replica on a claim for many nodes",
      stack: [gateway({ spec: { replicas: 1, strategy: { type: "Recreate" } } }), claim(), ...good],
      finds: [reports(["few", "fewByDefault"]), reports("recreate")],
    },
    {
      title: "strategy Recreate",
      stack: stack({ spec: { strategy: { type: "Recreate" } } }),
      finds: [reports("recreate", { path: "spec.strategy.type" })],
    },
    { title: "strategy RollingUpdate", stack: stack({ spec: { strategy: { type: "RollingUpdate" } } }) },
  ]);
});

describe("replicas that find each other", () => {
  const without = (changes: Changes, ...around: Resource[]) => [gateway(changes), budget(), ...around];
  const noHost = { env: { "neighborhood.host": undefined } };
  const custom = { env: { "policy.rate-limit.sync.port": "5290" } };
  const from = (ref: string) => ({
    ...noHost,
    container: { env: undefined, envFrom: [{ [ref]: { name: "settings" } }] },
  });
  const port = (number: unknown, protocol?: string, targetPort?: unknown) => ({
    port: number,
    protocol,
    targetPort,
  });
  run([
    {
      title: "several replicas without neighborhood.host",
      stack: without(noHost, discovery()),
      finds: [reports("neighborhoodUnset")],
    },
    {
      title: "an empty neighborhood.host",
      stack: without({ env: { "neighborhood.host": " " } }, discovery()),
      finds: [reports("neighborhoodUnset")],
    },
    {
      title: "no Service of that name",
      stack: without({}),
      finds: [reports("noService")],
    },
    {
      title: "a Service with an address",
      stack: without({}, discovery({ clusterIP: undefined })),
      finds: [reports("notHeadless", { service: "gateway-discovery" })],
    },
    {
      title: "a Service of other pods",
      stack: without({}, discovery({ selector: { app: "x" } })),
      finds: [reports("selectsNone")],
    },
    {
      title: "a Service of TCP ports",
      stack: without({}, discovery({ ports: [port(4290), port(4291, "TCP")] })),
      finds: [reports("portsMissing", { ports: ["4290", "4291"] })],
    },
    {
      title: "a Service without the heartbeat",
      stack: without({}, discovery({ ports: [port(4290, "UDP")] })),
      finds: [reports("portsMissing", { ports: "4291" })],
    },
    {
      title: "ports by the names of the container's",
      stack: without({}, discovery({ ports: [port(1, "UDP", "rate-limit"), port(2, "UDP", "heartbeat")] })),
    },
    {
      title: "a full host name",
      stack: without(
        { env: { "neighborhood.host": "gateway-discovery.apim.svc.cluster.local" } },
        discovery(),
      ),
    },
    {
      title: "a host in another namespace is outside",
      stack: without({ env: { "neighborhood.host": "discovery.shared" } }),
    },
    {
      title: "ports that the settings moved",
      stack: without(custom, discovery({ ports: [port(5290, "UDP"), port(4291, "UDP")] })),
    },
    {
      title: "ports that the settings moved away",
      stack: without(custom, discovery()),
      finds: [reports("portsMissing", { ports: "5290" })],
    },
    {
      title: "an unknown host, and a Service that fits",
      stack: without({ env: { "neighborhood.host": unknown } }, discovery()),
    },
    {
      title: "an unknown host, and none that fits",
      stack: without({ env: { "neighborhood.host": unknown } }),
      finds: [reports("preview", { path: "spec.template.spec.containers[0].env[3].value" })],
    },
    {
      title: "settings outside the stack are a note",
      stack: without(from("configMapRef"), discovery()),
      finds: [advisory("unseen")],
    },
    {
      title: "a host that is put together from other variables",
      stack: without({ env: { "neighborhood.host": "$(DISCOVERY)" } }),
    },
    {
      title: "a ConfigMap of the stack whose data is unknown is reported once",
      stack: [
        ...without(from("configMapRef"), discovery()),
        {
          type: "kubernetes:core/v1:ConfigMap",
          name: "settings",
          props: { metadata: { name: "settings", namespace: "apim" }, data: unknown },
        },
      ],
      finds: [advisory("previewOf", { of: "ConfigMap" })],
    },
    {
      title: "settings that are unknown are reported once",
      stack: without({ ...noHost, container: { env: unknown } }, discovery()),
      finds: [advisory("preview", { path: "spec.template.spec.containers[0].env" })],
    },
    {
      title: "a Knative Service of that name is none",
      stack: without({}, discovery({}, { type: "kubernetes:serving.knative.dev/v1:Service" })),
      finds: [reports("noService")],
    },
    {
      title: "a DaemonSet without it is a note",
      stack: [
        gateway({ spec: { replicas: undefined }, ...noHost }, { type: "kubernetes:apps/v1:DaemonSet" }),
      ],
      finds: [advisory("perNode", { host: "DaemonSet" })],
    },
  ]);
});

describe("Container Apps", () => {
  const scale = (minReplicas?: unknown, maxReplicas: unknown = 1) => [
    app({ template: { scale: { minReplicas, maxReplicas } } }),
  ];
  run([
    { title: "one replica", stack: scale(1) },
    {
      title: "scale to zero",
      stack: scale(0),
      finds: [reports(["zero", "zeroByDefault"], { path: "template.scale.minReplicas", count: "0" })],
    },
    {
      title: "no minimum means zero",
      stack: scale(undefined),
      finds: [reports(["zero", "zeroByDefault"], { path: "template.scale.minReplicas", count: "0" })],
    },
    {
      title: "several replicas are a note, and no UDP is asked for",
      stack: scale(1, 3),
      finds: [advisory(["elastic", "elasticByDefault"], { path: "template.scale.maxReplicas", count: "3" })],
    },
    {
      title: "an unknown minimum is reported once",
      stack: scale(unknown),
      finds: [reports("preview", { path: "template.scale.minReplicas" })],
    },
    { title: "the classic provider: one replica", stack: [classicApp()] },
    {
      title: "the classic provider: zero",
      stack: [classicApp({ minReplicas: 0 })],
      finds: [reports(["zero", "zeroByDefault"], { path: "template.minReplicas", count: "0" })],
    },
  ]);

  // azure-native's preview outputs are unknown for everything that the program left out, at any depth.
  test("what azure-native's preview calls unknown, but the program left out, is left out", async () => {
    const declared = app({ template: { scale: {} } });
    const outputs = {
      ...app({ template: { scale: { minReplicas: unknown, maxReplicas: unknown } } }).props,
      id: unknown,
    };
    assertReported(
      await pack.preview([{ ...declared, outputs }]),
      policy,
      reports(["zero", "zeroByDefault"], { count: "0" }),
      reports(["elastic", "elasticByDefault"], { count: "10" }),
    );
  });
});

describe("the official chart", () => {
  run([
    { title: "what it renders by default is as it should be", stack: officialChart() },
    {
      title: "without its Service for discovery it is not",
      stack: officialChart().filter(({ name }) => !name?.endsWith("instance-discovery")),
      finds: [reports("noService")],
    },
    {
      title: "without its PodDisruptionBudget it is not",
      stack: officialChart().filter(({ type }) => !type.endsWith("PodDisruptionBudget")),
      finds: [reports("budget")],
    },
  ]);
});

test("a stack without gateways stays free of it, whatever Services and NetworkPolicies it has", async () => {
  const result = await pack.preview([budget(), discovery(), hpa()]);
  assert.deepEqual(result.diagnostics, []);
  assert.ok(result.notApplicable.some((entry) => entry.policy === policy));
});

test("no value of a setting is in a finding", async () => {
  const secret = "very-secret-host";
  const changes = { env: { "neighborhood.host": secret } };
  const result = await pack.preview([gateway(changes), budget()]);
  assert.ok(!JSON.stringify(result.diagnostics).includes(secret));
  assert.equal(linesOf(result, policy).length, 1);
});

test("a wrong type in any property never breaks a policy", async () => {
  const around = [...surroundings(), hpa()];
  for (const props of withWrongTypes(gateway().props)) {
    const { diagnostics } = await pack.analyzeStack([{ ...gateway(), props }, ...around]);
    assert.ok(
      !diagnostics.some(({ message }) => message.includes("failed because of a defect")),
      JSON.stringify(diagnostics),
    );
  }
  for (const object of around) {
    for (const props of withWrongTypes(object.props)) {
      const stack = [gateway(), ...around.filter((other) => other !== object), { ...object, props }];
      const { diagnostics } = await pack.analyzeStack(stack);
      assert.ok(
        !diagnostics.some(({ message }) => message.includes("failed because of a defect")),
        JSON.stringify(diagnostics),
      );
    }
  }
});

function podOf(): Resource {
  const { spec } = gateway().props as { spec: { template: { spec: object } } };
  return {
    type: "kubernetes:core/v1:Pod",
    props: { metadata: { name: "gateway", namespace: "apim" }, spec: spec.template.spec },
  };
}

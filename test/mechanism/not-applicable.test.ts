import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { type Pack, type Resource, rootStack, startPack, unknown } from "../harness";
import { cluster, configMap, deployment, goodEnv } from "../samples/kubernetes";

const stack: Resource = { type: "pulumi:pulumi:Stack", urn: rootStack, props: {} };
const bucket: Resource = { type: "aws:s3/bucket:Bucket", props: { acl: unknown } };

let pack: Pack;
before(async () => {
  pack = await startPack({ today: "2026-11-24" });
});
after(() => pack.stop());
// Ends what the pack remembers: the next test is the next preview.
afterEach(() => pack.analyzeStack([]));

const policiesOf = (kind: string) =>
  pack.info.policies.filter((policy) => policy.kind === kind).map(({ name }) => name);

/** What the SDK says when it did not even run a stack policy, and what the policy says when it ran. */
const skipped = "Policy only applies to resources of type 'self-hosted gateway'";
const ran = "The stack has no self-hosted gateway";

test("every resource policy calls a foreign type not applicable, for a score counts what passed", async () => {
  const foreign: Resource[] = [
    stack,
    bucket,
    cluster("k8s"),
    deployment({ image: "nginx:1.0.0", env: [] }),
    { type: "kubernetes:core/v1:Service", props: { metadata: { name: "gateway" } } },
    { type: "kubernetes:helm.sh/v3:Chart", props: {} },
    { type: "kubernetes:apps/v1:Deployment", props: {} },
    { type: "azure-native:app:Job", props: { template: { containers: [{ env: goodEnv }] } } },
    { type: "azure-native:appx:ContainerApp", props: { template: { containers: [{ env: goodEnv }] } } },
    { type: "random", props: {} },
    { type: "a:b:c:d", props: {} },
    configMap("settings", { "log.level": "info" }),
  ];
  for (const resource of foreign) {
    const { diagnostics, notApplicable } = await pack.analyze(resource);
    assert.deepEqual(diagnostics, [], resource.type);
    assert.deepEqual(
      notApplicable.map(({ policy }) => policy).sort(),
      policiesOf("resource").sort(),
      resource.type,
    );
  }
});

test("a stack policy is skipped where Analyze went by and saw no gateway", async () => {
  const { diagnostics, notApplicable } = await pack.preview([stack, bucket]);
  assert.deepEqual(diagnostics, []);
  const own = notApplicable.filter(({ policy }) => policiesOf("stack").includes(policy));
  assert.ok(own.length > 0);
  assert.ok(
    own.every(({ reason }) => reason.startsWith("Policy only applies to resources of type")),
    JSON.stringify(own),
  );
});

test("it is not skipped where Analyze never went by: then it looks for itself", async () => {
  const { notApplicable } = await pack.analyzeStack([stack, bucket]);
  assert.ok(
    notApplicable.some(({ reason }) => reason === ran),
    JSON.stringify(notApplicable),
  );
  assert.ok(!notApplicable.some(({ reason }) => reason === skipped));
  const { diagnostics } = await pack.analyzeStack([stack, deployment({ env: [] })]);
  assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
});

test("it is not skipped where every resource policy is disabled", async () => {
  const disabled = policiesOf("resource").map((name) => [name, "disabled"] as const);
  await pack.configure(Object.fromEntries(disabled));
  const { diagnostics } = await pack.preview([stack, deployment({ env: [] })]);
  await pack.configure({});
  assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
});

test("it is not skipped where a gateway is recognised only by settings that come after its workload", async () => {
  const renamed = deployment({
    image: "acme.io/apim:2.13.2",
    env: [],
    envFrom: [{ configMapRef: { name: "settings" } }],
  });
  const settings = configMap("settings", {
    "config.service.endpoint": "contoso.configuration.azure-api.net",
  });
  const { diagnostics } = await pack.preview([stack, renamed, settings]);
  assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
});

test("nor where those settings are the stringData of a Secret", async () => {
  const envFrom = [{ secretRef: { name: "settings" } }];
  const renamed = deployment({ image: "acme.io/apim:2.13.2", env: [], envFrom });
  const settings: Resource = {
    type: "kubernetes:core/v1:Secret",
    props: {
      metadata: { name: "settings", namespace: "apim" },
      stringData: { "config.service.auth": "GatewayKey gw&202612010000&c2ln" },
    },
  };
  const { diagnostics } = await pack.preview([stack, renamed, settings]);
  assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
});

test("one preview's gateway does not make the next preview's stack one with gateways, nor the other way", async () => {
  const gateway = deployment({ env: [] });
  for (let round = 0; round < 2; round++) {
    const none = await pack.preview([stack, bucket]);
    assert.ok(none.notApplicable.some(({ reason }) => reason === skipped));
    assert.deepEqual(none.diagnostics, []);
    assert.ok((await pack.preview([stack, gateway])).diagnostics.length > 0);
  }
});

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ordinaryStack } from "../../bench/resources";
import { type Resource, type Result, rootStack, stringAsset, unknown } from "../../testkit/pack";
import { cluster, configMap, deployment, goodEnv } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const stack: Resource = { type: "pulumi:pulumi:Stack", urn: rootStack, props: {} };
const bucket: Resource = { type: "aws:s3/bucket:Bucket", props: { acl: unknown } };

const pack = usePack();
// Clears the pack's memory, so the next test is a new preview.
afterEach(() => pack.analyzeStack([]));

const policiesOf = (kind: string) =>
  pack.info.policies.filter((policy) => policy.kind === kind).map(({ name }) => name);

/** The SDK's reason if it didn't run a stack policy. */
const skipped = "Policy only applies to resources of type 'self-hosted gateway'";

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

test("it is skipped without any Analyze if no resource is of a type that it is concerned with", async () => {
  const { notApplicable } = await pack.analyzeStack([stack, bucket]);
  assert.ok(notApplicable.every(({ reason }) => reason.startsWith("Policy only applies")));
});

test("if Analyze did not see all that concerns them, one looks at the stack, and the others know it then", async () => {
  const other = { ...deployment({ image: "nginx:1", env: [] }), name: "other" };
  const { notApplicable } = await pack.analyzeStack([stack, other]);
  const reasons = notApplicable.map(({ reason }) => reason);
  assert.equal(
    reasons.filter((reason) => reason.startsWith("The stack contains no")).length,
    1,
    reasons.join(),
  );
  assert.equal(reasons.length, policiesOf("stack").length);
});

test("a policy is skipped that finds nothing in a stack with a gateway", async () => {
  const { notApplicable } = await pack.preview([stack, deployment()]);
  const own = notApplicable.filter(({ policy }) => policiesOf("stack").includes(policy));
  assert.deepEqual(
    own.map(({ policy, reason }) => [policy, reason.replace(/'.*/, "")]),
    ["apim-service-tier", "third-party-components"].map((policy) => [
      policy,
      "Policy only applies to resources of type ",
    ]),
  );
});

test("a gateway that Analyze never saw has its findings, whatever else Analyze saw", async () => {
  const gateway = deployment({ env: [] });
  for (const seen of [[], [stack, bucket], ordinaryStack(60)]) {
    for (const resource of seen) await pack.analyze(resource);
    const { diagnostics } = await pack.analyzeStack([stack, ...seen, gateway]);
    assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
  }
});

test("stacks that are analyzed at the same time share nothing", async () => {
  const stacks = Array.from({ length: 12 }, (_, index) => [
    { ...stack, urn: `urn:pulumi:dev-${index}::test::pulumi:pulumi:Stack::test-dev-${index}` },
    {
      ...deployment(index % 2 ? { env: [] } : { image: "nginx:1", env: [] }),
      urn: `urn:pulumi:dev-${index}::test::kubernetes:apps/v1:Deployment::gateway`,
    },
  ]);
  const alone: Result[] = [];
  for (const resources of stacks) alone.push(await pack.analyzeStack(resources));
  assert.deepEqual(await Promise.all(stacks.map((resources) => pack.analyzeStack(resources))), alone);
  assert.deepEqual(await Promise.all(stacks.map((resources) => pack.preview(resources))).then(found), [
    ...(await inTurn(stacks)),
  ]);
});

async function inTurn(stacks: Resource[][]): Promise<string[][]> {
  const results: Result[] = [];
  for (const resources of stacks) results.push(await pack.preview(resources));
  return found(results);
}

function found(results: Result[]): string[][] {
  return results.map(({ diagnostics }) =>
    diagnostics.map(({ policy, urn, message }) => `${policy} ${urn} ${message}`),
  );
}

test("it is not skipped where every resource policy is disabled", async () => {
  const disabled = policiesOf("resource").map((name) => [name, "disabled"] as const);
  await pack.configure(Object.fromEntries(disabled));
  const { diagnostics } = await pack.preview([stack, deployment({ env: [] })]);
  await pack.configure({});
  assert.ok(diagnostics.some(({ policy }) => policy === "gateway-auth-method"));
});

test("it is not skipped where a gateway is recognized only by settings that come after its workload", async () => {
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

test("300 ordinary resources give no finding, in a preview and as a stack alone", async () => {
  const stackPolicies = policiesOf("stack");
  const resources = ordinaryStack(300);
  const previewed = await pack.preview(resources);
  assert.deepEqual(previewed.diagnostics, []);
  assert.equal(previewed.notApplicable.length, 300 * policiesOf("resource").length + stackPolicies.length);
  const alone = await pack.analyzeStack(resources);
  assert.deepEqual(alone.diagnostics, []);
  assert.deepEqual(alone.notApplicable.map(({ policy }) => policy).sort(), stackPolicies.sort());
});

test("policies that are skipped for one resource run for the next, in any order of the requests", async () => {
  const odd: Resource[] = [
    bucket,
    deployment({ image: "nginx:1.0.0", env: [] }),
    deployment({ image: "mcr.microsoft.com/azure-api-management/gateway:latest", env: [] }),
    configMap("settings", { "config.service.endpoint": "https://contoso.management.azure-api.net" }),
    configMap("other", { "log.level": "info" }),
    // The text of an asset is awaited, so another resource is analyzed in between.
    {
      type: "kubernetes:helm.sh/v3:Release",
      props: { chart: "nginx", valueYamlFiles: [stringAsset("a: 1")] },
    },
    {
      type: "kubernetes:helm.sh/v3:Release",
      props: {
        chart: "azure-api-management-gateway",
        valueYamlFiles: [stringAsset("image: { tag: latest }")],
      },
    },
  ];
  const resources = Array.from({ length: 140 }, (_, index) => ({
    ...(odd[(index * index) % odd.length] as Resource),
    name: `item-${index}`,
  }));
  const alone: Result[] = [];
  for (const resource of resources) alone.push(await pack.analyze(resource));
  const together = await Promise.all(resources.map((resource) => pack.analyze(resource)));
  const answers = (results: Result[]) =>
    results.map(({ diagnostics, notApplicable }) => ({
      diagnostics,
      notApplicable: notApplicable.map(({ policy }) => policy),
    }));
  assert.deepEqual(answers(together), answers(alone));
  assert.ok(alone.filter(({ diagnostics }) => diagnostics.length > 0).length > 30);
});

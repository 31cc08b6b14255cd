import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, mandatory } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { apims, contoso, gatewayAt } from "../../testkit/samples/apim";
import { type Case, casesOf } from "../../testkit/samples/cases";
import { workloadIdentity } from "../../testkit/samples/entra";
import { findingsOf } from "../../testkit/samples/findings";
import { app, hpa, scaledObject } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "apim-gateway-limits";
const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });
const testAll = casesOf(pack, policy, { judged: false, alone: true });

for (const [name, apim] of Object.entries(apims)) {
  const isNative = name === "native";
  const skuKey = isNative ? "sku" : "skuName";
  const developer = apim.tier("Developer");
  const premium = apim.tier("Premium");
  const gateway = (id: string, service = "contoso", more: Partial<Resource> = {}) =>
    apim.gateway(id, service, { name: id, ...more });
  const gateways = (count: number, service = "contoso") =>
    Array.from({ length: count }, (_, index) => gateway(`gw-${index}`, service));
  const api = (id: unknown, more: Partial<Resource> = {}) =>
    apim.api(id, "contoso", { name: `api-${String(id)}`, ...more });
  const [one, two] = [gateway("gw-1"), gateway("gw-2")];
  const computed = (from: Resource[]) => ({ propertyDependencies: { gatewayId: from } });

  const counts: Case[] = [
    {
      title: "Developer supports 5 gateways, not 6",
      stack: [developer, ...gateways(6)],
      finds: [mandatory("many", { count: "6", tier: "Developer", limit: "5" })],
    },
    { title: "5 are fine on Developer", stack: [developer, ...gateways(5)] },
    { title: "Premium supports 100 gateways", stack: [premium, ...gateways(100)] },
    {
      title: "not 101",
      stack: [premium, ...gateways(101)],
      finds: [mandatory("many", { count: "101", tier: "Premium", limit: "100" })],
    },
    {
      title: "gateways of two services are counted apart",
      stack: [
        developer,
        apim.tier("Developer", "fabrikam", { name: "other" }),
        ...gateways(4),
        ...["a", "b", "c", "d"].map((id) => gateway(id, "fabrikam")),
      ],
    },
    {
      title: "the same gateway twice is one gateway",
      stack: [developer, ...gateways(5), apim.gateway("GW-1", "Contoso", { name: "again" })],
    },
    { title: "gateways of a service that isn't in the stack", stack: gateways(101) },
    {
      title: "a tier that supports none is another policy's matter",
      stack: [apim.tier("Standard"), ...gateways(6)],
    },
    {
      title: "a tier that is not known decides from 6 gateways on",
      stack: [apim.withSku(unknown), ...gateways(6)],
      finds: [advisory("preview")],
    },
    { title: "up to 5 it does not matter", stack: [apim.withSku(unknown), ...gateways(5)] },
    {
      title: "more than 100 are too many on any tier",
      stack: [apim.withSku(unknown), ...gateways(101)],
      finds: [mandatory("many", { tier: "Premium", limit: "100" })],
    },
    {
      title: "a tier under ignoreChanges is not checked",
      stack: [apim.tier("Developer", "contoso", { opts: { ignoreChanges: [skuKey] } }), ...gateways(6)],
      finds: [advisory("ignored")],
    },
    {
      title: "a gateway whose service is not known may be the sixth",
      stack: [developer, ...gateways(5), apim.unlinked("gw-9", { name: "gw-9" })],
      finds: [advisory("previewOf", { path: apim.link, of: "Gateway gw-9" })],
      alone: isNative ? [] : undefined,
    },
    { title: "or the second", stack: [developer, one, apim.unlinked("gw-9", { name: "gw-9" })] },
    {
      title: "names that are not known are joined by the dependency",
      stack: [
        apim.tier("Developer", unknown),
        ...Array.from({ length: 6 }, (_, index) =>
          apim.unlinked(unknown, {
            name: `gw-${index}`,
            propertyDependencies: { [apim.link]: [apim.tier("Developer", unknown)] },
          }),
        ),
      ],
      finds: [mandatory("many", { count: "6" })],
    },
    {
      title: "gateways that are declared elsewhere are counted by their names",
      stack: [
        developer,
        ...Array.from({ length: 6 }, (_, index) => named(`gw-${index}`, `workload-${index}`)),
      ],
      finds: [mandatory("many", { count: "6" })],
    },
    {
      title: "several workloads of one gateway are one gateway",
      stack: [developer, ...Array.from({ length: 6 }, (_, index) => named("gw", `workload-${index}`))],
      finds: [mandatory("shared", { count: "6", limit: "1", workload: "`workload-5`" })],
    },
  ];

  const apis: Case[] = [
    {
      title: "a gateway without an API is reported if another gateway has some",
      stack: [premium, one, two, api("gw-1")],
      finds: [mandatory("none", { gateway: "gw-2" })],
    },
    { title: "each has one", stack: [premium, one, two, api("gw-1"), api("GW-2")] },
    { title: "where none is assigned they are assigned elsewhere", stack: [premium, one, two] },
    {
      title: "an API of another service's gateway reports nothing",
      stack: [premium, one, gateway("gw-9", "fabrikam"), apim.api("gw-9", "fabrikam", { name: "theirs" })],
    },
    {
      title: "a gateway of the same name in another service has none by that",
      stack: [
        one,
        two,
        gateway("gw-1", "fabrikam", { name: "theirs" }),
        gateway("gw-8", "fabrikam"),
        api("gw-1"),
        api("gw-2"),
        apim.api("gw-8", "fabrikam", { name: "theirs" }),
      ],
      finds: [mandatory("none", { gateway: "gw-1" })],
    },
    {
      title: "a service outside the stack makes no difference",
      stack: [one, two, api("gw-1")],
      finds: [mandatory("none", { gateway: "gw-2" })],
    },
    {
      title: "an API of a gateway that is declared elsewhere counts",
      stack: [premium, one, api("gw-9")],
      finds: [mandatory("none", { gateway: "gw-1" })],
    },
    {
      title: "a name that is not known is followed by the dependency",
      stack: [premium, one, two, api(unknown, computed([two])), api("gw-1")],
    },
    {
      title: "and leaves the other one out",
      stack: [premium, one, two, api(unknown, computed([two]))],
      finds: [mandatory("none", { gateway: "gw-1" })],
    },
    {
      title: "a name that is not known may be any gateway's",
      stack: [premium, one, two, api(unknown), api("gw-1")],
      finds: [advisory("previewOf", { path: "gatewayId", of: "api-04da6b54-80e4-46f7-96ec-b56ff0331ba9" })],
    },
    {
      title: "a name under ignoreChanges may be any gateway's",
      stack: [premium, one, two, api("gw-2", { opts: { ignoreChanges: ["gatewayId"] } }), api("gw-1")],
      finds: [advisory("ignoredOf", { path: "gatewayId", of: "api-gw-2" })],
    },
  ];
  const specOf = (from: Resource) => ({ propertyDependencies: { spec: [from] } });
  const several: Case["finds"] = [
    mandatory(["several", "severalByDefault"], { path: "spec.replicas", count: "3", tier: "Developer" }),
  ];
  const replicas: Case[] = [
    { title: "one replica on Developer", stack: [developer, gatewayAt(contoso, 1)] },
    { title: "no number of replicas on Developer is one", stack: [developer, gatewayAt(contoso)] },
    { title: "none on Developer", stack: [developer, gatewayAt(contoso, 0)] },
    { title: "three replicas on Developer", stack: [developer, gatewayAt(contoso, 3)], finds: several },
    { title: "three replicas on Premium", stack: [premium, gatewayAt(contoso, 3)] },
    {
      title: "three replicas on a tier that doesn't support gateways at all",
      stack: [apim.tier("Standard"), gatewayAt(contoso, 3)],
    },
    {
      title: "of two services the gateway's own decides",
      stack: [premium, apim.tier("Developer", "fabrikam", { name: "other" }), gatewayAt(contoso, 3)],
    },
    {
      title: "also where that is Developer",
      stack: [apim.tier("Premium", "fabrikam", { name: "other" }), developer, gatewayAt(contoso, 3)],
      finds: several,
    },
    {
      title: "a service that isn't in the stack has an unknown tier",
      stack: [developer, gatewayAt("fabrikam.configuration.azure-api.net", 3)],
    },
    {
      title: "an endpoint that is not known is followed to the service",
      stack: [developer, gatewayAt(unknown, 3, specOf(developer))],
      finds: several,
    },
    {
      title: "an endpoint that is not known may be that of a service on Developer",
      stack: [developer, apim.tier("Premium", "fabrikam", { name: "other" }), gatewayAt(unknown, 3)],
      finds: [advisory("preview", { path: "spec.template.spec.containers[0].env[0].value" })],
    },
    {
      title: "it does not matter with one replica",
      stack: [developer, gatewayAt(unknown, 1)],
    },
    { title: "nor where no service is on Developer", stack: [premium, gatewayAt(unknown, 3)] },
    {
      title: "a service whose name is not known may be the gateway's",
      stack: [apim.tier("Developer", unknown), gatewayAt(contoso, 3)],
      finds: [advisory("previewOf")],
    },
    {
      title: "a tier that is not known may be Developer",
      stack: [apim.withSku(unknown), gatewayAt(contoso, 3)],
      finds: [advisory("previewOf")],
    },
    { title: "it does not matter without replicas", stack: [apim.withSku(unknown), gatewayAt(contoso, 1)] },
    {
      title: "replicas that are not known are one line",
      stack: [developer, gatewayAt(contoso, unknown)],
      finds: [advisory("preview", { path: "spec.replicas" })],
    },
    {
      title: "replicas that the program doesn't determine aren't a defect",
      stack: [developer, gatewayAt(contoso, 3, { opts: { ignoreChanges: ["spec.replicas"] } })],
      finds: [advisory("ignored", { path: "spec.replicas" })],
    },
    { title: "replicas of the wrong type aren't a number", stack: [developer, gatewayAt(contoso, ["3"])] },
  ];
  // azure-native's outputs alone don't contain the gateway of an API.
  const alone = (each: Case): Case => (isNative ? { ...each, alone: aloneOf(each) } : each);
  testAll(
    [...counts, ...replicas, ...apis.map(alone)].map((each) => ({
      ...each,
      title: `${name}: ${each.title}`,
    })),
  );
}

const developerTier = apims.native.tier("Developer");
const oneReplica = gatewayAt(contoso, 1);
const release = (values: object) => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: {
    name: "gw",
    namespace: "apim",
    chart: "azure-api-management-gateway",
    version: "1.16.1",
    values: {
      gateway: { name: "gw", configuration: { uri: contoso }, auth: { type: "WorkloadIdentity" } },
      ...values,
    },
  },
});
const endpoint = { "config.service.endpoint": contoso };
const startedByOthers: Case[] = [
  {
    title: "an autoscaler that may start several",
    stack: [developerTier, oneReplica, hpa()],
    finds: [
      mandatory(["several", "severalByDefault"], {
        path: "spec.maxReplicas",
        owner: "HorizontalPodAutoscaler",
        count: "10",
      }),
    ],
  },
  {
    title: "an autoscaler that starts one",
    stack: [developerTier, oneReplica, hpa({ minReplicas: 1, maxReplicas: 1 })],
  },
  {
    title: "an autoscaler of another workload",
    stack: [developerTier, oneReplica, hpa({ scaleTargetRef: { kind: "Deployment", name: "web" } })],
  },
  {
    title: "KEDA's default maximum is 100",
    stack: [developerTier, oneReplica, scaledObject()],
    finds: [mandatory(["several", "severalByDefault"], { path: "spec.maxReplicaCount", count: "100" })],
  },
  {
    title: "an autoscaler whose most is not known",
    stack: [developerTier, oneReplica, hpa({ maxReplicas: unknown })],
    finds: [advisory("previewOf", { path: "spec.maxReplicas" })],
  },
  { title: "a Container App with one replica", stack: [developerTier, app({ env: endpoint })] },
  {
    title: "a Container App scales to 10 by default",
    stack: [developerTier, app({ env: endpoint, template: { scale: undefined } })],
    finds: [mandatory(["several", "severalByDefault"], { path: "template.scale.maxReplicas", count: "10" })],
  },
  { title: "a chart with one replica", stack: [developerTier, release({ replicaCount: 1 })] },
  {
    title: "the chart's three replicas",
    stack: [developerTier, release({})],
    finds: [mandatory(["several", "severalByDefault"], { path: "values.replicaCount", count: "3" })],
  },
];
testAll(startedByOthers);

const beside = (id: string, replicas: unknown, endpoint: unknown = contoso) =>
  gatewayAt(endpoint, replicas, { name: "beside" }, { ...workloadIdentity, "gateway.name": id });
testAll([
  {
    title: "one gateway in two workloads, each with one replica",
    stack: [developerTier, oneReplica, beside("gw", 1)],
    finds: [mandatory("shared", { workload: "Deployment", count: "2", tier: "Developer", limit: "1" })],
  },
  { title: "the other of which is scaled down", stack: [developerTier, oneReplica, beside("gw", 0)] },
  { title: "two gateways in two workloads", stack: [developerTier, oneReplica, beside("gw-2", 1)] },
  {
    title: "one gateway in two workloads on Premium",
    stack: [apims.native.tier("Premium"), oneReplica, beside("gw", 1)],
  },
  {
    title: "the same name at another service",
    stack: [developerTier, oneReplica, beside("gw", 1, "fabrikam.configuration.azure-api.net")],
  },
  {
    title: "a number that is not known",
    stack: [developerTier, oneReplica, beside("gw", unknown)],
    finds: [advisory("preview", { path: "spec.replicas" })],
  },
  {
    title: "a name that is not known may be another",
    stack: [developerTier, oneReplica, beside(unknown as never, 1)],
  },
]);

/** Without inputs, a dependency is enough for a match, a name isn't. */
function aloneOf({ title, finds }: Case): Case["alone"] {
  return title === "and leaves the other one out" ? finds : [];
}

function named(id: string, name: string): Resource {
  return gatewayAt(contoso, undefined, { name }, { ...workloadIdentity, "gateway.name": id });
}

test("findings are on the service and on the Gateway", async () => {
  const { native } = apims;
  const six = Array.from({ length: 6 }, (_, index) =>
    native.gateway(`gw-${index}`, "contoso", { name: `gw-${index}` }),
  );
  const assigned = six
    .slice(1)
    .map((_, index) => native.api(`gw-${index + 1}`, "contoso", { name: `${index}` }));
  const result = await pack.preview([native.tier("Developer"), ...six, ...assigned]);
  assert.deepEqual(
    findingsOf(result, policy).map(({ urn }) => urn.split("::").at(-1)),
    ["apimanagementservice", "gw-0"],
  );
});

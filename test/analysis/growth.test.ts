/**
 * A stack of twice the size costs twice as much. The tests count reads of values and of look-up results, which are the
 * same on every machine.
 */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { installation, mixNames } from "../../bench/gateways";
import { policies } from "../../policies";
import { inputs } from "../../pulumi/inputs";
import { ResourceSet } from "../../pulumi/resource-set";
import { Value } from "../../pulumi/value";
import { type Resource, unknown, urnOf } from "../../testkit/pack";
import { apims, gatewayAt } from "../../testkit/samples/apim";
import { bareToken } from "../../testkit/samples/credentials";
import { azureAdApp, deployment as entraDeployment, workloadIdentity } from "../../testkit/samples/entra";
import {
  cluster,
  configMap,
  cronJob,
  deployment,
  fromSecret,
  kubernetesSecret,
  secretWriter,
} from "../../testkit/samples/kubernetes";

/** The number of reads in this process so far. */
let reads = 0;

before(() => {
  const { get, unknown } = Object.getOwnPropertyDescriptors(Value.prototype);
  Object.defineProperty(Value.prototype, "get", { ...get, value: counted(get.value) });
  Object.defineProperty(Value.prototype, "unknown", { ...unknown, get: counted(unknown.get) });
  const { lookUp } = ResourceSet.prototype;
  ResourceSet.prototype.lookUp = counted(function (this: ResourceSet, ...args: Parameters<typeof lookUp>) {
    return new Proxy(lookUp.apply(this, args), { get: counted(Reflect.get) });
  } as typeof lookUp);
});

function counted<F extends (...args: never[]) => unknown>(read: F | undefined): F {
  return function (this: unknown, ...args: never[]) {
    reads++;
    return read?.apply(this, args);
  } as F;
}

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

/** The resources as the SDK passes them to a policy. */
function handedOver(resources: readonly Resource[]) {
  const handed = resources.map((resource) => {
    const provider = resource.provider && { urn: urnOf(resource.provider), type: "", name: "", props: {} };
    const { type, name = "one", props } = resource;
    const none = { propertyDependencies: {}, dependencies: [], getConfig: () => ({}), stackTags: new Map() };
    return { ...none, type, name, props, urn: urnOf(resource), opts, provider };
  });
  const byUrn = new Map(handed.map((resource) => [resource.urn, resource]));
  return handed.map((resource, at) => {
    const sources = Object.entries(resources[at]?.propertyDependencies ?? {});
    const propertyDependencies = sources.map(([key, on]) => [
      key,
      on.flatMap((one) => byUrn.get(urnOf(one)) ?? []),
    ]);
    return {
      ...resource,
      propertyDependencies: Object.fromEntries(propertyDependencies),
      notApplicable() {},
    };
  });
}

/** The number of reads by all policies for the resources in turn, and for the stack. */
function readsOf(resources: readonly Resource[]): { analyze: number; stack: number } {
  const handed = handedOver(resources);
  const report = () => {};
  const begun = reads;
  for (const resource of handed)
    for (const policy of policies)
      if ("validateResource" in policy) [policy.validateResource].flat()[0]?.(resource as never, report);
  const seen = reads;
  for (const policy of policies)
    if ("validateStack" in policy)
      void policy.validateStack({ ...handed[0], resources: handed } as never, report);
  inputs.seen.take();
  return { analyze: seen - begun, stack: reads - seen };
}

/** The number of reads per pair of resources, from stacks with twice and four times as many: zero. */
function perPair(one: number, two: number, four: number): number {
  return (four - 3 * two + 2 * one) / (6 * size * size);
}

const size = 3;
const each = (make: (at: number) => Resource[]) => (count: number) =>
  Array.from({ length: count }, (_, at) => make(at)).flat();

const { native } = apims;
/** A gateway in its own namespace, with a token from a Secret. */
const takingToken = (at: number, namespace: string, more: Partial<Resource> = {}): Resource =>
  deployment(
    {
      env: [fromSecret("config.service.auth", `token-${at}`)],
      metadata: { name: `gw-${at}`, namespace },
    },
    { name: `gw-${at}`, ...more },
  );

const stacks: Record<string, (count: number) => Resource[]> = {
  ...Object.fromEntries(mixNames.map((mix) => [mix, each((at) => installation(at, mix))])),
  "clusters with the same names": each((at) => {
    const provider = cluster(`k8s-${at}`);
    return installation(0, "own namespaces").map((one) => ({ ...one, name: `${one.name}-${at}`, provider }));
  }),
  "Secrets of one namespace that hold a token without its prefix": each((at) => [
    takingToken(at, "apim"),
    kubernetesSecret(`token-${at}`, { stringData: { value: bareToken("202612100000") } }),
  ]),
  "ConfigMaps by which gateways are recognized": each((at) => [
    configMap(`env-${at}`, { "config.service.endpoint": "contoso.configuration.azure-api.net" }),
    deployment(
      {
        image: "mirror/app:1",
        env: [],
        envFrom: [{ configMapRef: { name: `env-${at}` } }],
        metadata: { name: `gw-${at}` },
      },
      { name: `gw-${at}` },
    ),
  ]),
  "other workloads of one namespace": each((at) => [
    takingToken(at, "apim"),
    deployment({ image: "nginx:1", env: [], metadata: { name: `web-${at}` } }, { name: `web-${at}` }),
  ]),
  "CronJobs of one namespace": each((at) => [
    takingToken(at, "apim"),
    cronJob(["rotate", `token-${at}`], { metadata: { name: `job-${at}` } }),
  ]),
  "CronJobs that ask for a token": each((at) => [
    takingToken(at, "apim"),
    cronJob(["curl", "…/generateToken"], { metadata: { name: `job-${at}` } }),
  ]),
  "CronJobs of another namespace": each((at) => [
    takingToken(0, `apim-${at}`, { name: `gw-${at}` }),
    cronJob([`apim-${at}`, "token-0"], { metadata: { name: `job-${at}`, namespace: "operations" } }),
  ]),
  "CronJobs of another namespace that name this one and restart nothing": each((at) => [
    takingToken(at, "apim"),
    secretWriter(
      "ExternalSecret",
      { target: { name: `token-${at}` } },
      { name: `writer-${at}` },
      { name: `writer-${at}` },
    ),
    cronJob(["backup", "apim"], { metadata: { name: `job-${at}`, namespace: "operations" } }),
  ]),
  "ExternalSecrets of one namespace": each((at) => [
    takingToken(at, "apim"),
    secretWriter(
      "ExternalSecret",
      { target: { name: `token-${at}` } },
      { name: `writer-${at}` },
      { name: `writer-${at}` },
    ),
  ]),
  "SecretProviderClasses of many namespaces": each((at) => [
    takingToken(0, `apim-${at}`, { name: `gw-${at}` }),
    secretWriter(
      "SecretProviderClass",
      { secretObjects: [{ secretName: "token-0", data: [{ key: "value" }] }] },
      { namespace: `apim-${at}` },
      { name: `writer-${at}` },
    ),
  ]),
  "services with a gateway and an API each": each((at) => [
    native.tier("Premium", `service-${at}`, { name: `service-${at}` }),
    native.gateway("gw", `service-${at}`, { name: `gateway-${at}` }),
    native.api("gw", `service-${at}`, { name: `api-${at}` }),
    gatewayAt(`service-${at}.configuration.azure-api.net`, 2, { name: `gw-${at}` }),
  ]),
  "a service with many gateways and APIs": (count) => [
    native.tier("Premium"),
    ...each((at) => [
      native.gateway(`gw-${at}`, "contoso", { name: `gateway-${at}` }),
      native.api(`gw-${at}`, "contoso", { name: `api-${at}` }),
      gatewayAt("contoso.configuration.azure-api.net", 2, { name: `gw-${at}` }),
    ])(count),
  ],
  "services with host names of their own": each((at) => [
    native.service(
      `service-${at}`,
      { hostnameConfigurations: [{ type: "ConfigurationApi", hostName: `apis-${at}.contoso.com` }] },
      { name: `service-${at}` },
    ),
    gatewayAt(`apis-${at}.contoso.com`, 2, { name: `gw-${at}` }),
    gatewayAt(`elsewhere-${at}.configuration.azure-api.net`, 2, { name: `other-${at}` }),
  ]),
  "endpoints that are not known": each((at) => {
    const service = native.service(unknown, {}, { name: `service-${at}` });
    const propertyDependencies = { spec: [service] };
    return [service, gatewayAt(unknown, 2, { name: `gw-${at}`, propertyDependencies })];
  }),
  "gateways that are not known to the program": each((at) => [
    native.unlinked(unknown, { name: `gateway-${at}` }),
    native.api(unknown, unknown, { name: `api-${at}` }),
    gatewayAt(unknown, unknown, { name: `gw-${at}` }),
  ]),
  "Entra applications with a password each": each((at) => {
    const application = {
      type: "azuread:index/application:Application",
      name: `app-${at}`,
      props: { displayName: "gw" },
    };
    const password: Resource = {
      type: "azuread:index/applicationPassword:ApplicationPassword",
      name: `password-${at}`,
      props: { applicationId: unknown, endDateRelative: "720h" },
      propertyDependencies: { applicationId: [application] },
    };
    const env = { ...azureAdApp, "config.service.auth.azureAd.clientSecret": unknown };
    const propertyDependencies = { spec: [password] };
    return [application, password, entraDeployment(env, {}, { name: `gw-${at}`, propertyDependencies })];
  }),
  "federated credentials": each((at) => [
    native.federated(`system:serviceaccount:apim-${at}:gateway`, { name: `federated-${at}` }),
    entraDeployment(workloadIdentity, { namespace: `apim-${at}`, account: "gw" }, { name: `gw-${at}` }),
  ]),
};

describe("what is read grows no faster than the stack", () => {
  for (const [name, stackOf] of Object.entries(stacks))
    test(name, () => {
      const [one, two, four] = [size, 2 * size, 4 * size].map((count) => readsOf(stackOf(count)));
      assert.ok(one && two && four);
      for (const of of ["analyze", "stack"] as const) {
        const found = perPair(one[of], two[of], four[of]);
        assert.ok(found < 0.25, `${of}: ${found.toFixed(2)} reads for each pair`);
      }
    });
});

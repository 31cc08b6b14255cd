import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, mandatory, reports } from "../../testkit/messages";
import { type Resource, rootStack, secret, unknown } from "../../testkit/pack";
import { apims, contoso, gatewayAt } from "../../testkit/samples/apim";
import { type Case, casesOf } from "../../testkit/samples/cases";
import { containerApp, endpoint, token } from "../../testkit/samples/entra";
import { findingsOf } from "../../testkit/samples/findings";
import { usePack } from "../../testkit/use-pack";

const policy = "apim-service-tier";
const encrypted = "[secret]";
const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });
const testAll = casesOf(pack, policy, { judged: false, alone: true });

/** Services change tiers only within the classic tiers. */
const kindOf = (tier: string) => (tier === "Basic" || tier === "Standard" ? "unable" : "fixed");
const unable = ["Consumption", "Basic", "Standard", "BasicV2", "StandardV2", "PremiumV2"];

for (const [name, apim] of Object.entries(apims)) {
  const declared = apim.gateway("gw", "contoso");
  const standard = apim.tier("Standard");
  const path = name === "native" ? "sku.name" : "skuName";
  const bad = mandatory("unable", { path, tier: apim.sku("Standard") });
  const cases: Case[] = [
    ...unable.map(
      (tier): Case => ({
        title: `${tier} doesn't support self-hosted gateways`,
        stack: [apim.tier(tier), declared],
        finds: [mandatory(kindOf(tier), { path, tier: apim.sku(tier) })],
      }),
    ),
    ...["Developer", "Premium"].flatMap((tier): Case[] => [
      {
        title: `${tier} supports self-hosted gateways`,
        stack: [apim.tier(tier), declared, gatewayAt(contoso)],
      },
      { title: `${tier} does in small letters too`, stack: [apim.tier(tier.toLowerCase()), declared] },
    ]),
    { title: "without gateways every tier is fine", stack: [standard] },
    {
      title: "a gateway of another service is not this one's",
      stack: [standard, apim.gateway("gw", "fabrikam"), gatewayAt("fabrikam.configuration.azure-api.net")],
    },
    {
      title: "a gateway whose endpoint names the service is enough",
      stack: [gatewayAt(`https://${contoso}`), standard],
      finds: [mandatory("unable")],
    },
    {
      title: "so is one on Container Apps, with a token",
      stack: [containerApp({ ...token, ...endpoint }), standard],
      finds: [mandatory("unable")],
    },
    {
      title: "several gateways are one finding that names them",
      stack: [standard, declared, apim.gateway("gw-2", "contoso", { name: "second" }), gatewayAt(contoso)],
      finds: [mandatory("unable", { users: "gw-2" })],
    },
    {
      title: "Azure's names know no case",
      stack: [apim.tier("Standard", "Contoso"), apim.gateway("gw", "CONTOSO")],
      finds: [bad],
    },
    {
      title: "no document speaks of Isolated",
      stack: [apim.tier("Isolated"), declared],
      finds: [advisory("undocumented")],
    },
    { title: "Isolated without gateways is no policy's matter", stack: [apim.tier("Isolated")] },
    {
      title: "of two services only the one with the gateway is checked",
      stack: [standard, apim.tier("Basic", "fabrikam", { name: "other" }), declared],
      finds: [bad],
    },
    {
      title: "of two services each is checked by its own gateways",
      stack: [
        apim.tier("Premium"),
        apim.tier("Basic", "fabrikam", { name: "other" }),
        declared,
        apim.gateway("gw", "fabrikam", { name: "theirs" }),
      ],
      finds: [mandatory("unable", { tier: apim.sku("Basic") })],
    },
    {
      title: "a service whose name is not known is joined by the dependency",
      stack: [
        apim.tier("Standard", unknown),
        apim.unlinked("gw", { propertyDependencies: { [apim.link]: [apim.tier("Standard", unknown)] } }),
      ],
      finds: [bad],
    },
    {
      title: "the dependency distinguishes services",
      stack: [
        apim.tier("Standard", unknown),
        apim.tier("Premium", unknown, { name: "other" }),
        apim.unlinked("gw", {
          propertyDependencies: { [apim.link]: [apim.tier("Premium", unknown, { name: "other" })] },
        }),
      ],
    },
    {
      title: "an endpoint that is not known is followed to the service",
      stack: [standard, gatewayAt(unknown, undefined, { propertyDependencies: { spec: [standard] } })],
      finds: [bad],
    },
    {
      title: "a gateway whose service is not known is one line on a service that must not be it",
      stack: [standard, apim.unlinked("gw")],
      finds: [advisory("previewOf", { path: apim.link, of: "Gateway gateway" })],
      alone: name === "native" ? [] : undefined,
    },
    {
      title: "and none on a service that may be it",
      stack: [apim.tier("Premium"), apim.unlinked("gw")],
    },
    {
      title: "an endpoint that is not known is one line too",
      stack: [standard, gatewayAt(unknown)],
      finds: [
        advisory("previewOf", { path: "spec.template.spec.containers[0].env[0].value", of: "Deployment" }),
      ],
    },
    {
      title: "what is known is not hidden by what is not",
      stack: [standard, declared, gatewayAt(unknown), apim.unlinked("other", { name: "other" })],
      finds: [bad],
    },
    {
      title: "a service whose name is not known may be the one that a gateway names",
      stack: [apim.tier("Standard", unknown), gatewayAt(contoso)],
      finds: [advisory("preview")],
    },
    {
      title: "a service whose name is not known may be the one that a Gateway names",
      stack: [apim.tier("Standard", unknown), declared],
      finds: [advisory("preview")],
    },
    {
      title: "a tier that is not known is one line",
      stack: [apim.withSku(unknown), declared, gatewayAt(contoso)],
      finds: [advisory("preview", { path })],
    },
    { title: "a tier that is not known matters only with gateways", stack: [apim.withSku(unknown)] },
    {
      title: "a tier that is encrypted is one line",
      stack: [apim.withSku(encrypted), declared],
      finds: [advisory("encrypted")],
    },
    {
      title: "a tier that the program does not decide isn't a defect",
      stack: [
        apim.tier("Standard", "contoso", {
          opts: { ignoreChanges: [name === "native" ? "sku" : "skuName"] },
        }),
        declared,
      ],
      finds: [advisory("ignored")],
    },
    {
      title: "a link that the program does not decide isn't a defect",
      stack: [
        standard,
        apim.gateway("gw", "contoso", {
          opts: { ignoreChanges: [apim.link] },
          ...(name === "native" ? { outputs: { name: "gw" } } : {}),
        }),
      ],
      finds: [advisory("ignoredOf")],
    },
    {
      title: "a link that the program does not decide isn't a defect, wherever it came from",
      stack: [
        standard,
        apim.unlinked("gw", {
          opts: { ignoreChanges: [apim.link] },
          propertyDependencies: { [apim.link]: [standard] },
        }),
      ],
      finds: [advisory("ignoredOf")],
    },
    {
      title: "an endpoint that the program does not decide isn't a defect",
      stack: [
        standard,
        gatewayAt(contoso, undefined, {
          opts: { ignoreChanges: ["spec.template.spec.containers[0].env[0].value"] },
          propertyDependencies: { spec: [standard] },
        }),
      ],
      finds: [advisory("ignoredOf")],
    },
    {
      title: "what isn't a tier is not shown",
      stack: [apim.withSku("GatewayKey gw&202612110000&c2ln"), declared],
      finds: [mandatory("unfamiliar", { fix: "Premium" })],
    },
    { title: "a tier of the wrong type is another author's matter", stack: [apim.withSku(7), declared] },
    { title: "a tier that is a list is too", stack: [apim.withSku(["Standard"]), declared] },
    {
      title: "a gateway alone in its stack has no service to check",
      stack: [declared, gatewayAt(contoso)],
    },
    {
      title: "a gateway on another host of Azure's names no service",
      stack: [standard, gatewayAt("contoso.azure-api.net")],
    },
  ];
  testAll(cases.map((each) => ({ ...each, title: `${name}: ${each.title}` })));
}

const { native, classic } = apims;
testAll([
  {
    title: "the classic provider's units are kept, and are one at least",
    stack: [classic.withSku("Standard_3"), classic.gateway("gw", "contoso")],
    finds: [mandatory("unable", { fix: "Premium_3" })],
  },
  {
    title: "Consumption has no units",
    stack: [classic.withSku("Consumption_0"), classic.gateway("gw", "contoso")],
    finds: [mandatory("fixed", { fix: "Premium_1" })],
  },
  {
    title: "a custom host of the service is its own",
    stack: [
      native.service("contoso", {
        sku: { name: "Standard", capacity: 1 },
        hostnameConfigurations: [{ type: "ConfigurationApi", hostName: "apim.contoso.com" }],
      }),
      gatewayAt("apim.contoso.com"),
    ],
    finds: [mandatory("unable")],
  },
  {
    title: "a custom host beside a classic service may be any",
    stack: [classic.tier("Standard"), gatewayAt("apim.contoso.com")],
  },
  ...[
    "azure-native:apimanagement/v20220801:ApiManagementService",
    "azure-native_apimanagement_v20240501:apimanagement:ApiManagementService",
  ].map(
    (type): Case => ({
      title: `a token with a version counts: ${type}`,
      stack: [
        { ...native.tier("Standard"), type },
        { ...native.gateway("gw", "contoso"), type: type.replace("ApiManagementService", "Gateway") },
      ],
      finds: [mandatory("unable", { tier: "Standard" })],
    }),
  ),
  {
    title: "a gateway of a workspace is not self-hosted",
    stack: [
      native.tier("Standard"),
      { type: "azure-native:apimanagement:ApiGateway", props: { serviceName: "contoso", gatewayName: "gw" } },
      {
        type: "azure:apimanagement/standaloneGateway:StandaloneGateway",
        props: { name: "gw", sku: { name: "WorkspaceGatewayPremium" } },
      },
    ],
  },
]);

test("the finding is on the service", async () => {
  const service = native.tier("Standard");
  const { diagnostics } = await pack.preview([service, native.gateway("gw", "contoso")]);
  const found = diagnostics.filter((finding) => finding.policy === policy);
  assert.deepEqual(
    found.map(({ urn }) => urn.split("::").at(-1)),
    ["apimanagementservice"],
  );
});

test("a stack with nothing but a service and its Gateway is looked at", async () => {
  const stack: Resource = { type: "pulumi:pulumi:Stack", urn: rootStack, props: {} };
  const result = await pack.preview([stack, native.tier("Basic"), native.gateway("gw", "contoso")]);
  assert.equal(findingsOf(result, policy).length, 1);
});

test("a stack with a service alone is not this policy's matter", async () => {
  const { notApplicable } = await pack.preview([native.tier("Basic")]);
  assert.ok(notApplicable.some((entry) => entry.policy === policy));
});

test("secrets of a service are checked and not shown", async () => {
  const service = native.service("contoso", { sku: secret({ name: secret("Standard"), capacity: 1 }) });
  const result = await pack.preview([service, native.gateway("gw", secret("contoso"))]);
  assert.equal(findingsOf(result, policy).length, 1);
});

const wrong: readonly unknown[] = [null, 1, "x", true, [], {}, [[]], [{}], { name: {} }, unknown, encrypted];
for (const value of wrong) {
  test(`wrong types everywhere break nothing: ${JSON.stringify(value)}`, async () => {
    const stack = Object.values(apims).flatMap((apim, index): Resource[] => {
      const hostile = ({ type, props }: Resource, name: string): Resource => ({
        type,
        name: `${name}${index}`,
        props: Object.fromEntries(Object.keys(props).map((key) => [key, value])),
      });
      return [
        hostile(apim.tier("Standard"), "service"),
        hostile(apim.gateway("gw", "contoso"), "gateway"),
        hostile(apim.api("gw", "contoso"), "api"),
      ];
    });
    const { diagnostics } = await pack.preview(stack);
    const broken = diagnostics.filter(({ message }) => reports("bug").test(message));
    assert.deepEqual(broken, []);
    for (const { level, policy: name } of diagnostics)
      if (name === policy) assert.ok(level === "advisory" || value === "x", `${name} ${level}`);
  });
}

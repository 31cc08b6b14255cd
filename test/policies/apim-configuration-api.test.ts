import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertMessage, type Expected, reports } from "../../testkit/messages";
import {
  type Config,
  type Finding,
  type Pack,
  type Props,
  type Resource,
  secret,
  startPack,
  unknown,
} from "../../testkit/pack";
import { apims } from "../../testkit/samples/apim";
import { assertNotApplicable, findingsOf, linesOf } from "../../testkit/samples/findings";

const policy = "apim-configuration-api";
let pack: Pack;
let fixing: Pack;
/** At this level a defect differs from a note. */
const config: Config = { [policy]: "mandatory" };
before(async () => {
  [pack, fixing] = await Promise.all([
    startPack({ only: [policy], today: "2026-11-24", config }),
    startPack({ only: [policy], today: "2026-11-24", config: { [policy]: "remediate" } }),
  ]);
});
after(() => Promise.all([pack.stop(), fixing.stop()]));

const { native, classic } = apims;
const encrypted = "[secret]";
const old = "azure-native:apimanagement/v20220801:ApiManagementService";
/** A service without a defect, with other properties. */
const service = (props: Props, more: Partial<Resource> = {}) =>
  native.service("contoso", { configurationApi: { legacyApi: "Disabled" }, ...props }, more);
const legacy = (legacyApi: unknown, props: Props = {}) =>
  service({ configurationApi: { legacyApi }, ...props });
const ofTier = (name: unknown, props: Props = {}) =>
  native.service("contoso", { sku: { name, capacity: 1 }, ...props });

interface Case {
  readonly title: string;
  readonly resource: Resource;
  readonly finds?: readonly (readonly [Finding["level"], Expected])[];
  /** `configurationApi` after the remediation; undefined if it isn't changed. */
  readonly fixed?: unknown;
}

const disabled = { legacyApi: "Disabled" };
const unset = reports("unset", { path: "configurationApi.legacyApi" });

const cases: readonly Case[] = [
  { title: "the old API is closed", resource: service({}) },
  { title: "in small letters too", resource: legacy("disabled") },
  {
    title: "the old API is open",
    resource: legacy("Enabled"),
    finds: [["mandatory", reports("open", { path: "configurationApi.legacyApi" })]],
    fixed: disabled,
  },
  {
    title: "it is open by default",
    resource: ofTier("Premium"),
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "so it is on Developer",
    resource: ofTier("developer"),
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "an empty object has the same effect",
    resource: service({ configurationApi: {} }),
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "null is nothing",
    resource: service({ configurationApi: null }),
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "another word closes nothing, and is not shown",
    resource: legacy("hush"),
    finds: [["mandatory", reports("invalid", { path: "configurationApi.legacyApi" })]],
    fixed: disabled,
  },
  {
    title: "a string in place of an object isn't overwritten",
    resource: service({ configurationApi: "Disabled" }),
    finds: [["mandatory", unset]],
  },
  {
    title: "nor is a list",
    resource: service({ configurationApi: [] }),
    finds: [["mandatory", unset]],
  },
  {
    title: "a secret value is checked",
    resource: legacy(secret("Disabled")),
  },
  {
    title: "what is not known is one line",
    resource: legacy(unknown),
    finds: [["advisory", reports("preview", { path: "configurationApi.legacyApi" })]],
  },
  {
    title: "the same for the whole object",
    resource: service({ configurationApi: unknown }),
    finds: [["advisory", reports("preview", { path: "configurationApi" })]],
  },
  {
    title: "what is encrypted is one line",
    resource: legacy(encrypted),
    finds: [["advisory", reports("encrypted")]],
  },
  {
    title: "what the program does not decide is one line",
    resource: { ...ofTier("Premium"), opts: { ignoreChanges: ["configurationApi"] } },
    finds: [["advisory", reports("ignored")]],
  },
  {
    title: "a tier that is not known is one line",
    resource: ofTier(unknown, { publicNetworkAccess: "Disabled" }),
    finds: [["advisory", reports("preview", { path: "sku.name" })]],
  },
  {
    title: "a tier that is not known does not matter where all is well",
    resource: ofTier(unknown, { configurationApi: disabled }),
  },
  {
    title: "without public access gateways elsewhere lose the endpoint",
    resource: service({ publicNetworkAccess: "Disabled" }),
    finds: [["advisory", reports("closed", { path: "publicNetworkAccess", value: "Disabled" })]],
  },
  {
    title: "inside a virtual network too",
    resource: service({ virtualNetworkType: "Internal" }),
    finds: [["advisory", reports("closed", { path: "virtualNetworkType", value: "Internal" })]],
  },
  {
    title: "both are one line",
    resource: service({ virtualNetworkType: "Internal", publicNetworkAccess: "Disabled" }),
    finds: [["advisory", reports("closed", { path: "publicNetworkAccess", value: "Disabled" })]],
  },
  { title: "a virtual network with a door", resource: service({ virtualNetworkType: "External" }) },
  { title: "no virtual network", resource: service({ virtualNetworkType: "None" }) },
  { title: "with public access they do not", resource: service({ publicNetworkAccess: "Enabled" }) },
  {
    title: "a note does not hide a defect",
    resource: legacy("Enabled", { publicNetworkAccess: "Disabled" }),
    finds: [
      ["mandatory", reports("open", { path: "configurationApi.legacyApi" })],
      ["advisory", reports("closed", { path: "publicNetworkAccess" })],
    ],
    fixed: disabled,
  },
  {
    title: "public access that is not known is one line",
    resource: service({ publicNetworkAccess: unknown }),
    finds: [["advisory", reports("preview", { path: "publicNetworkAccess" })]],
  },
  {
    title: "an API version without the property cannot close it",
    resource: { ...ofTier("Premium"), type: old },
    finds: [["advisory", reports("undetermined", { version: "2024-05-01" })]],
  },
  {
    title: "an API version with the property can",
    resource: {
      ...ofTier("Premium"),
      type: "azure-native:apimanagement/v20230501preview:ApiManagementService",
    },
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "a local SDK too",
    resource: {
      ...ofTier("Premium"),
      type: "azure-native_apimanagement_v20240501:apimanagement:ApiManagementService",
    },
    finds: [["mandatory", unset]],
    fixed: disabled,
  },
  {
    title: "the classic provider closes the service all the same",
    resource: classic.service("contoso", { publicNetworkAccessEnabled: false }),
    finds: [["advisory", reports("closed", { path: "publicNetworkAccessEnabled" })]],
  },
  {
    title: "the classic provider's internal network too",
    resource: classic.service("contoso", { virtualNetworkType: "Internal" }),
    finds: [["advisory", reports("closed", { path: "virtualNetworkType", value: "Internal" })]],
  },
];

for (const { title, resource, finds = [], fixed } of cases) {
  test(title, async () => {
    const result = await pack.analyze(resource);
    const found = findingsOf(result, policy);
    assert.equal(found.length, finds.length, linesOf(result, policy).join("\n"));
    finds.forEach(([level, wording], index) => {
      assert.equal(found[index]?.level, level);
      assertMessage(found[index]?.message, wording);
    });
    assert.ok(!result.notApplicable.some((entry) => entry.policy === policy));
  });
  test(`${title} (remediated)`, async () => {
    const changes = (await fixing.remediate(resource)).filter((change) => change.policy === policy);
    assert.deepEqual(
      changes.map(({ diagnostic }) => diagnostic).filter((text) => text !== ""),
      [],
    );
    const properties = changes.flatMap(({ properties }): Props[] => (properties ? [properties] : []));
    assert.deepEqual(
      properties.map(({ configurationApi }) => configurationApi),
      fixed === undefined ? [] : [fixed],
    );
    for (const props of properties) {
      const judged = await pack.analyze({ ...resource, props });
      assert.ok(!linesOf(judged, policy).some((line) => line.includes("legacyApi")));
    }
  });
}

const foreign: readonly (readonly [string, Resource])[] = [
  ["the classic provider has no such property", classic.tier("Premium")],
  ["nor on Developer", classic.tier("Developer")],
  ["a classic service behind an open door", classic.service("contoso", { virtualNetworkType: "External" })],
  ["a classic service that is open", classic.service("contoso", { publicNetworkAccessEnabled: true })],
  ...["Consumption", "Basic", "Standard", "BasicV2", "StandardV2", "PremiumV2", "Isolated", ""].map(
    (tier) => [`tier "${tier}"`, ofTier(tier, { publicNetworkAccess: "Disabled" })] as const,
  ),
  ["a service without a tier", native.service("contoso", { sku: null })],
  ["a Gateway", native.gateway("gw", "contoso")],
  ["an API of a gateway", native.api("gw", "contoso")],
  ["a workspace's gateway", { type: "azure-native:apimanagement:ApiGateway", props: {} }],
];
for (const [title, resource] of foreign) {
  test(`not applicable: ${title}`, async () => {
    assertNotApplicable(await pack.analyze(resource), policy);
  });
}

for (const value of [null, 1, "x", true, [], {}, [[]], [{}], { name: [] }, unknown, encrypted]) {
  test(`wrong types everywhere break nothing: ${JSON.stringify(value)}`, async () => {
    const resources = [native, classic].map(({ tier }) => {
      const { type, props } = tier("Premium");
      const all = {
        ...props,
        configurationApi: value,
        publicNetworkAccess: value,
        publicNetworkAccessEnabled: value,
        virtualNetworkType: value,
      };
      return [
        { type, props: all },
        { type, props: Object.fromEntries(Object.keys(all).map((key) => [key, value])) },
      ];
    });
    for (const resource of resources.flat()) {
      const { diagnostics } = await pack.analyze(resource);
      const changes = await fixing.remediate(resource);
      assert.ok(!diagnostics.some(({ message }) => reports("bug").test(message)));
      assert.ok(changes.every(({ diagnostic }) => diagnostic === ""));
    }
  });
}

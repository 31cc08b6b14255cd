import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Pack, type Resource, startPack, unknown } from "../../testkit/pack";
import { assertClean, assertSaid, hostile } from "../../testkit/samples/production";

const policy = "gateway-hostname-tls";
let pack: Pack;
before(async () => {
  pack = await startPack({ today: "2026-11-24" });
});
after(() => pack.stop());

const native = (
  props: object,
  type = "azure-native:apimanagement:GatewayHostnameConfiguration",
): Resource => ({
  type,
  props: { gatewayId: "gw", serviceName: "contoso", hostname: "api.contoso.com", ...props },
});
const classic = (props: object): Resource => ({
  type: "azure:apimanagement/gatewayHostNameConfiguration:GatewayHostNameConfiguration",
  props: { gatewayName: "gw", hostName: "api.contoso.com", ...props },
});

const cases: [title: string, resource: Resource, ...finds: RegExp[]][] = [
  ["nothing is said of old TLS", native({})],
  ["it is off", native({ tls10Enabled: false, tls11Enabled: false })],
  [
    "TLS 1.0",
    native({ tls10Enabled: true }),
    /The host name `api\.contoso\.com` takes TLS 1\.0 \(`tls10Enabled`\)/,
  ],
  ["TLS 1.1", native({ tls11Enabled: true }), /takes TLS 1\.1 \(`tls11Enabled`\)/],
  ["both are one line", native({ tls10Enabled: true, tls11Enabled: true }), /takes TLS 1\.0 and 1\.1/],
  ["the text true", native({ tls10Enabled: "true" }), /takes TLS 1\.0/],
  [
    "an unknown switch, and another that is on",
    native({ tls10Enabled: unknown, tls11Enabled: true }),
    /`tls10Enabled` is not known/,
    /takes TLS 1\.1/,
  ],
  ["an encrypted switch", native({ tls10Enabled: "[secret]" }), /`tls10Enabled` is encrypted/],
  [
    "an unknown name",
    native({ hostname: unknown, tls10Enabled: true }),
    /^advisory: The host name takes TLS 1\.0/,
  ],
  [
    "a version of the provider's module",
    native({ tls10Enabled: true }, "azure-native:apimanagement/v20220801:GatewayHostnameConfiguration"),
    /takes TLS 1\.0/,
  ],
  ["the classic provider", classic({ tls11Enabled: true }), /`api\.contoso\.com` takes TLS 1\.1/],
  ["the classic provider, off", classic({})],
];

for (const [title, resource, ...finds] of cases) {
  test(title, async () => {
    const result = await pack.analyze(resource);
    if (finds.length > 0) assertSaid(result, policy, ...finds);
    else assertClean(result, policy);
  });
}

test("wrong types break nothing, and other resources are no host names", async () => {
  for (const value of hostile) await pack.analyze(native({ tls10Enabled: value, hostname: value }));
  const { notApplicable } = await pack.analyze({
    type: "azure-native:apimanagement:Gateway",
    props: { tls10Enabled: true },
  });
  assert.ok(notApplicable.some((entry) => entry.policy === policy));
});

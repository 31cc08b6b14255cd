import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, type Expected, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertPassed, assertReported } from "../../testkit/samples/findings";
import { hostile } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-hostname-tls";
const pack = usePack({ only: [policy] });

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

const cases: [title: string, resource: Resource, ...finds: Expected[]][] = [
  ["nothing is said of old TLS", native({})],
  ["it is off", native({ tls10Enabled: false, tls11Enabled: false })],
  [
    "TLS 1.0",
    native({ tls10Enabled: true }),
    reports("old", { name: "api.contoso.com", versions: "1.0", paths: "tls10Enabled" }),
  ],
  ["TLS 1.1", native({ tls11Enabled: true }), reports("old", { versions: "1.1", paths: "tls11Enabled" })],
  [
    "both are one line",
    native({ tls10Enabled: true, tls11Enabled: true }),
    reports("old", { versions: ["1.0", "1.1"] }),
  ],
  ["the text true", native({ tls10Enabled: "true" }), reports("old", { versions: "1.0" })],
  [
    "an unknown switch, and another that is on",
    native({ tls10Enabled: unknown, tls11Enabled: true }),
    reports("preview", { path: "tls10Enabled" }),
    reports("old", { versions: "1.1" }),
  ],
  [
    "an encrypted switch",
    native({ tls10Enabled: "[secret]" }),
    reports("encrypted", { path: "tls10Enabled" }),
  ],
  [
    "an unknown name",
    native({ hostname: unknown, tls10Enabled: true }),
    advisory("oldUnnamed", { versions: "1.0" }),
  ],
  [
    "a version of the provider's module",
    native({ tls10Enabled: true }, "azure-native:apimanagement/v20220801:GatewayHostnameConfiguration"),
    reports("old", { versions: "1.0" }),
  ],
  [
    "the classic provider",
    classic({ tls11Enabled: true }),
    reports("old", { name: "api.contoso.com", versions: "1.1" }),
  ],
  ["the classic provider, off", classic({})],
];

for (const [title, resource, ...finds] of cases) {
  test(title, async () => {
    const result = await pack.analyze(resource);
    if (finds.length > 0) assertReported(result, policy, ...finds);
    else assertPassed(result, policy);
  });
}

test("wrong types break nothing, and other resources aren't hostnames", async () => {
  for (const value of hostile) await pack.analyze(native({ tls10Enabled: value, hostname: value }));
  const { notApplicable } = await pack.analyze({
    type: "azure-native:apimanagement:Gateway",
    props: { tls10Enabled: true },
  });
  assert.ok(notApplicable.some((entry) => entry.policy === policy));
});

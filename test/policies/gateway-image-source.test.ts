import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Pack, type Props, startPack, unknown } from "../../testkit/pack";
import { containerApp, workload } from "../../testkit/samples/owned";

const policy = "gateway-image-source";
let pack: Pack;
before(async () => {
  pack = await startPack();
});
after(() => pack.stop());

async function findings(image: unknown, options: Props = {}): Promise<string[]> {
  await pack.configure({ [policy]: { enforcementLevel: "mandatory", ...options } });
  const labels = { "app.kubernetes.io/component": "self-hosted-gateway" };
  const { diagnostics } = await pack.analyze(workload({ image, labels }));
  return diagnostics
    .filter((one) => one.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

const mirror = { approvedRepositories: ["contoso.azurecr.io/*/azure-api-management/gateway"] };
const cases: [string, unknown, RegExp | undefined, Props?][] = [
  ["Microsoft's registry", "mcr.microsoft.com/azure-api-management/gateway:2.13.2", undefined],
  ["its name in capitals", "MCR.microsoft.com/azure-api-management/gateway:v2", undefined],
  [
    "a mirror",
    "contoso.azurecr.io/azure-api-management/gateway:2.13.2",
    /^mandatory: `spec\.template\.spec\.containers\[0\]\.image`: .*`contoso\.azurecr\.io\/azure-api-management\/gateway`.*Use `mcr\.microsoft\.com/,
  ],
  [
    "no registry, which is Docker Hub",
    "azure-api-management/gateway:2.13.2",
    /`azure-api-management\/gateway`/,
  ],
  [
    "a host that only looks like Microsoft's",
    "mcr.microsoft.com.evil.example/azure-api-management/gateway",
    /evil/,
  ],
  ["another path at Microsoft's", "mcr.microsoft.com/mirror/azure-api-management/gateway", /mirror/],
  ["an approved mirror", "contoso.azurecr.io/cache/azure-api-management/gateway:2.13.2", undefined, mirror],
  [
    "Microsoft's, where only the mirror is approved",
    "mcr.microsoft.com/azure-api-management/gateway",
    /mcr/,
    mirror,
  ],
  [
    "no repository is approved",
    "mcr.microsoft.com/azure-api-management/gateway",
    /approves none/,
    { approvedRepositories: [] },
  ],
  [
    "a digest and a port",
    `registry:5000/azure-api-management/gateway@sha256:${"a".repeat(64)}`,
    /`registry:5000\/azure-api-management\/gateway`/,
  ],
  ["unknown", unknown, /^advisory: .* is not known/],
  ["encrypted", "[secret]", /^advisory: .* is encrypted/],
  ["no reference", "contoso/:", undefined],
  ["no text", { a: 1 }, undefined],
];
for (const [title, image, expected, options] of cases) {
  test(title, async () => {
    const found = await findings(image, options);
    assert.equal(found.length, expected ? 1 : 0, found.join("\n"));
    if (expected) assert.match(found[0] ?? "", expected);
  });
}

test("on a Container App, and not on what is no gateway", async () => {
  await pack.configure({});
  const app = containerApp();
  const props = { template: { containers: [{ image: "ghcr.io/azure-api-management/gateway:2.13.2" }] } };
  const { diagnostics } = await pack.analyze({ ...app, props });
  assert.equal(diagnostics.filter((one) => one.policy === policy).length, 1);
  const { notApplicable } = await pack.analyze(workload({ image: "ghcr.io/contoso/shop" }));
  assert.ok(notApplicable.some((one) => one.policy === policy));
});

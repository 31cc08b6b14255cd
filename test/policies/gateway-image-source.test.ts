import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, assertMessage, type Expected, mandatory, reports } from "../../testkit/messages";
import { type Props, unknown } from "../../testkit/pack";
import { containerApp, workload } from "../../testkit/samples/owned";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-image-source";
const pack = usePack({ only: [policy] });

async function findings(image: unknown, options: Props = {}): Promise<string[]> {
  await pack.configure({ [policy]: { enforcementLevel: "mandatory", ...options } });
  const labels = { "app.kubernetes.io/component": "self-hosted-gateway" };
  const { diagnostics } = await pack.analyze(workload({ image, labels }));
  return diagnostics
    .filter((one) => one.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

const mirror = { approvedRepositories: ["contoso.azurecr.io/*/azure-api-management/gateway"] };
const cases: [string, unknown, Expected | undefined, Props?][] = [
  ["Microsoft's registry", "mcr.microsoft.com/azure-api-management/gateway:2.13.2", undefined],
  ["its name in capitals", "MCR.microsoft.com/azure-api-management/gateway:v2", undefined],
  [
    "a mirror",
    "contoso.azurecr.io/azure-api-management/gateway:2.13.2",
    mandatory("unapproved", {
      path: "spec.template.spec.containers[0].image",
      repository: "contoso.azurecr.io/azure-api-management/gateway",
      approved: "mcr.microsoft.com/azure-api-management/gateway",
    }),
  ],
  [
    "no registry, which is Docker Hub",
    "azure-api-management/gateway:2.13.2",
    reports("unapproved", { repository: "azure-api-management/gateway" }),
  ],
  [
    "a host that only looks like Microsoft's",
    "mcr.microsoft.com.evil.example/azure-api-management/gateway",
    reports("unapproved", { repository: "mcr.microsoft.com.evil.example/azure-api-management/gateway" }),
  ],
  [
    "another path at Microsoft's",
    "mcr.microsoft.com/mirror/azure-api-management/gateway",
    reports("unapproved", { repository: "mcr.microsoft.com/mirror/azure-api-management/gateway" }),
  ],
  ["an approved mirror", "contoso.azurecr.io/cache/azure-api-management/gateway:2.13.2", undefined, mirror],
  [
    "Microsoft's, where only the mirror is approved",
    "mcr.microsoft.com/azure-api-management/gateway",
    reports("unapproved", { repository: "mcr.microsoft.com/azure-api-management/gateway" }),
    mirror,
  ],
  [
    "no repository is approved",
    "mcr.microsoft.com/azure-api-management/gateway",
    reports("closed"),
    { approvedRepositories: [] },
  ],
  [
    "a digest and a port",
    `registry:5000/azure-api-management/gateway@sha256:${"a".repeat(64)}`,
    reports("unapproved", { repository: "registry:5000/azure-api-management/gateway" }),
  ],
  ["unknown", unknown, advisory("preview")],
  ["encrypted", "[secret]", advisory("encrypted")],
  ["no reference", "contoso/:", undefined],
  ["no text", { a: 1 }, undefined],
];
for (const [title, image, expected, options] of cases) {
  test(title, async () => {
    const found = await findings(image, options);
    assert.equal(found.length, expected ? 1 : 0, found.join("\n"));
    if (expected) assertMessage(found[0], expected);
  });
}

test("on a Container App, and not on a resource that isn't a gateway", async () => {
  await pack.configure({});
  const app = containerApp();
  const props = { template: { containers: [{ image: "ghcr.io/azure-api-management/gateway:2.13.2" }] } };
  const { diagnostics } = await pack.analyze({ ...app, props });
  assert.equal(diagnostics.filter((one) => one.policy === policy).length, 1);
  const { notApplicable } = await pack.analyze(workload({ image: "ghcr.io/contoso/shop" }));
  assert.ok(notApplicable.some((one) => one.policy === policy));
});

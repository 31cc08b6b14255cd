import { describe, test } from "node:test";
import { reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { assertNotApplicable, assertOne, assertPassed } from "../../testkit/samples/findings";
import { goodImage, image } from "../../testkit/samples/kubernetes";
import { assertStands } from "./hostile";

const supported = "gateway-image-supported";
const pinned = "gateway-image-pinned";
const auth = "gateway-auth-method";
const nativeTypes = [
  "azure-native:containerinstance:ContainerGroup",
  "azure-native:containerinstance/v20230501:ContainerGroup",
  "azure-native_containerinstance_v20230501:containerinstance/v20230501:ContainerGroup",
];
const classicType = "azure:containerservice/group:Group";

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

describe("the image", () => {
  for (const type of [...nativeTypes, classicType]) {
    test(`of ${type}`, async () => {
      const judge = (image: unknown) => pack.analyze({ ...group({ image }), type });
      assertOne(
        await judge(`${image}:2.9.2`),
        supported,
        "mandatory",
        reports("outside", { path: "containers[0].image" }),
      );
      assertOne(await judge(`${image}:v2`), pinned, "advisory", reports("rolling", { tag: "v2" }));
      assertPassed(await judge(goodImage), supported);
    });
  }

  test("an unknown image of a container with a gateway's settings is one advisory line", async () => {
    for (const open of [unknown, "[secret]"]) {
      assertOne(
        await pack.analyze(group({ image: open })),
        supported,
        "advisory",
        reports(["preview", "encrypted"], { path: "containers[0].image" }),
      );
    }
  });

  test("sidecars and other containers aren't gateways", async () => {
    assertNotApplicable(await pack.analyze(group({ image: "nginx:1", env: [] })), supported);
    const sidecar = { name: "proxy", image: "nginx:1" };
    const both = group({});
    const props = { ...both.props, containers: [sidecar, ...(both.props.containers as object[])] };
    assertPassed(await pack.preview([{ ...both, props }]), auth);
  });
});

describe("how the gateway signs in", () => {
  const judge = (variable: object, more: object = {}) =>
    pack.preview([group({ env: [{ name: "config.service.auth", ...variable }] }, more)]);
  const good = { value: "workloadIdentity" };

  test("Entra ID is good, a token in plain or secure is not", async () => {
    assertPassed(await judge(good), auth);
    for (const variable of [
      { value: "GatewayKey gw&202612010000&abc=" },
      { secureValue: secret("t") },
      { secureValue: unknown },
    ]) {
      assertOne(await judge(variable), auth, "mandatory", reports("unrotated", { host: "container group" }));
    }
    assertOne(
      await judge({ value: unknown }),
      auth,
      "advisory",
      reports("preview", { path: "containers[0].environmentVariables[0].value" }),
    );
  });

  test("a reference to Key Vault and a tag are evidence", async () => {
    assertPassed(await judge({ secureValueReference: "gateway-token" }), auth);
    const tags = { "apim-gateway-token-rotation": "weekly" };
    assertPassed(await judge({ secureValue: "t" }, { tags }), auth);
  });

  test("nothing set is a defect, what cannot be read is a note", async () => {
    assertOne(await pack.preview([group({ env: [] })]), auth, "mandatory", reports("none"));
    assertOne(
      await pack.preview([group({ env: unknown })]),
      auth,
      "advisory",
      reports("preview", { path: "containers[0].environmentVariables" }),
    );
  });

  test("the classic provider has two maps", async () => {
    const classic = (container: object) =>
      pack.preview([{ ...group({ env: undefined, ...container }), type: classicType }]);
    assertPassed(
      await classic({ environmentVariables: { "config.service.auth": "workloadIdentity" } }),
      auth,
    );
    const token = { secureEnvironmentVariables: { "config.service.auth": "t" } };
    assertOne(await classic(token), auth, "mandatory", reports("unrotated"));
    assertOne(
      await classic({ secureEnvironmentVariables: unknown }),
      auth,
      "advisory",
      reports("preview", { path: "containers[0].secureEnvironmentVariables" }),
    );
  });
});

test("wrong types in any property are handled", async () => {
  await assertStands(pack, group({}, { tags: { a: "b" } }));
  const maps = {
    environmentVariables: { "config.service.auth": "a" },
    secureEnvironmentVariables: { b: "c" },
  };
  await assertStands(pack, { ...group({ env: undefined, ...maps }), type: classicType });
});

/** A container group with a gateway that signs in with workload identity, unless a test changes it. */
function group(
  { env, ...container }: { env?: unknown; [property: string]: unknown },
  more: object = {},
): Resource {
  const environmentVariables = env ?? [{ name: "config.service.auth", value: "workloadIdentity" }];
  const containers = [{ name: "gateway", image: goodImage, environmentVariables, ...container }];
  return { type: nativeTypes[0] ?? "", props: { containers, ...more } };
}

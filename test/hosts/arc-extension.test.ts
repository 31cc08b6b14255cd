import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { assertNotApplicable, assertOne, assertPassed, linesOf } from "../../testkit/samples/findings";
import { cluster, cronJob } from "../../testkit/samples/kubernetes";
import { assertStands } from "./hostile";

const supported = "gateway-image-supported";
const pinned = "gateway-image-pinned";
const auth = "gateway-auth-method";
const endpoint = { "gateway.configuration.uri": "contoso.configuration.azure-api.net" };
const token = { "gateway.auth.token": secret("GatewayKey gw&202612010000&abc=") };

const nativeTypes = [
  "azure-native:kubernetesconfiguration:Extension",
  "azure-native:kubernetesconfiguration/v20230501:Extension",
  "azure-native_kubernetesconfiguration_v20230501:kubernetesconfiguration/v20230501:Extension",
];
const classicTypes = [
  "azure:arckubernetes/clusterExtension:ClusterExtension",
  "azure:containerservice/kubernetesClusterExtension:KubernetesClusterExtension",
];

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

describe("the image", () => {
  for (const type of [...nativeTypes, ...classicTypes]) {
    test(`of ${type} is determined by image.tag in either map`, async () => {
      const settings = { ...endpoint, "image.tag": "2.9.2" };
      for (const map of ["configurationSettings", "configurationProtectedSettings"]) {
        const result = await pack.analyze({ ...extension({ [map]: settings }), type });
        assertOne(
          result,
          supported,
          "mandatory",
          reports("outside", { path: `${map}["image.tag"]`, text: "2.9.2" }),
        );
        assertPassed(result, pinned);
      }
      const good = extension({ configurationSettings: { "image.tag": "2.13.2" } });
      assertPassed(await pack.analyze({ ...good, type }), supported);
    });
  }

  test("an unknown map does not hide a tag that the other holds", async () => {
    const both = { configurationSettings: { "image.tag": "2.9.2" }, configurationProtectedSettings: unknown };
    assertOne(
      await pack.analyze(extension(both)),
      supported,
      "mandatory",
      reports("outside", { text: "2.9.2" }),
    );
    const open = extension({ configurationSettings: unknown, configurationProtectedSettings: null });
    assertOne(
      await pack.analyze(open),
      supported,
      "advisory",
      reports("preview", { path: "configurationSettings" }),
    );
  });

  test("the native provider pins by version without automatic upgrades", async () => {
    for (const autoUpgradeMinorVersion of [true, undefined, "false"]) {
      const result = await pack.analyze(extension({ autoUpgradeMinorVersion, version: "1.2.3" }));
      assertOne(result, pinned, "advisory", reports("auto-upgrade", { path: "autoUpgradeMinorVersion" }));
    }
    const unset = await pack.analyze(extension({ version: undefined }));
    assertOne(unset, pinned, "advisory", reports(["auto-upgrade", "no-extension-version"]));
    for (const open of ["version", "autoUpgradeMinorVersion"]) {
      const result = await pack.analyze(extension({ [open]: unknown }));
      assertOne(result, pinned, "advisory", reports("preview", { path: open }));
    }
    const result = await pack.analyze(extension({}));
    assertPassed(result, pinned);
    // Microsoft doesn't document the image of an extension version.
    assertPassed(result, supported);
  });

  test("with the classic provider a version alone pins", async () => {
    for (const type of classicTypes) {
      const props = { autoUpgradeMinorVersion: undefined };
      assertPassed(await pack.analyze({ ...extension(props), type }), pinned);
      const unset = await pack.analyze({ ...extension({ ...props, version: null }), type });
      assertOne(unset, pinned, "advisory", reports(["auto-upgrade", "no-extension-version"]));
    }
  });

  test("a channel of previews is a note, also at the level mandatory", async () => {
    await pack.configure({ [pinned]: "mandatory" });
    for (const releaseTrain of ["preview", "Preview"]) {
      const result = await pack.analyze(extension({ releaseTrain }));
      assertOne(result, pinned, "advisory", advisory("preview", { path: "releaseTrain" }));
    }
    await pack.configure({});
  });
});

describe("how the gateway signs in", () => {
  const judge = (props: object, ...more: Resource[]) => pack.preview([...more, extension(props)]);

  test("with a token, in either map, whatever its value; it carries no labels, so that is a note", async () => {
    for (const value of [unknown, "[secret]", "workloadIdentity", secret("t")]) {
      for (const map of ["configurationSettings", "configurationProtectedSettings"]) {
        const result = await judge({ [map]: { ...endpoint, "gateway.auth.token": value } });
        assertOne(result, auth, "advisory", reports("unmarked", { host: "Arc extension" }));
      }
    }
    const encrypted = await judge({ configurationProtectedSettings: "[secret]" });
    assertOne(encrypted, auth, "advisory", reports("unmarked"));
  });

  test("without any token it cannot", async () => {
    for (const map of [null, {}, endpoint]) {
      const props = { configurationSettings: map, configurationProtectedSettings: null };
      assertOne(
        await judge(props),
        auth,
        "mandatory",
        reports("tokenless", { setting: "gateway.auth.token" }),
      );
    }
  });

  test("a CronJob in the namespace of the pods is evidence, of whichever provider", async () => {
    const job = (namespace: string) =>
      cronJob("generateToken", { metadata: { namespace } }, { provider: cluster("aks") });
    const provider: Resource = { type: "pulumi:providers:azure-native", props: {} };
    const scopes = [
      { scope: { namespace: { targetNamespace: "apim" } } },
      { scope: { cluster: { releaseNamespace: "apim" } } },
    ];
    for (const scope of scopes) {
      const arc = { ...extension(scope), provider };
      assertPassed(await pack.preview([job("apim"), arc]), auth);
      assertOne(await pack.preview([job("other"), arc]), auth, "advisory", reports("unmarked"));
    }
    for (const type of classicTypes) {
      const classic = { ...extension({ scope: undefined, targetNamespace: "apim" }), type };
      assertPassed(await pack.preview([job("apim"), classic]), auth);
    }
  });

  test("without an endpoint, the finding contains the extension's own name for it", async () => {
    const result = await pack.preview([extension({ configurationSettings: {} })]);
    assertOne(
      result,
      "gateway-wiring",
      "advisory",
      reports("endpointMissing", { setting: "gateway.configuration.uri", host: "Arc extension" }),
    );
  });

  test("requireEntraId makes a token a defect here too", async () => {
    await pack.configure({ [auth]: { requireEntraId: true } });
    assertOne(await judge({}), auth, "mandatory", reports("tokensOnly", { option: "requireEntraId" }));
    await pack.configure({});
  });
});

test("the extension type is compared without case, and others aren't gateways", async () => {
  const lower = extension({ extensionType: "microsoft.apimanagement.gateway", version: null });
  assert.equal(linesOf(await pack.analyze(lower), pinned).length, 1);
  for (const extensionType of ["microsoft.flux", "Microsoft.ApiManagement.Gateway2", null, unknown, 1]) {
    assertNotApplicable(await pack.analyze(extension({ extensionType })), supported);
  }
});

test("wrong types in any property are handled", async () => {
  const configurationSettings = { ...endpoint, "image.tag": "2.13.2", "image.repository": "r" };
  const props = { configurationSettings, releaseTrain: "preview", targetNamespace: "n" };
  for (const type of [nativeTypes[0] ?? "", ...classicTypes]) {
    await assertStands(pack, { ...extension(props), type });
  }
});

/** The gateway's extension, pinned to a version, with a protected token. */
function extension(props: object): Resource {
  const good = {
    extensionName: "gateway",
    extensionType: "Microsoft.ApiManagement.Gateway",
    autoUpgradeMinorVersion: false,
    version: "1.2.3",
    configurationSettings: endpoint,
    configurationProtectedSettings: token,
    scope: { namespace: { targetNamespace: "apim" } },
  };
  return { type: nativeTypes[0] ?? "", props: { ...good, ...props } };
}

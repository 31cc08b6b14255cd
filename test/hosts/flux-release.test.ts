import { describe, test } from "node:test";
import { reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertNotApplicable, assertOne, assertPassed, assertRotated } from "../../testkit/samples/findings";
import { cronJob, secretWriter } from "../../testkit/samples/kubernetes";
import { assertStands } from "./hostile";

const supported = "gateway-image-supported";
const pinned = "gateway-image-pinned";
const auth = "gateway-auth-method";
const name = "azure-api-management-gateway";
const entra = { gateway: { auth: { type: "WorkloadIdentity", azureAd: { app: { id: "a" } } } } };
/** A token in the values. */
const withKey = { gateway: { auth: { key: "k" } } };

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

describe("the chart", () => {
  for (const version of ["v2", "v2beta1", "v2beta2"]) {
    test(`of a HelmRelease ${version} is checked by its version`, async () => {
      const type = `kubernetes:helm.toolkit.fluxcd.io/${version}:HelmRelease`;
      const old = { ...release({ version: "1.13.2" }), type };
      assertOne(
        await pack.analyze(old),
        supported,
        "mandatory",
        reports("outside", { path: "spec.chart.spec.version", text: "1.13.2" }),
      );
      assertPassed(await pack.analyze({ ...release({ version: "1.16.1" }), type }), supported);
    });
  }

  test("an absent version or a range floats, an unknown one is reported", async () => {
    for (const version of [undefined, "*", "1.x"]) {
      assertOne(
        await pack.analyze(release({ version })),
        pinned,
        "advisory",
        reports(["no-chart-version", "chart-range"], { path: "spec.chart.spec.version" }),
      );
    }
    const open = await pack.analyze(release({ version: unknown }));
    assertOne(open, supported, "advisory", reports("preview", { path: "spec.chart.spec.version" }));
  });

  test("from Git or a bucket it has a version of its own", async () => {
    for (const kind of ["GitRepository", "Bucket"]) {
      const chart = { chart: `./charts/${name}`, version: "1.13.2", sourceRef: { kind, name: "infra" } };
      const result = await pack.analyze(release(chart));
      assertOne(
        result,
        supported,
        "advisory",
        reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
      );
    }
  });

  for (const chart of ["nginx", `${name}-2`, undefined, unknown]) {
    test(`${chart} isn't a gateway`, async () => {
      assertNotApplicable(await pack.analyze(release({ chart })), supported);
    });
  }
});

describe("a chart that another object names", () => {
  const chartRef = (kind: string) => ({ chart: undefined, chartRef: { kind, name: "gateway-chart" } });
  const registry = (ref: object) =>
    flux("source.toolkit.fluxcd.io/v1:OCIRepository", "gateway-chart", {
      url: `oci://example.com/charts/${name}`,
      ref,
    });

  test("is found in the stack: an OCI repository with tag, range or digest", async () => {
    const by = async (ref: object) => pack.preview([registry(ref), release({}, chartRef("OCIRepository"))]);
    assertOne(
      await by({ tag: "1.13.2" }),
      supported,
      "mandatory",
      reports("outside", { path: "spec.chartRef", text: "1.13.2" }),
    );
    assertOne(await by({ semver: "1.x", tag: "1.13.2" }), pinned, "advisory", reports("chart-range"));
    assertOne(
      await by({ digest: "sha256:abc" }),
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
    assertOne(await by({ tag: unknown }), supported, "advisory", reports("previewOf"));
  });

  test("or a HelmChart", async () => {
    const chart = flux("source.toolkit.fluxcd.io/v1:HelmChart", "gateway-chart", {
      chart: name,
      version: "1.13.2",
    });
    const result = await pack.preview([chart, release({}, chartRef("HelmChart"))]);
    assertOne(result, supported, "mandatory", reports("outside", { path: "spec.chartRef", text: "1.13.2" }));
  });

  test("outside the stack it is known by the value that the chart demands", async () => {
    const configuration = { uri: "contoso.configuration.azure-api.net" };
    const values = { gateway: { configuration } };
    const known = await pack.preview([release({}, { ...chartRef("OCIRepository"), values })]);
    assertOne(
      known,
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
    assertNotApplicable(await pack.preview([release({}, chartRef("OCIRepository"))]), supported);
  });
});

describe("values", () => {
  test("win over those of ConfigMaps and Secrets, which are unread", async () => {
    const valuesFrom = [{ kind: "ConfigMap", name: "gateway-values" }];
    const open = await pack.preview([release({}, { valuesFrom, values: undefined })]);
    for (const policy of [supported, pinned, auth]) {
      assertOne(open, policy, "advisory", reports("unread", { path: "spec.valuesFrom[0]" }));
    }
    const values = { image: { tag: "2.9.2" }, ...entra };
    const set = await pack.preview([release({}, { valuesFrom, values })]);
    assertOne(
      set,
      supported,
      "mandatory",
      reports("outside", { path: "spec.values.image.tag", text: "2.9.2" }),
    );
    assertPassed(set, auth);
  });

  test("of null remove values from ConfigMaps and Secrets", async () => {
    const valuesFrom = [{ kind: "ConfigMap", name: "gateway-values" }];
    const values = { gateway: { auth: { type: "GatewayToken", key: null } }, secret: { createSecret: true } };
    const result = await pack.preview([release({}, { valuesFrom, values })]);
    assertOne(result, auth, "mandatory", reports("chartNoKey"));
  });

  test("of which one is named leave the others alone", async () => {
    const valuesFrom = [{ kind: "Secret", name: "token", targetPath: "gateway.auth.key" }];
    const result = await pack.preview([release({ version: "1.13.2" }, { valuesFrom, values: {} })]);
    assertOne(result, supported, "mandatory", reports("outside", { text: "1.13.2" }));
    assertOne(result, auth, "mandatory", reports("unrotated", { host: "Flux HelmRelease" }));
  });
});

test("a token out of a Secret is rotated by what feeds that Secret", async () => {
  const entry = { kind: "Secret", name: "token", valuesKey: "key", targetPath: "gateway.auth.key" };
  const token = release({}, { valuesFrom: [entry], values: {} });
  const store = (namespace: string) =>
    secretWriter("ExternalSecret", { target: { name: "token" } }, { namespace });
  assertRotated(await pack.preview([store("flux-system"), token]));
  assertOne(await pack.preview([store("other"), token]), auth, "mandatory", reports("unrotated"));
  // With a target path, it overrides the release's own value.
  const own = release({}, { valuesFrom: [entry], values: { gateway: { auth: { key: "" } } } });
  assertRotated(await pack.preview([store("flux-system"), own]));
  const beside = { ...entry, targetPath: "image.tag" };
  const other = release({}, { valuesFrom: [beside], values: { gateway: { auth: { key: "" } } } });
  assertOne(await pack.preview([store("flux-system"), other]), auth, "mandatory", reports("chartNoKey"));
});

test("the pods' namespace is targetNamespace, else the release's own", async () => {
  const job = cronJob("generateToken");
  const token = (spec: object) => pack.preview([job, release({}, { values: withKey, ...spec })]);
  assertRotated(await token({ targetNamespace: "apim" }));
  assertOne(await token({}), auth, "mandatory", reports("unrotated"));
});

test("a CronJob may name the Secret by Flux's rule for release names", async () => {
  const spec = { values: withKey, targetNamespace: "apim" };
  const job = cronJob(`kubectl patch secret apim-edge-${name}`);
  assertRotated(await pack.preview([job, release({}, spec)]));
});

test("the chart as a dependency of another is checked by the values under its name", async () => {
  const configuration = { uri: "contoso.configuration.azure-api.net" };
  const values = { [name]: { image: { tag: "2.9.2" }, gateway: { configuration } } };
  const result = await pack.preview([release({ chart: "edge" }, { values })]);
  assertOne(result, supported, "mandatory", reports("outside", { text: "2.9.2" }));
  assertNotApplicable(await pack.analyze(release({ chart: "edge" }, { values: {} })), supported);
});

test("wrong types in any property are handled", async () => {
  const spec = {
    valuesFrom: [{ kind: "Secret", name: "n", targetPath: "a.b" }],
    values: { image: { tag: "2.13.2" }, ...entra },
    targetNamespace: "apim",
    releaseName: "r",
  };
  await assertStands(pack, release({}, spec));
  await assertStands(
    pack,
    release({}, { ...spec, chart: undefined, chartRef: { kind: "OCIRepository", name: "n" } }),
  );
});

/** A HelmRelease of the gateway's chart, with workload identity unless a test sets values. */
function release(chart: object, spec: object = {}): Resource {
  const sourceRef = { kind: "HelmRepository", name: "azure-apim" };
  return flux("helm.toolkit.fluxcd.io/v2:HelmRelease", "edge", {
    chart: { spec: { chart: name, version: "1.16.1", sourceRef, ...chart } },
    values: entra,
    ...spec,
  });
}

function flux(type: string, name: string, spec: object): Resource {
  return { type: `kubernetes:${type}`, name, props: { metadata: { name, namespace: "flux-system" }, spec } };
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertNotApplicable, assertOne, assertPassed, assertRotated } from "../../testkit/samples/findings";
import { cronJob } from "../../testkit/samples/kubernetes";
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

describe("the sources of an Application", () => {
  test("a chart is checked by its targetRevision", async () => {
    const result = await pack.analyze(application({ targetRevision: "1.13.2" }));
    assertOne(
      result,
      supported,
      "mandatory",
      reports("outside", { path: "spec.source.targetRevision", text: "1.13.2" }),
    );
    assertPassed(await pack.analyze(application({ targetRevision: "1.16.1" })), supported);
    for (const targetRevision of [undefined, "*", "1.15.x"]) {
      const floating = await pack.analyze(application({ targetRevision }));
      assertOne(
        floating,
        pinned,
        "advisory",
        reports(["no-chart-version", "chart-range"], { path: "spec.source.targetRevision" }),
      );
    }
    const open = await pack.analyze(application({ targetRevision: unknown }));
    assertOne(open, supported, "advisory", reports("preview", { path: "spec.source.targetRevision" }));
  });

  test("of several sources, those that are the chart are checked", async () => {
    const sources = [
      { repoURL: "https://git.example.com/values.git", ref: "values" },
      source({ targetRevision: "1.13.2" }),
      source({ targetRevision: "1.16.1" }),
    ];
    const result = await pack.analyze(argo("Application", { sources, source: source({ chart: "nginx" }) }));
    assertOne(result, supported, "mandatory", reports("outside", { path: "spec.sources[1].targetRevision" }));
  });

  test("a folder in Git doesn't identify the chart's version: targetRevision is Git's", async () => {
    const git = { chart: undefined, path: `charts/${name}`, targetRevision: "1.13.2" };
    const result = await pack.analyze(application(git));
    assertOne(
      result,
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
    assertPassed(result, pinned);
  });

  test("a folder of another name is known by the value that the chart demands", async () => {
    const configuration = { uri: "contoso.configuration.azure-api.net" };
    const valuesObject = { gateway: { configuration }, image: { tag: "2.9.2" } };
    const folder = { chart: undefined, path: "deploy/edge", helm: { valuesObject } };
    assertOne(
      await pack.analyze(application(folder)),
      supported,
      "mandatory",
      reports("outside", { text: "2.9.2" }),
    );
    assertNotApplicable(await pack.analyze(application({ ...folder, helm: {} })), supported);
    assertNotApplicable(await pack.analyze(application({ ...folder, chart: "edge" })), supported);
    // Any program may compute the values of its own chart.
    const open = { ...folder, helm: { values: unknown } };
    assertNotApplicable(await pack.analyze(application(open)), supported);
  });

  test("a registry may name the chart", async () => {
    const repoURL = `oci://mirror.example.com/${name}`;
    const result = await pack.analyze(
      application({ chart: undefined, repoURL, path: ".", targetRevision: "1.13.2" }),
    );
    assertOne(result, supported, "mandatory", reports("outside", { text: "1.13.2" }));
  });

  for (const chart of ["nginx", `${name}-extras`, undefined, 1]) {
    test(`${chart} isn't a gateway`, async () => {
      assertNotApplicable(await pack.analyze(application({ chart })), supported);
    });
  }
});

describe("values, the stronger over the weaker", () => {
  const tag = (tag: unknown) => ({ image: { tag } });
  const parameter = (value: unknown) => ({ name: "image.tag", value });

  test("values as text are read, and a change to them is not offered as an edit", async () => {
    const old = application({ helm: { values: "image:\n  tag: 2.9.2\n" } });
    assertOne(
      await pack.analyze(old),
      supported,
      "mandatory",
      reports("outside", { path: "spec.source.helm.values.image.tag", text: "2.9.2" }),
    );
    await pack.configure({ [supported]: "remediate" });
    assert.deepEqual(await pack.remediated(old), old.props);
    const object = application({ helm: { valuesObject: tag("2.9.2") } });
    const { spec } = (await pack.remediated(object)) as { spec: { source: { helm: unknown } } };
    assert.deepEqual(spec.source.helm, { valuesObject: tag("2.13.2") });
    await pack.configure({});
  });

  test("valuesObject wins over values, and parameters win over both", async () => {
    const values = "image: { tag: 2.9.2 }";
    const object = { helm: { values, valuesObject: tag("2.13.2") } };
    assertPassed(await pack.analyze(application(object)), supported);
    const both = { helm: { values, valuesObject: tag("2.8.0"), parameters: [parameter("2.13.2")] } };
    assertPassed(await pack.analyze(application(both)), supported);
    const old = { helm: { valuesObject: tag("2.13.2"), parameters: [parameter("2.9.2")] } };
    assertOne(
      await pack.analyze(application(old)),
      supported,
      "mandatory",
      reports("outside", { path: "spec.source.helm.parameters[0].value", text: "2.9.2" }),
    );
  });

  test("parameters have dotted names, in which a backslash keeps a dot", async () => {
    const parameters = [
      { name: "gateway.configuration.additional.config\\.service\\.auth", value: "workloadIdentity" },
      { name: "gateway.auth.type", value: "none" },
    ];
    assertPassed(await pack.preview([application({ helm: { parameters } })]), auth);
  });

  test("parameters without a name set nothing; one of unknown name may set anything", async () => {
    const nameless = [{ value: "1" }, { name: "", value: "1" }, { name: "..", value: "1" }, null, "x"];
    const old = application({ helm: { valuesObject: tag("2.9.2"), parameters: nameless } });
    assertOne(
      await pack.analyze(old),
      supported,
      "mandatory",
      reports("outside", { path: "spec.source.helm.valuesObject.image.tag", text: "2.9.2" }),
    );
    const open = application({ helm: { valuesObject: tag("2.9.2"), parameters: [{ name: unknown }] } });
    assertOne(
      await pack.analyze(open),
      supported,
      "advisory",
      reports("preview", { path: "spec.source.helm.parameters[0].name" }),
    );
  });

  test("files of the repository are unread, where nothing stronger decides", async () => {
    const valueFiles = ["$values/gateway.yaml"];
    const open = await pack.preview([application({ helm: { valueFiles } })]);
    for (const policy of [supported, pinned, auth]) {
      assertOne(open, policy, "advisory", reports("unread", { path: "spec.source.helm.valueFiles" }));
    }
    const set = application({ helm: { valueFiles, valuesObject: { ...tag("2.9.2"), ...entra } } });
    const result = await pack.preview([set]);
    assertOne(result, supported, "mandatory", reports("outside", { text: "2.9.2" }));
    assertPassed(result, auth);
    const parameter = {
      helm: { valuesObject: tag("2.9.2"), fileParameters: [{ name: "image.tag", path: "tag.txt" }] },
    };
    assertOne(
      await pack.analyze(application(parameter)),
      supported,
      "advisory",
      reports("unread", { path: "spec.source.helm.fileParameters[0]" }),
    );
  });

  test("null removes values of weaker layers, in values and as a parameter", async () => {
    const of = (helm: object) => pack.preview([application({ helm })]);
    const parameters = [{ name: "gateway.auth.key", value: "null" }];
    assertOne(await of({ valuesObject: withKey, parameters }), auth, "mandatory", reports("chartNoKey"));
    const forced = [{ ...parameters[0], forceString: true }];
    assertOne(
      await of({ valuesObject: withKey, parameters: forced }),
      auth,
      "mandatory",
      reports("unrotated"),
    );
    const valueFiles = ["$values/gateway.yaml"];
    const text = "gateway: { auth: { type: GatewayToken, key: null } }\nsecret: { createSecret: true }\n";
    assertOne(await of({ valueFiles, values: text }), auth, "mandatory", reports("chartNoKey"));
    const open = text.replace("null", '"{{key}}"');
    assertOne(await of({ valueFiles, values: open }), auth, "advisory", reports("unread"));
  });

  for (const values of ["image: [", "text", "- a", "a: &a [*a]", "key: value\n".repeat(100_000), 1, []]) {
    test(`values that are ${String(values).slice(0, 10)} are unread, and quickly`, async () => {
      const start = performance.now();
      const result = await pack.analyze(application({ helm: { values } }));
      assert.ok(performance.now() - start < 60_000, "a quadratic reader would take far longer");
      assertOne(result, supported, "advisory", reports("unread", { path: "spec.source.helm.values" }));
    });
  }
});

describe("the rest of the model", () => {
  test("the pods' namespace is the destination's", async () => {
    const job = (namespace: string) => cronJob("generateToken", { metadata: { namespace } });
    const token = application({ helm: { valuesObject: withKey } });
    assertRotated(await pack.preview([job("apim"), token]));
    assertOne(
      await pack.preview([job("argocd"), token]),
      auth,
      "mandatory",
      reports("unrotated", { host: "Argo CD Application" }),
    );
  });

  test("labels of the Application and of the chart are marks", async () => {
    const labels = { "apim-gateway/token-rotation": "weekly" };
    const marked = argo("Application", { source: source({ helm: { valuesObject: withKey } }) }, { labels });
    assertPassed(await pack.preview([marked]), auth);
    const inside = application({ helm: { valuesObject: { ...withKey, commonLabels: labels } } });
    assertPassed(await pack.preview([inside]), auth);
  });
});

describe("an ApplicationSet", () => {
  const set = (parts: object, spec: object = {}) => {
    const template = { metadata: { name: "{{name}}" }, spec: { source: source(parts), destination } };
    return argo("ApplicationSet", { generators: [], template, ...spec });
  };

  test("its template is checked", async () => {
    const result = await pack.analyze(set({ targetRevision: "1.13.2" }));
    assertOne(
      result,
      supported,
      "mandatory",
      reports("outside", { path: "spec.template.spec.source.targetRevision" }),
    );
  });

  test("what is filled in later is not checked, what is next to it is", async () => {
    for (const parts of [
      { targetRevision: "{{version}}" },
      { helm: { valuesObject: { image: { tag: "{{ .tag }}" } } } },
      { helm: { values: "image: { tag: '{{tag}}' }" } },
      { helm: { parameters: [{ name: "image.tag", value: "{{tag}}" }] } },
      { helm: { values: "{{values}}" } },
    ]) {
      const result = await pack.analyze(set(parts));
      assertOne(result, supported, "advisory", reports("unread"));
    }
    const values = "image: { tag: 2.9.2 }\nreplicaCount: '{{replicas}}'\n";
    assertOne(
      await pack.analyze(set({ helm: { values } })),
      supported,
      "mandatory",
      reports("outside", { text: "2.9.2" }),
    );
  });

  test("a patch of the template may change anything", async () => {
    const patched = set({ targetRevision: "1.13.2" }, { templatePatch: "spec: {}" });
    assertOne(
      await pack.analyze(patched),
      supported,
      "advisory",
      reports("unread", { path: "spec.templatePatch" }),
    );
  });

  test("without a template it isn't a gateway", async () => {
    assertNotApplicable(await pack.analyze(argo("ApplicationSet", { template: undefined })), supported);
  });
});

test("the chart as a dependency of another is checked by the values under its name", async () => {
  const configuration = { uri: "contoso.configuration.azure-api.net" };
  const values = { [name]: { image: { tag: "2.9.2" }, gateway: { configuration } } };
  for (const chart of [{ chart: "edge" }, { chart: undefined, path: "charts/edge" }]) {
    const result = await pack.preview([application({ ...chart, helm: { valuesObject: values } })]);
    assertOne(result, supported, "mandatory", reports("outside", { text: "2.9.2" }));
    const parameters = [{ name: `${name}.gateway.configuration.uri`, value: configuration.uri }];
    const open = await pack.preview([application({ ...chart, helm: { parameters } })]);
    assertOne(open, supported, "advisory", reports("unread"));
  }
});

test("wrong types in any property are handled", async () => {
  const helm = {
    values: "a: b",
    valuesObject: { image: { tag: "2.13.2" }, ...entra },
    parameters: [{ name: "image.tag", value: "2.13.2" }],
    fileParameters: [{ name: "a", path: "b" }],
    valueFiles: ["a.yaml"],
    releaseName: "r",
  };
  await assertStands(pack, application({ helm }));
  const template = { metadata: { name: "n" }, spec: { sources: [source({ helm })], destination } };
  await assertStands(pack, argo("ApplicationSet", { template }));
});

const destination = { server: "https://kubernetes.default.svc", namespace: "apim" };

/** A source that is the gateway's chart, with workload identity unless a test sets values. */
function source(parts: object): object {
  return {
    repoURL: "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/",
    chart: name,
    targetRevision: "1.16.1",
    helm: { valuesObject: entra },
    ...parts,
  };
}

function application(parts: object): Resource {
  return argo("Application", { source: source(parts), destination });
}

function argo(kind: "Application" | "ApplicationSet", spec: object, metadata: object = {}): Resource {
  const props = { metadata: { name: "edge", namespace: "argocd", ...metadata }, spec };
  return { type: `kubernetes:argoproj.io/v1alpha1:${kind}`, props };
}

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, mandatory, reports } from "../../testkit/messages";
import { fileAsset, type Resource, secret, stringAsset, unknown } from "../../testkit/pack";
import {
  assertNotApplicable,
  assertOne,
  assertPassed,
  assertRotated,
  linesOf,
} from "../../testkit/samples/findings";
import { cronJob, kubernetesSecret, secretWriter } from "../../testkit/samples/kubernetes";
import { assertStands } from "./hostile";

const supported = "gateway-image-supported";
const pinned = "gateway-image-pinned";
const auth = "gateway-auth-method";
const repository = "https://azure.github.io/api-management-self-hosted-gateway/helm-charts/";
const entra = { gateway: { auth: { type: "WorkloadIdentity", azureAd: { app: { id: "a" } } } } };
/** A token in the values. */
const withKey = { gateway: { auth: { key: "k" } } };

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

describe("the image", () => {
  test("the tag in the values decides", async () => {
    const old = release({ values: { image: { tag: "2.9.2" } } });
    assertOne(
      await pack.analyze(old),
      supported,
      "mandatory",
      mandatory("outside", { path: "values.image.tag", text: "2.9.2", line: "2.9", fix: "2.13.2" }),
    );
    assertPassed(await pack.analyze(release({ values: { image: { tag: "2.13.2" } } })), supported);
    const rolling = release({ values: { image: { tag: "latest" } } });
    assertOne(
      await pack.analyze(rolling),
      pinned,
      "advisory",
      reports("rolling", { tag: "latest", fix: "2.13.2" }),
    );
  });

  test("without a tag, the chart's version decides, and the finding names both versions", async () => {
    const wording = reports("outside", { text: "1.13.2", line: "2.9" });
    for (const version of ["1.13.2", "v1.13.2"]) {
      const result = await pack.analyze(release({ version }));
      assertOne(
        result,
        supported,
        "mandatory",
        version === "1.13.2" ? wording : reports("outside", { text: "v1.13.2" }),
      );
      assertPassed(result, pinned);
    }
    for (const tag of [undefined, null, ""]) {
      const result = await pack.analyze(release({ version: "1.16.1", values: { image: { tag } } }));
      assertPassed(result, supported);
    }
    assertOne(
      await pack.analyze(release({ version: "1.7.0-preview-1" })),
      supported,
      "mandatory",
      reports("prerelease"),
    );
  });

  test("a chart that the pack does not know is a note, never a defect", async () => {
    assertOne(
      await pack.analyze(release({ version: "1.17.0" })),
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
    const odd = await pack.analyze(release({ version: "9.9.9" }));
    assertOne(
      odd,
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
    assertOne(
      await pack.analyze(release({ version: "main" })),
      supported,
      "advisory",
      reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
    );
  });

  for (const version of [undefined, "", "1.15.x", "^1.15", "~1.15.0", ">=1", "*", "1.15", "1.x || 2"]) {
    test(`version ${version ?? "unset"} floats, and the finding says how to pin it`, async () => {
      assertOne(
        await pack.analyze(release({ version })),
        pinned,
        "advisory",
        advisory(["no-chart-version", "chart-range"], { chart: "1.16.1" }),
      );
      const tagged = release({ version, values: { image: { tag: "2.13.2" } } });
      assertPassed(await pack.analyze(tagged), pinned);
    });
  }

  test("an unknown version or tag is one advisory line that names it", async () => {
    const version = await pack.analyze(release({ version: unknown }));
    assertOne(version, supported, "advisory", reports("preview"));
    const tag = await pack.analyze(release({ values: { image: { tag: unknown } } }));
    assertOne(tag, supported, "advisory", reports("preview", { path: "values.image.tag" }));
    const values = await pack.analyze(release({ values: "[secret]" }));
    assertOne(values, supported, "advisory", reports("encrypted"));
  });

  test("an unknown repository does not hide an old tag, and is not remediated", async () => {
    const image = { repository: unknown, tag: "2.9.2" };
    await pack.configure({ [supported]: "remediate" });
    const old = release({ values: { image } });
    assertOne(await pack.analyze(old), supported, "mandatory", reports("outside", { text: "2.9.2" }));
    assert.deepEqual(await pack.remediated(old), old.props);
    const own = release({ values: { image: { tag: "2.9.2" } } });
    assert.deepEqual((await pack.remediated(own)).values, { image: { tag: "2.13.2" } });
    await pack.configure({});
  });

  test("what makes no reference is reported at its own property", async () => {
    const tag = release({ values: { image: { tag: "2.13 2" } } });
    assertOne(
      await pack.analyze(tag),
      supported,
      "mandatory",
      reports("unreadable", { path: "values.image.tag", fix: "2.13.2" }),
    );
    const image = { repository: "mcr.microsoft.com/azure-api-management/gateway:2.13.2" };
    assertOne(
      await pack.analyze(release({ version: "1.16.1", values: { image } })),
      supported,
      "mandatory",
      reports("unreadable", { path: "values.image.repository" }),
    );
  });
});

describe("which charts are the gateway's", () => {
  const name = "azure-api-management-gateway";
  for (const chart of [
    name,
    `azure-apim/${name}`,
    `oci://mirror.example.com:5000/charts/${name}`,
    ` ${name} `,
  ]) {
    test(`${chart}, of the version that is asked for`, async () => {
      const result = await pack.analyze(release({ chart, version: "1.13.2", repositoryOpts: {} }));
      assertOne(result, supported, "mandatory", reports("outside", { text: "1.13.2" }));
    });
  }

  for (const chart of [
    `${repository}${name}-1.13.2.tgz`,
    `oci://mirror.example.com/${name}:1.13.2`,
    `./charts/${name}-1.13.2.tgz`,
  ]) {
    test(`${chart} names its version itself`, async () => {
      assertOne(
        await pack.analyze(release({ chart })),
        supported,
        "mandatory",
        reports("outside", { text: "1.13.2" }),
      );
      assertPassed(await pack.analyze(release({ chart })), pinned);
    });
  }

  for (const chart of [
    `./${name}`,
    `../charts/${name}/`,
    `/srv/${name}`,
    `oci://example.com/${name}@sha256:${"a".repeat(64)}`,
  ]) {
    test(`${chart} doesn't identify the version: a note unless the tag is set`, async () => {
      const result = await pack.analyze(release({ chart }));
      assertOne(
        result,
        supported,
        "advisory",
        reports(["source", "no-version", "unlisted-chart", "unlisted-chart-inferred"]),
      );
      assertPassed(result, pinned);
      const tagged = release({ chart, values: { image: { tag: "2.5.0" } } });
      assertOne(
        await pack.analyze(tagged),
        supported,
        "mandatory",
        reports("outside", { path: "values.image.tag", text: "2.5.0" }),
      );
    });
  }

  test("a folder of another name is known by the value that the chart demands", async () => {
    const configuration = { uri: "contoso.configuration.azure-api.net" };
    const values = { gateway: { configuration }, image: { tag: "2.9.2" } };
    const folder = release({ chart: "./chart", values });
    assertOne(await pack.analyze(folder), supported, "mandatory", reports("outside", { text: "2.9.2" }));
    assertNotApplicable(await pack.analyze(release({ chart: "./chart" })), supported);
    assertNotApplicable(await pack.analyze(release({ chart: "chart", values })), supported);
  });

  test("values that are unknown as a whole are those of any chart", async () => {
    for (const chart of ["./chart", unknown]) {
      for (const values of [unknown, { gateway: unknown }]) {
        assertNotApplicable(await pack.analyze(release({ chart, values })), supported);
      }
      const values = { gateway: { configuration: { uri: unknown } }, image: { tag: "2.9.2" } };
      assertOne(
        await pack.analyze(release({ chart, values })),
        supported,
        "mandatory",
        reports("outside", { text: "2.9.2" }),
      );
    }
  });

  test("by name, whichever repository it comes from: mirrors keep the versions", async () => {
    const mirror = release({ version: "1.13.2", repositoryOpts: { repo: "https://charts.example.com" } });
    assertOne(await pack.analyze(mirror), supported, "mandatory", reports("outside", { line: "2.9" }));
  });

  for (const chart of ["nginx", `${name}-extras`, `my-${name}`, `${name}/nginx`, "", 1, null, [name]]) {
    test(`not ${JSON.stringify(chart)}`, async () => {
      assertNotApplicable(await pack.analyze(release({ chart })), supported);
    });
  }
});

describe("values from files", () => {
  test("a string is read; values in the program override it", async () => {
    const valueYamlFiles = [stringAsset("image:\n  tag: 2.9.2\n")];
    const result = await pack.preview([release({ valueYamlFiles })]);
    assertOne(
      result,
      supported,
      "mandatory",
      reports("outside", { path: "valueYamlFiles[0].image.tag", text: "2.9.2" }),
    );
    const own = release({ valueYamlFiles, values: { image: { tag: "2.13.2" } } });
    assertPassed(await pack.analyze(own), supported);
    const later = release({ valueYamlFiles: [...valueYamlFiles, stringAsset("image: { tag: 2.13.2 }")] });
    assertPassed(await pack.analyze(later), supported);
  });

  test("null removes values of a weaker layer and of the chart, there and below", async () => {
    const weaker = [stringAsset(`image: { tag: 2.9.2 }\ngateway: { auth: { key: k } }\nreplicaCount: 1\n`)];
    const over = (values: object, ...files: string[]) =>
      pack.preview([
        release({ valueYamlFiles: [...weaker, ...files.map(stringAsset)], version: "1.16.1", values }),
      ]);
    const withKey = await over({});
    assertOne(withKey, auth, "mandatory", reports("unrotated"));
    assertOne(await over({ gateway: { auth: { key: null } } }), auth, "mandatory", reports("chartNoKey"));
    for (const values of [{ gateway: { auth: null } }, { gateway: null }]) {
      assertOne(await over(values), auth, "mandatory", reports("chartNoKey"));
    }
    assertOne(await over({}, "gateway: { auth: { key: null } }"), auth, "mandatory", reports("chartNoKey"));
    assertPassed(await over({ image: { tag: null } }), supported);
    assertPassed(await over({ image: null }), supported);
    assertOne(await over({ image: {} }), supported, "mandatory", reports("outside", { text: "2.9.2" }));
    // A stronger layer is merged with the remaining values.
    const entraOver = await over(entra, "gateway: { auth: null }");
    assertPassed(entraOver, auth);
  });

  test("null in a layer decides over a weaker one that can't be read, an unknown value doesn't", async () => {
    const over = (values: object) =>
      pack.preview([release({ valueYamlFiles: [fileAsset("./values.yaml")], values })]);
    const key = (key: unknown) => ({ gateway: { auth: { type: "GatewayToken", key } } });
    const created = { secret: { createSecret: true } };
    assertOne(await over({ ...key(null), ...created }), auth, "mandatory", reports("chartNoKey"));
    assertOne(await over({ ...key(unknown), ...created }), auth, "advisory", reports("unread"));
  });

  test("null removes labels, settings and defaults of weaker layers", async () => {
    const labels = "commonLabels: { apim-gateway/token-rotation: weekly }\n";
    const text = `${labels}gateway: { auth: { key: k }, configuration: { additional: { telemetry.logs.std: json } } }\n`;
    const of = (values: object) => pack.preview([release({ valueYamlFiles: [stringAsset(text)], values })]);
    assertPassed(await of({}), auth);
    const unmarked = { commonLabels: { "apim-gateway/token-rotation": null } };
    assertOne(await of(unmarked), auth, "mandatory", reports("unrotated"));
    assertOne(await of({ commonLabels: null }), auth, "mandatory", reports("unrotated"));
    const more = stringAsset("autoscaling: { enabled: true }");
    const known = (values: object) =>
      pack.preview([release({ valueYamlFiles: [more], version: "1.15.1", values })]);
    assertOne(await known(entra), "gateway-known-settings", "advisory", reports(["chart", "chart-near"]));
    assertPassed(await known({ ...entra, autoscaling: null }), "gateway-known-settings");
  });

  test("a string counts for stack policies too, even if only they run", async () => {
    const valueYamlFiles = [
      stringAsset("gateway: { auth: { type: WorkloadIdentity, azureAd: { app: { id: a } } } }"),
    ];
    const resource = release({ valueYamlFiles, values: {} });
    assertPassed(await pack.preview([resource]), auth);
    assertPassed(await pack.analyzeStack([resource]), auth);
  });

  test("a string is never edited", async () => {
    await pack.configure({ [supported]: "remediate" });
    const old = release({ valueYamlFiles: [stringAsset("image: { tag: 2.9.2 }")] });
    assert.deepEqual(await pack.remediated(old), old.props);
    await pack.configure({});
  });

  test("a file that cannot be read is reported as unread where it may decide, and only there", async () => {
    const valueYamlFiles = [fileAsset("./values.yaml")];
    const open = await pack.preview([release({ valueYamlFiles, values: {} })]);
    const wording = advisory("unread", { path: "valueYamlFiles[0]" });
    assertOne(open, supported, "advisory", wording);
    assertOne(open, pinned, "advisory", wording);
    assertOne(open, auth, "advisory", wording);
    const values = { image: { tag: "2.9.2" }, ...entra };
    const set = await pack.preview([release({ valueYamlFiles, values })]);
    assertOne(set, supported, "mandatory", reports("outside", { path: "values.image.tag", text: "2.9.2" }));
    assertPassed(set, auth);
  });

  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++)
    bomb.push(`b${level}: &b${level} [${`*${level > 1 ? `b${level - 1}` : "a"}, `.repeat(9)}]`);
  const bad: Record<string, string> = {
    "no YAML": "image: [",
    "no object": "just a text",
    "a list": "- image",
    "a key that is an object": "image: { tag: {{tag}} }",
    "aliases in a circle": "image: &image\n  tag: *image\n",
    "a bomb of aliases": bomb.join("\n"),
    "a megabyte": "key: value\n".repeat(100_000),
    "very deep": "[".repeat(9_000),
    "very many brackets": "[".repeat(200_000),
    "more aliases than a chart has": `a: &a 1\n${"b: *a\n".repeat(400)}`,
    "two documents": "a: 1\n---\nb: 2\n",
  };
  for (const [what, text] of Object.entries(bad)) {
    test(`${what}: unread, and quickly`, async () => {
      const resource = release({ valueYamlFiles: [stringAsset(text)] });
      const start = performance.now();
      const result = await pack.analyze(resource);
      // An alias bomb is far slower without a limit. Other tests run at the same time.
      assert.ok(performance.now() - start < 5_000, `took ${performance.now() - start} ms`);
      assertOne(result, supported, "advisory", reports("unread", { path: "valueYamlFiles[0]" }));
    });
  }

  test("anchors, merges, days and equal keys are read as Helm reads them", async () => {
    const text =
      "x: &x { tag: 2.9.2 }\nimage: { <<: *x, pullPolicy: Always }\ncommonLabels: { apim-gateway/token-rotation: 2026-11-01 }\ngateway: { auth: { key: k } }\nreplicaCount: 1\nreplicaCount: 2\n";
    const result = await pack.preview([release({ valueYamlFiles: [stringAsset(text)], values: {} })]);
    assertOne(
      result,
      supported,
      "mandatory",
      reports("outside", { path: "valueYamlFiles[0].image.tag", text: "2.9.2" }),
    );
    assertPassed(result, auth);
  });

  // The SDK rejects an empty string.
  test("an empty text sets nothing", async () => {
    for (const text of [" ", "# nothing\n", "{}", "null"]) {
      const result = await pack.analyze(release({ valueYamlFiles: [stringAsset(text)], version: "1.16.1" }));
      assertPassed(result, supported);
    }
  });
});

describe("how the gateway signs in", () => {
  const judge = (values: object, ...more: Resource[]) =>
    pack.preview([...more, release({ values: { image: { tag: "2.13.2" }, ...values } })]);

  test("the chart's default is a token, whatever its value", async () => {
    for (const key of ["workload", unknown, secret("GatewayKey gw&202612010000&abc="), "[secret]"]) {
      const result = await judge({ gateway: { auth: { key } } });
      assertOne(result, auth, "mandatory", reports("unrotated", { host: "Helm release" }));
    }
    assertOne(
      await judge({ gateway: { auth: { type: "GatewayToken", key: "k" } } }),
      auth,
      "mandatory",
      reports("unrotated"),
    );
  });

  test("Entra ID in both forms is good", async () => {
    assertPassed(await judge(entra), auth);
    const azureAd = { tenant: { id: "t" }, app: { id: "a", secret: secret("s") } };
    assertPassed(await judge({ gateway: { auth: { type: "AzureAdApp", azureAd } } }), auth);
  });

  test("capitals do not count, as in the chart's templates", async () => {
    assertPassed(
      await judge({
        gateway: { name: "gw", auth: { type: "workloadIdentity", azureAd: { app: { id: "a" } } } },
      }),
      auth,
    );
    const result = await judge({ gateway: { auth: { type: "gatewaytoken", key: "k" } } });
    assertOne(result, auth, "mandatory", reports("unrotated"));
  });

  test("any other type gives no authentication at all", async () => {
    for (const type of ["azureAd", "workload-identity", "", 1]) {
      const result = await judge({ gateway: { auth: { type, key: "k" } } });
      assertOne(
        result,
        auth,
        "mandatory",
        reports(type === "" || type === 1 ? "mistypedHidden" : "mistyped", {
          path: "values.gateway.auth.type",
        }),
      );
    }
  });

  test("settings that are passed on as they are fill what the chart leaves out", async () => {
    const additional = { "config.service.auth": "azureAdApp" };
    assertPassed(await judge({ gateway: { auth: { type: "none" }, configuration: { additional } } }), auth);
  });

  describe("what the chart does not render is a violation that names the value", () => {
    const app = { tenant: { id: "t" }, app: { id: "a" } };
    const rotated = { commonLabels: { "apim-gateway/token-rotation": "weekly" } };
    const signs = (values: object, more: object = {}) => ({ gateway: { auth: values }, ...more });
    const existing = { secret: { createSecret: false, existingSecretName: "gateway-token" } };
    const bad: [what: string, values: object, id: string, named?: string][] = [
      ["no authentication at all", {}, "chartNoKey"],
      ["an empty key", signs({ key: "" }), "chartNoKey"],
      ["no key", signs({ key: null }), "chartNoKey"],
      ["no key, by its type", signs({ type: "gatewaytoken" }), "chartNoKey"],
      ["no key, whatever a label says", rotated, "chartNoKey"],
      ["no key, with a text that Helm takes for true", { secret: { createSecret: "no" } }, "chartNoKey"],
      ["the Arc extension's name", signs({ token: "k" }), "chartGiven", "gateway.auth.token"],
      ["the setting's own name", { config: { service: { auth: "k" } } }, "chartGiven", "config.service.auth"],
      ["no secret of the app", signs({ type: "AzureAdApp", azureAd: app }), "chartNoAppSecret"],
      [
        "an empty secret of the app",
        signs({ type: "AzureAdApp", azureAd: { ...app, app: { id: "a", secret: "" } } }),
        "chartNoAppSecret",
      ],
      [
        "the secret of the app at the setting's name",
        signs(
          { type: "AzureAdApp", azureAd: app },
          { config: { service: { auth: { azureAd: { clientSecret: secret("s") } } } } },
        ),
        "chartGiven",
        "config.service.auth.azureAd.clientSecret",
      ],
      ["no id of the app", signs({ type: "WorkloadIdentity" }), "chartNoAppId"],
      [
        "an empty id of the app",
        signs({ type: "WorkloadIdentity", azureAd: { app: { id: "" } } }),
        "chartNoAppId",
      ],
    ];
    for (const [what, values, id, given] of bad)
      test(what, async () => {
        assertOne(await judge(values), auth, "mandatory", reports(id, given ? { given } : {}));
      });

    const good: [what: string, values: object][] = [
      ["a Secret that exists, that is rotated", { ...existing, ...rotated }],
      ["an app whose Secret exists", signs({ type: "AzureAdApp", azureAd: app }, existing)],
      ["an account that exists", signs({ type: "WorkloadIdentity" }, { serviceAccount: { create: false } })],
    ];
    for (const [what, values] of good) test(what, async () => assertPassed(await judge(values), auth));

    const open: [what: string, values: object][] = [
      ["a key that is unknown", signs({ key: unknown }, rotated)],
      ["a key that is encrypted", signs({ key: "[secret]" }, rotated)],
      ["whether it makes a Secret", { secret: { createSecret: unknown }, ...rotated }],
      [
        "whether it makes an account",
        signs({ type: "WorkloadIdentity" }, { serviceAccount: { create: unknown } }),
      ],
      ["an id that is unknown", signs({ type: "WorkloadIdentity", azureAd: { app: { id: unknown } } })],
    ];
    for (const [what, values] of open)
      test(`${what}: no violation`, async () => {
        const lines = linesOf(await judge(values), auth);
        assert.deepEqual(
          lines.filter((line) => line.startsWith("mandatory")),
          [],
        );
      });

    test("a chart before 1.15 knows no workload identity, and requires nothing for it", async () => {
      const values = signs({ type: "WorkloadIdentity" });
      const of = (version: string) => pack.preview([release({ version, values })]);
      assertOne(await of("1.15.0"), auth, "mandatory", reports("chartNoAppId"));
      const version = { version: "1.14.1", minimum: "1.15.0", type: "WorkloadIdentity" };
      assertOne(await of("1.14.1"), auth, "mandatory", reports("oldChart", version));
      assertOne(await of("^1.14.0"), auth, "mandatory", reports("chartNoAppId"));
    });
  });

  test("what is missing has the chart's names", async () => {
    const values = { gateway: { auth: { type: "AzureAdApp" } } };
    const result = await pack.preview([release({ values })]);
    const names = reports("app", {
      missing: ["gateway.auth.azureAd.tenant.id", "gateway.auth.azureAd.app.id"],
    });
    assert.ok(linesOf(result, "gateway-entra-setup").some((line) => names.test(line)));
    assertOne(
      result,
      "gateway-wiring",
      "advisory",
      reports("endpointMissing", { setting: "gateway.configuration.uri", host: "Helm release" }),
    );
  });

  test("an unknown type is one advisory line", async () => {
    const result = await judge({ gateway: { auth: { type: unknown } } });
    assertOne(result, auth, "advisory", reports("preview", { path: "values.gateway.auth.type" }));
  });

  const existing = { secret: { createSecret: false, existingSecretName: "gateway-token" } };
  test("a Secret that exists counts as rotated by what feeds it", async () => {
    assertOne(await judge(existing), auth, "mandatory", reports("unrotated"));
    const store = secretWriter("ExternalSecret", { target: { name: "gateway-token" } });
    assertRotated(await judge(existing, store));
    assertOne(await judge(withKey, store), auth, "mandatory", reports("unrotated"));
    const labels = { annotations: { "apim-gateway/token-rotation": "weekly" } };
    assertPassed(await judge(existing, kubernetesSecret("gateway-token", {}, labels)), auth);
  });

  test("a CronJob counts that names the Secret which the chart makes, by the chart's rule for names", async () => {
    const job = cronJob("kubectl patch secret edge-azure-api-management-gateway");
    assertRotated(await judge(withKey, job));
    assertOne(
      await judge({ ...withKey, fullnameOverride: "gw" }, job),
      auth,
      "mandatory",
      reports("unrotated"),
    );
    assertRotated(await judge({ ...withKey, fullnameOverride: "gw" }, cronJob("kubectl patch secret gw")));
    assertRotated(await judge(withKey, cronJob("az rest --url .../generateToken")));
    const elsewhere = cronJob("generateToken", { metadata: { namespace: "other" } });
    assertOne(await judge(withKey, elsewhere), auth, "mandatory", reports("unrotated"));
  });

  test("marks are the chart's labels and annotations; an unknown one decides nothing", async () => {
    const mark = (value: unknown) => ({ "apim-gateway/token-rotation": value });
    assertPassed(await judge({ ...withKey, commonLabels: mark("weekly") }), auth);
    assertPassed(
      await judge({ gateway: { auth: { key: "k" }, deployment: { annotations: mark("weekly") } } }),
      auth,
    );
    assertOne(
      await judge({ ...withKey, commonLabels: mark(unknown) }),
      auth,
      "advisory",
      reports("preview", { path: 'values.commonLabels["apim-gateway/token-rotation"]' }),
    );
    assertOne(await judge({ ...withKey, commonLabels: mark(" ") }), auth, "mandatory", reports("unrotated"));
  });
});

describe("the chart as a dependency of another", () => {
  const umbrella = (values: unknown, more: Partial<Release> = {}) =>
    release({ chart: "oci://contoso.azurecr.io/charts/edge", version: "3.0.0", values, ...more });
  const gateway = (values: object = {}) => ({
    "azure-api-management-gateway": {
      gateway: { configuration: { uri: "contoso.configuration.azure-api.net" } },
      ...values,
    },
    ingress: { enabled: true },
  });

  test("is checked by the values under its name", async () => {
    const old = await pack.preview([umbrella(gateway({ image: { tag: "2.9.2" } }))]);
    const place = { path: "values.azure-api-management-gateway.image.tag", text: "2.9.2" };
    assertOne(old, supported, "mandatory", reports("outside", place));
    const auth = { type: "azureAd" };
    const wrong = { gateway: { auth, configuration: { uri: "contoso.configuration.azure-api.net" } } };
    const result = await pack.preview([umbrella(gateway(wrong))]);
    assertOne(
      result,
      "gateway-auth-method",
      "mandatory",
      reports("mistyped", { path: "values.azure-api-management-gateway.gateway.auth.type" }),
    );
  });

  test("what the other chart may set by itself is reported as unread", async () => {
    const result = await pack.preview([umbrella(gateway())]);
    assertOne(result, supported, "advisory", reports("unread", { path: "chart" }));
    assertOne(result, auth, "advisory", reports("unread", { path: "chart" }));
    assert.ok(
      !result.diagnostics.some(
        ({ policy, level }) => level === "mandatory" && policy !== "responsibility-labels",
      ),
    );
  });

  test("values in a string count", async () => {
    const text = JSON.stringify(gateway({ image: { tag: "2.9.2" } }));
    const result = await pack.preview([umbrella({}, { valueYamlFiles: [stringAsset(text)] })]);
    assertOne(result, supported, "mandatory", reports("outside", { text: "2.9.2" }));
  });

  test("a folder may be such a chart", async () => {
    const result = await pack.preview([
      umbrella(gateway({ image: { tag: "2.9.2" } }), { chart: "./charts/edge" }),
    ]);
    assertOne(result, supported, "mandatory", reports("outside", { text: "2.9.2" }));
  });

  const others: [what: string, values: unknown][] = [
    ["no values for it", { ingress: { enabled: true } }],
    ["values for it without an endpoint", { "azure-api-management-gateway": { enabled: false } }],
    ["a text that names it", { note: "beside azure-api-management-gateway" }],
    ["a wrong type", { "azure-api-management-gateway": 7 }],
    ["unknown values", unknown],
  ];
  for (const [what, values] of others)
    test(`${what}: no gateway`, async () =>
      assertNotApplicable(await pack.analyze(umbrella(values)), supported));
});

test("wrong types in any property are handled", async () => {
  const values = {
    image: { repository: "mcr.microsoft.com/azure-api-management/gateway", tag: "2.13.2" },
    gateway: {
      auth: { type: "AzureAdApp", key: "k" },
      configuration: { uri: "u", additional: { a: "b" } },
      deployment: { annotations: { a: "b" } },
    },
    secret: { createSecret: true, existingSecretName: "s" },
    commonLabels: { a: "b" },
    observability: { statsD: { enabled: true } },
    fullnameOverride: "n",
  };
  await assertStands(pack, release({ version: "1.16.1", values, valueYamlFiles: [stringAsset("a: b")] }));
});

test("messages hold no value of the user's", async () => {
  const values = { gateway: { auth: { type: "hunter2", key: "hunter2" } }, image: { tag: "2.9.2" } };
  const result = await pack.preview([release({ values })]);
  assert.deepEqual(linesOf(result, auth).length, 1);
  assert.ok(!JSON.stringify(result).includes("hunter2"));
});

interface Release {
  chart?: unknown;
  version?: unknown;
  values?: unknown;
  valueYamlFiles?: unknown;
  repositoryOpts?: unknown;
}

/** A release of the gateway's chart, with workload identity unless a test sets values. */
function release(parts: Release): Resource {
  const props = {
    chart: "azure-api-management-gateway",
    repositoryOpts: { repo: repository },
    name: "edge",
    namespace: "apim",
    values: "valueYamlFiles" in parts ? {} : entra,
    ...parts,
  };
  return { type: "kubernetes:helm.sh/v3:Release", props };
}

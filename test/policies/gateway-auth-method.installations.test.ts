/** Values without which the official chart fails to render, on each host that carries them. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Expected, reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { assertOne, assertPassed, linesOf } from "../../testkit/samples/findings";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-auth-method";
const chart = "azure-api-management-gateway";
const pack = usePack();

interface Auth {
  readonly type?: unknown;
  readonly key?: unknown;
  readonly token?: unknown;
  readonly azureAd?: unknown;
}

type Values = Record<string, unknown>;
type Install = (values: Values, version?: string) => Resource;

const application = (helm: object, targetRevision: string): Resource => ({
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  props: {
    metadata: { name: "gw", namespace: "argocd" },
    spec: { destination: { namespace: "apim" }, source: { chart, targetRevision, helm } },
  },
});

const hosts: Record<string, Install> = {
  "Helm release": (values, version = "1.15.1") => ({
    type: "kubernetes:helm.sh/v3:Release",
    props: { chart, version, name: "gw", namespace: "apim", values },
  }),
  "Argo CD Application": (valuesObject, version = "1.15.1") => application({ valuesObject }, version),
  "Argo CD ApplicationSet": (valuesObject, version = "1.15.1") => {
    const { metadata, spec } = application({ valuesObject }, version).props;
    return {
      type: "kubernetes:argoproj.io/v1alpha1:ApplicationSet",
      props: { metadata, spec: { template: { metadata, spec } } },
    };
  },
  "Flux HelmRelease": (values, version = "1.15.1") => ({
    type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
    props: {
      metadata: { name: "gw", namespace: "apim" },
      spec: { chart: { spec: { chart, version } }, values },
    },
  }),
};

/** The gateway's rotation is declared, so only the missing value is a defect. */
const labeled = { commonLabels: { "apim-gateway/token-rotation": "weekly" } };
const noSecret = { secret: { createSecret: false, existingSecretName: "gateway-token" } };
const app = (more: object) => ({ tenant: { id: "t" }, app: { id: "a", ...more } });
const values = (auth?: Auth | null | unknown, more: Values = {}): Values => ({
  ...labeled,
  gateway: { name: "gw", ...(auth === undefined ? {} : { auth }) },
  ...more,
});

const key = "gateway.auth.key";
const appSecret = "gateway.auth.azureAd.app.secret";
const noKey = (host: string) => reports("chartNoKey", { host });
const noAppSecret = (host: string) => reports("chartNoAppSecret", { host });
const noAppId = (host: string) => reports("chartNoAppId", { host });
const misplaced = (value: string, given: string) => (host: string) =>
  reports("chartGiven", { host, value, given });

const bad: [what: string, values: Values, expected: (host: string) => Expected][] = [
  ["no authentication at all", values(), noKey],
  ["`gateway.auth: null`", values(null), noKey],
  ["no values but a label", labeled, noKey],
  ["an empty token", values({ key: "" }), noKey],
  ["a token that is null", values({ type: "gatewayTOKEN", key: null }), noKey],
  ["a type that is null", values({ type: null, key: "t" }), (host) => reports("mistypedHidden", { host })],
  ["no token, and `createSecret` as a string", values({}, { secret: { createSecret: "false" } }), noKey],
  ["the Arc extension's name for the token", values({ token: "t" }), misplaced(key, "gateway.auth.token")],
  ["that name with an unknown token", values({ token: unknown }), misplaced(key, "gateway.auth.token")],
  ["an Entra app without a secret", values({ type: "AzureAdApp", azureAd: app({}) }), noAppSecret],
  [
    "an Entra app with an empty secret",
    values({ type: "azureadapp", azureAd: app({ secret: "" }) }),
    noAppSecret,
  ],
  [
    "the Entra app's secret as Microsoft's command writes it",
    values(
      { type: "AzureAdApp", azureAd: app({}) },
      { config: { service: { auth: { azureAd: { clientSecret: secret("s") } } } } },
    ),
    misplaced(appSecret, "config.service.auth.azureAd.clientSecret"),
  ],
  ["workload identity without a client id", values({ type: "WorkloadIdentity" }), noAppId],
  [
    "workload identity with an empty client id",
    values({ type: "WorkloadIdentity", azureAd: { app: { id: "" } } }),
    noAppId,
  ],
];

const good: [what: string, values: Values][] = [
  ["a token that rotates", values({ key: "GatewayKey t" })],
  ["no token, but a Secret that exists", values({}, noSecret)],
  ["no token, and `createSecret: null`, which is off", values({}, { secret: { createSecret: null } })],
  ["an Entra app with its secret", values({ type: "AzureAdApp", azureAd: app({ secret: secret("s") }) })],
  ["an Entra app with a Secret that exists", values({ type: "AzureAdApp", azureAd: app({}) }, noSecret)],
  ["workload identity with a client id", values({ type: "WorkloadIdentity", azureAd: app({}) })],
  [
    "workload identity with an account of the user's",
    values({ type: "WorkloadIdentity" }, { serviceAccount: { create: false, name: "gw" } }),
  ],
  ...[unknown, "[secret]"].flatMap((open): [string, Values][] => [
    [`a token that is ${open}`, values({ key: open })],
    [`a client secret that is ${open}`, values({ type: "AzureAdApp", azureAd: app({ secret: open }) })],
    [`a client id that is ${open}`, values({ type: "WorkloadIdentity", azureAd: { app: { id: open } } })],
    [`an app that is ${open}`, values({ type: "WorkloadIdentity", azureAd: { app: open } })],
    [`a createSecret that is ${open}`, values({}, { secret: { createSecret: open } })],
    [`a secret section that is ${open}`, values({}, { secret: open })],
    [
      `a service account that is ${open}`,
      values({ type: "WorkloadIdentity" }, { serviceAccount: { create: open } }),
    ],
  ]),
];

for (const [host, install] of Object.entries(hosts)) {
  describe(host, () => {
    for (const [what, content, expected] of bad) {
      test(`${what} is a violation although rotation is declared`, async () => {
        assertOne(await pack.preview([install(content)]), policy, "mandatory", expected(host));
      });
    }
    for (const [what, content] of good) {
      test(`${what} is none`, async () => assertPassed(await pack.preview([install(content)]), policy));
    }

    test("only for charts that require it", async () => {
      const judge = async (content: Values, version: string) => pack.preview([install(content, version)]);
      for (const version of ["1.0.0", "1.6.0", "1.7.0", "1.16.1", "^1.15", ""]) {
        assertOne(await judge(values({}), version), policy, "mandatory", noKey(host));
      }
      assertPassed(await judge(values({ key: "" }), "1.6.0"), policy);
      // Older charts read no type, so they require a token.
      assertOne(await judge(values({ type: "AzureAdApp" }), "1.6.0"), policy, "mandatory", noKey(host));
      assertOne(await judge(values({ type: "AzureAdApp" }), "1.7.0"), policy, "mandatory", noAppSecret(host));
      assertOne(
        await judge(values({ type: "WorkloadIdentity" }), "1.15.0"),
        policy,
        "mandatory",
        noAppId(host),
      );
      const before = linesOf(await judge(values({ type: "WorkloadIdentity" }), "1.14.1"), policy);
      assert.ok(before.every((line) => !noAppId(host).test(line)));
    });

    test("an unknown type, or unknown values as a whole, are one advisory line", async () => {
      for (const open of [unknown, "[secret]"]) {
        for (const content of [values({ type: open }), values(open), { ...labeled, gateway: open }]) {
          const lines = linesOf(await pack.preview([install(content)]), policy);
          assert.ok(
            lines.every((line) => line.startsWith("advisory")),
            lines.join("\n"),
          );
        }
      }
    });

    for (const hostile of [5, true, [], [[]], "text", { a: [null] }]) {
      test(`${JSON.stringify(hostile)} instead of a section or a value does not throw`, async () => {
        for (const content of [
          values(hostile),
          values({ type: "AzureAdApp", azureAd: hostile }),
          values({ type: "WorkloadIdentity", azureAd: { app: hostile } }),
          values({ key: hostile }),
          values({ token: hostile }),
          values({ type: hostile }),
          values({}, { secret: hostile, config: hostile, serviceAccount: hostile }),
        ]) {
          const { diagnostics } = await pack.preview([install(content)]);
          assert.ok(diagnostics.every(({ message }) => !reports("bug").test(message)));
        }
      });
    }

    test("no message holds a credential", async () => {
      const azureAd = { clientSecret: "sekret-canary" };
      for (const content of [
        values({ token: "sekret-canary" }),
        values({ type: "AzureAdApp" }, { config: { service: { auth: { azureAd } } } }),
      ]) {
        assert.ok(!JSON.stringify(await pack.preview([install(content)])).includes("sekret-canary"));
      }
    });
  });
}

describe("values in other places", () => {
  const parameters = (...list: [name: string, value: unknown, forceString?: boolean][]) =>
    application(
      {
        valuesObject: labeled,
        parameters: list.map(([name, value, forceString]) => ({ name, value, forceString })),
      },
      "1.15.1",
    );
  const host = "Argo CD Application";

  test("parameters of Argo CD are typed as `helm --set` types them", async () => {
    assertPassed(await pack.preview([parameters([key, "t"])]), policy);
    assertPassed(await pack.preview([parameters(["secret.createSecret", "false"])]), policy);
    const forced = parameters(["secret.createSecret", "false", true]);
    assertOne(await pack.preview([forced]), policy, "mandatory", noKey(host));
    assertOne(await pack.preview([parameters([key, "null"])]), policy, "mandatory", noKey(host));
    assertPassed(await pack.preview([parameters([key, unknown])]), policy);
  });

  test("a misplaced parameter is named at its own place", async () => {
    assertOne(
      await pack.preview([parameters(["gateway.auth.token", "t"])]),
      policy,
      "mandatory",
      reports("chartGiven", { value: key, given: "gateway.auth.token" }),
    );
  });

  test("values from files, ConfigMaps and Secrets may hold it", async () => {
    const flux = hosts["Flux HelmRelease"] as Install;
    const { props, ...rest } = flux(values({ type: "GatewayToken" }));
    const from = (valuesFrom: object[]): Resource => ({
      ...rest,
      props: { ...props, spec: { ...(props.spec as object), valuesFrom } },
    });
    assertPassed(await pack.preview([from([{ kind: "Secret", name: "values" }])]), policy);
    assertPassed(await pack.preview([from([{ kind: "Secret", name: "t", targetPath: key }])]), policy);
    const other = from([{ kind: "Secret", name: "t", targetPath: "image.tag" }]);
    assertOne(await pack.preview([other]), policy, "mandatory", noKey("Flux HelmRelease"));
    const valuesObject = values({ type: "GatewayToken" });
    const file = application({ valuesObject, valueFiles: ["production.yaml"] }, "1.15.1");
    assertPassed(await pack.preview([file]), policy);
  });

  test("a chart of another name may be another chart", async () => {
    const release = (hosts["Helm release"] as Install)(
      values({}, { gateway: { configuration: { uri: "contoso.configuration.azure-api.net" } } }),
    );
    const folder: Resource = { ...release, props: { ...release.props, chart: "./charts/gw" } };
    assertPassed(await pack.preview([folder]), policy);
  });

  test("the Arc extension requires its own name for the token", async () => {
    const extension = (settings: object): Resource => ({
      type: "azure-native:kubernetesconfiguration:Extension",
      props: { extensionType: "Microsoft.ApiManagement.Gateway", configurationProtectedSettings: settings },
    });
    const tokenless = reports("tokenless", { setting: "gateway.auth.token" });
    for (const settings of [
      {},
      { "gateway.auth.token": "" },
      { "gateway.auth.token": null },
      { [key]: "t" },
    ]) {
      assertOne(await pack.preview([extension(settings)]), policy, "mandatory", tokenless);
    }
    for (const token of ["t", unknown, "[secret]", 5]) {
      const result = await pack.preview([extension({ "gateway.auth.token": token })]);
      assertOne(result, policy, "advisory", reports("unmarked"));
    }
  });
});

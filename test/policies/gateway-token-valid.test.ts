import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, type Expected, mandatory } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import {
  bareToken,
  base64,
  containerApp,
  dataObject,
  deployment,
  literals,
  reference,
  signature,
  token,
} from "../../testkit/samples/credentials";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-token-valid";
const auth = "config.service.auth";
const key = "config.service.auth.key";

const pack = usePack({ only: [policy] });

async function linesOf(...resources: Resource[]): Promise<string[]> {
  const { diagnostics } = await pack.preview(resources);
  assert.ok(!JSON.stringify(diagnostics).includes(signature.slice(4, 20)), "a finding repeats a token");
  return diagnostics
    .filter((finding) => finding.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

async function each(wordings: Expected[], ...resources: Resource[]): Promise<void> {
  const lines = await linesOf(...resources);
  assert.equal(lines.length, wordings.length, JSON.stringify(lines));
  for (const wording of wordings)
    assert.ok(
      lines.some((line) => wording.test(line)),
      `${wording} is not in ${JSON.stringify(lines)}`,
    );
}

const one = (wording: Expected, ...resources: Resource[]) => each([wording], ...resources);
const nothing = (...resources: Resource[]) => each([], ...resources);
const secret = (stringData: unknown) => dataObject("Secret", { stringData });
const env = (values: Record<string, unknown>) => deployment({ env: literals(values) });
const user = (...variables: object[]) => deployment({ env: variables });

const form = mandatory("form");
const date = mandatory("date");
const prefix = mandatory("prefix");
const space = mandatory("space");
const expired = mandatory("expired");

describe("the time of a token", () => {
  const cases: [minute: string, wording?: Expected][] = [
    ["202001010000", mandatory("expired", { expires: "2020-01-01 00:00 UTC" })],
    ["202611232359", expired],
    ["202611240000", expired],
    ["202611240001", advisory("soon", { expires: "2026-11-24 00:01 UTC" })],
    ["202612010000", advisory("soon", { expires: "2026-12-01 00:00 UTC" })],
    ["202612010001"],
    ["202612240000"],
    ["202612250000", mandatory("tooLong", { expires: "2026-12-25 00:00 UTC" })],
    ["209901010000", mandatory("tooLong", { expires: "2099-01-01 00:00 UTC" })],
    ["202613990000", date],
    ["202611310000", date],
  ];
  for (const [minute, wording] of cases) {
    test(`${minute} on 2026-11-24`, () => each(wording ? [wording] : [], secret({ value: token(minute) })));
  }

  test("warnDays moves the warning", async () => {
    await pack.configure({ [policy]: { warnDays: 20 } });
    try {
      await one(
        advisory("soon", { expires: "2026-12-10 00:00 UTC" }),
        secret({ value: token("202612100000") }),
      );
      await pack.configure({ [policy]: { warnDays: 0 } });
      await nothing(secret({ value: token("202611240001") }));
    } finally {
      await pack.configure({});
    }
  });
});

describe("the form of a token", () => {
  const good = token();
  const bare = bareToken("202612100000");
  const cases: [what: string, text: string, ...wordings: Expected[]][] = [
    ["a whole one", good],
    ["no prefix", bare, prefix],
    ["no prefix, and dead", bareToken("202001010000"), prefix, expired],
    ["another prefix", `Bearer ${bare}`, form],
    ["a prefix in small letters", good.replace("GatewayKey", "gatewaykey"), form],
    ["two blanks", good.replace(" ", "  "), form],
    ["no signature", "GatewayKey gw&202612100000&", form],
    ["quotes around it", `"${good}"`, form],
    ["a line break inside", `${good.slice(0, 50)}\n${good.slice(50)}`, form],
    ["a line break at the end", `${good}\n`, space],
    ["a blank in front", ` ${good}`, space],
    ["a placeholder", "<configuration-token>", form],
    ["base64 on top", base64(good), form],
    ["a megabyte", `GatewayKey gw&202612100000&${"A ".repeat(500_000)}`, form],
  ];
  for (const [what, text, ...wordings] of cases) {
    test(`${what}, in a Secret under a key of Microsoft's`, () => each(wordings, secret({ [key]: text })));
    test(`${what}, in the Secret that a gateway names`, () =>
      each(wordings, secret({ value: text }), user(reference(auth, "Secret", "settings", "value"))));
    test(`${what}, as a secret of a Container App`, () =>
      each(
        wordings,
        containerApp({ env: [{ name: auth, secretRef: "t" }], secrets: [{ name: "t", value: text }] }),
      ));
  }
});

describe("a token is checked in any place, once", () => {
  const dead = token("202001010000");
  const cases: [where: string, ...resources: Resource[]][] = [
    ["a Secret in base64", dataObject("Secret", { data: { [auth]: base64(dead) } })],
    ["a Secret of the chart's", secret({ "gateway-key": dead })],
    ["a Secret under any key", secret({ x: dead })],
    ["a file in a Secret", secret({ "env.conf": `a=b\n${auth}=${dead}\n` })],
    ["a patch of a Secret", { ...secret({ [auth]: dead }), type: "kubernetes:core/v1:SecretPatch" }],
    ["a variable", env({ [auth]: dead })],
    ["a variable that another one takes up", env({ TOKEN: dead, [auth]: "$(TOKEN)" })],
    ["a ConfigMap", dataObject("ConfigMap", { data: { [auth]: dead } })],
    [
      "a Secret that a gateway reads as a whole",
      secret({ [key]: dead }),
      deployment({ envFrom: [{ secretRef: { name: "settings" } }] }),
    ],
    [
      "a Secret under any key that two gateways name",
      secret({ x: dead }),
      user(reference(auth, "Secret", "settings", "x")),
      { ...user(reference(auth, "Secret", "settings", "x")), name: "other" },
    ],
    [
      "a secret of a classic Container App",
      containerApp({ env: [{ name: auth, secretName: "t" }], secrets: [{ name: "t", value: dead }] }, true),
    ],
  ];
  for (const [where, ...resources] of cases) test(where, () => one(expired, ...resources));
});

test("a malformed token in a Secret that shows its purpose is reported once", () =>
  one(form, secret({ [key]: "<configuration-token>" }), user(reference(key, "Secret", "settings", key))));

describe("a prefix may be added on the way", () => {
  const bare = secret({ value: bareToken("202612100000") });
  const whole = user(reference(auth, "Secret", "settings", "value"));
  const part = user(reference("TOKEN", "Secret", "settings", "value"), {
    name: auth,
    value: "GatewayKey $(TOKEN)",
  });
  test("no gateway uses it", () => nothing(bare));
  test("a gateway puts it in front", () => nothing(bare, part));
  test("a gateway uses the token unchanged", () => one(prefix, bare, whole));
  test("the gateway was declared first", () => one(prefix, whole, bare));
});

describe("what is not certainly meant as a token is left alone", () => {
  const cases: [what: string, ...resources: Resource[]][] = [
    [
      "keys of somebody else",
      secret({ password: "GatewayKey is a word", "api-key": "a&b&c", token: "x", value: "" }),
    ],
    [
      "the names of the methods",
      secret({ [auth]: "azureAdApp" }),
      secret({ [auth]: "workloadIdentity" }),
      secret({ [auth]: "key" }),
    ],
    ["a method that does not exist: the matter of gateway-auth-method", env({ [auth]: "azureAd" })],
    ["an empty Secret that somebody else fills", secret({ [key]: "" })],
    ["a placeholder of Argo CD's vault plug-in", secret({ [key]: "<path:apim/gateway#token>" })],
    [
      "what is no base64",
      dataObject("Secret", { data: { [key]: "%%%", [auth]: token("202001010000"), x: 5, y: null } }),
    ],
    ["a Secret outside of the stack", user(reference(auth, "Secret", "elsewhere", "value"))],
    [
      "a token in an annotation: the matter of gateway-token-protected",
      deployment({ metadata: { annotations: { old: token("202001010000") } } }),
    ],
    [
      "a secret in a vault",
      containerApp({
        env: [{ name: auth, secretRef: "t" }],
        secrets: [{ name: "t", keyVaultUrl: "https://v" }],
      }),
    ],
    [
      "data that others own",
      dataObject(
        "Secret",
        { stringData: { [auth]: token("202001010000") } },
        {},
        { opts: { ignoreChanges: ["stringData"] } },
      ),
    ],
  ];
  for (const [what, ...resources] of cases) test(what, () => nothing(...resources));
});

describe("a token that the program writes into a vault", () => {
  const native = (value: unknown, attributes: unknown = undefined): Resource => ({
    type: "azure-native:keyvault:Secret",
    name: "vault-token",
    props: { vaultName: "contoso", secretName: "gw", properties: { value, attributes } },
  });
  const classic = (value: unknown, expirationDate: unknown = undefined): Resource => ({
    type: "azure:keyvault/secret:Secret",
    name: "vault-token",
    props: {
      name: "gw",
      keyVaultId: "/subscriptions/s/providers/Microsoft.KeyVault/vaults/contoso",
      value,
      expirationDate,
    },
  });
  const seconds = (day: string) => Date.parse(day) / 1_000;
  const app = (keyVaultUrl: unknown): Resource =>
    containerApp({ env: [{ name: auth, secretRef: "t" }], secrets: [{ name: "t", keyVaultUrl }] });
  for (const [name, write, date] of [
    ["azure-native", native, (day: string) => ({ expires: seconds(day) })],
    ["azure", classic, (day: string) => `${day}T00:00:00Z`],
  ] as const) {
    test(`${name}: good`, () => nothing(write(token())));
    test(`${name}: expired`, () => one(expired, write(token("202001010000"))));
    test(`${name}: white space`, () => one(space, write(`${token()}\n`)));
    test(`${name}: its date has passed`, () =>
      one(advisory("vaultExpired"), write(token(), date("2026-11-01"))));
    test(`${name}: its date is the token's`, () => nothing(write(token("202612100000"), date("2026-12-10"))));
    test(`${name}: its date is later than the token's`, () =>
      one(
        advisory("vaultLate", { expires: "2026-12-10 00:00 UTC" }),
        write(token("202612100000"), date("2027-12-10")),
      ));
    test(`${name}: an unknown date`, () => nothing(write(token(), unknown)));
    test(`${name}: something else, unknown or encrypted`, async () => {
      for (const value of ["a password", unknown, "[secret]", 5, {}, null]) await nothing(write(value));
    });
    test(`${name}: without its prefix, if a gateway uses it`, async () => {
      const bare = write(bareToken("202612100000"));
      await nothing(bare);
      await one(prefix, bare, app("https://contoso.vault.azure.net/secrets/gw"));
      await nothing(bare, app("https://contoso.vault.azure.net/secrets/other"));
      await nothing(bare, app(unknown));
    });
  }
});

describe("an unknown token is one advisory line", () => {
  const unknownText = advisory("preview", { path: 'stringData["config.service.auth.key"]' });
  test("in a Secret", () => one(unknownText, secret({ [key]: unknown })));
  test("in a state that is encrypted", () => one(advisory("encrypted"), secret({ [key]: "[secret]" })));
  test("in a Secret under another key, reported where it is read", () =>
    one(
      advisory("unknown", { where: ["stringData.x", "Secret"] }),
      secret({ x: unknown }),
      user(reference(auth, "Secret", "settings", "x")),
    ));
  test("the same in a state that is encrypted", () =>
    one(
      advisory("encrypted", { where: ["stringData.x", "Secret"] }),
      secret({ x: "[secret]" }),
      user(reference(auth, "Secret", "settings", "x")),
    ));
  test("in a Secret of which nothing is known", () =>
    one(
      advisory("unknown", { where: ["stringData", "Secret"] }),
      secret(unknown),
      user(reference(auth, "Secret", "settings", "value")),
    ));
  test("in a Secret that shows its purpose, once", () =>
    one(unknownText, secret({ [key]: unknown }), user(reference(key, "Secret", "settings", key))));
});

test("under the chart's key, only a possible token, or one that a gateway uses, is checked", async () => {
  const other = secret({ "gateway-key": "sk-live-1" });
  await nothing(other);
  const taken = mandatory("form", { place: ["stringData.gateway-key", "Secret"] });
  await one(taken, other, user(reference(auth, "Secret", "settings", "gateway-key")));
});

test("a value that isn't an object never breaks it", async () => {
  const strange = [
    null,
    0,
    "",
    [],
    {},
    true,
    [[null]],
    { a: [null] },
    unknown,
    "[secret]",
    "&".repeat(5_000),
  ];
  for (const value of strange) {
    for (const resource of [
      secret(value),
      secret({ [auth]: value, [key]: value, "gateway-key": value, x: value }),
      dataObject("Secret", { data: { [auth]: value, x: value }, stringData: value }),
      deployment({ env: [value, { name: auth, value }, { name: key, valueFrom: { secretKeyRef: value } }] }),
      containerApp({ env: [{ name: auth, secretRef: value }], secrets: [value, { name: value, value }] }),
    ]) {
      const { diagnostics } = await pack.analyze(resource);
      assert.ok(
        !JSON.stringify(diagnostics).includes("failed because of a defect"),
        JSON.stringify({ value, diagnostics }),
      );
    }
  }
});

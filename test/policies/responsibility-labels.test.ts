import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, assertMessage, type Expected, mandatory, reports } from "../../testkit/messages";
import { type Props, type Resource, unknown } from "../../testkit/pack";
import { base64 } from "../../testkit/samples/kubernetes";
import {
  containerApp,
  gatewayImage,
  owned,
  secretOf,
  secretWith,
  service,
  workload,
} from "../../testkit/samples/owned";
import { usePack } from "../../testkit/use-pack";

const policy = "responsibility-labels";
const pack = usePack({ only: [policy] });

/** The findings as `level: message`, with the options given. */
async function findings(resource: Resource, options: Props = {}): Promise<string[]> {
  await pack.configure({ [policy]: { enforcementLevel: "mandatory", ...options } });
  const { diagnostics } = await pack.analyze(resource);
  return diagnostics
    .filter((one) => one.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

async function isApplicable(resource: Resource, options: Props = {}): Promise<boolean> {
  await findings(resource, options);
  return !(await pack.analyze(resource)).notApplicable.some((one) => one.policy === policy);
}

/** Each finding matches its expression, in order. */
function matches(found: string[], expected: Expected[]): void {
  assert.equal(found.length, expected.length, found.join("\n") || "nothing found");
  for (const [index, expression] of expected.entries()) assertMessage(found[index], expression);
}

const owner = "apim-gateway/owner";
const responsibility = "apim-gateway/responsibility";
const tags = { "apim-gateway-owner": "team-edge", "apim-gateway-responsibility": "customer" };
const rowOwners = Object.fromEntries(
  ["hosting", "network", "sla", "diagnostics", "upgrade", "credential"].map((row) => [
    `apim-gateway/${row}-owner`,
    `team-${row}`,
  ]),
);
const gatewayToken = "GatewayKey gw1&203012312359&c2lnbmF0dXJl==";

describe("a workload names its class and an owner for every row", () => {
  const customer = { [responsibility]: "customer" };
  const { "apim-gateway/network-owner": _, ...allButNetwork } = rowOwners;
  const cases: [string, unknown, Expected[], Props?][] = [
    ["both labels", owned, []],
    [
      "no labels at all: one line with both, ready to paste",
      undefined,
      [reports("missing", { labels: "apim-gateway/responsibility" })],
    ],
    [
      "another class",
      { ...owned, [responsibility]: "shared" },
      [
        mandatory("other-class", {
          name: "apim-gateway/responsibility",
          place: "metadata.labels",
          row: "Hosting",
        }),
      ],
    ],
    [
      "none of the classes",
      { ...owned, [responsibility]: "ours" },
      [reports("unknown-class", { classes: "microsoft, shared, customer" })],
    ],
    [
      "a class in capitals: labels tell case apart",
      { ...owned, [responsibility]: "Customer" },
      [reports("unknown-class", { value: "Customer" })],
    ],
    ["no owner", customer, [mandatory("no-owner", { place: "metadata.labels", name: "apim-gateway/owner" })]],
    ["an empty owner", { ...owned, [owner]: "" }, [reports("no-owner", { name: "apim-gateway/owner" })]],
    ["an owner for each row", { ...customer, ...rowOwners }, []],
    [
      "an owner for all rows but one",
      { ...customer, ...allButNetwork },
      [reports("no-owner", { rows: "Network", labels: "apim-gateway/network-owner" })],
    ],
    [
      "an owner for all rows that are asked for",
      { ...customer, ...allButNetwork },
      [],
      { rows: ["hosting", "sla"] },
    ],
    ["no row is asked for", customer, [], { rows: [] }],
    ["an owner that Kubernetes rejects", { ...owned, [owner]: "team edge" }, [reports("rejected-form")]],
    ["an owner of 63 characters", { ...owned, [owner]: "a".repeat(63) }, []],
    ["an owner of 64 characters", { ...owned, [owner]: "a".repeat(64) }, [reports("rejected-form")]],
    ["an owner that is a number", { ...owned, [owner]: 42 }, [reports("rejected-type")]],
    ["an owner that the pattern knows", owned, [], { ownerPattern: "^team-" }],
    [
      "an owner that the pattern does not know",
      { ...owned, [owner]: "bob" },
      [reports("unfamiliar", { pattern: "^team-" })],
      { ownerPattern: "^team-" },
    ],
    [
      "a row's owner that the pattern does not know",
      { ...owned, "apim-gateway/sla-owner": "bob" },
      [reports("unfamiliar", { name: "apim-gateway/sla-owner", place: "metadata.labels" })],
      { ownerPattern: "^team-" },
    ],
    [
      "another prefix",
      owned,
      [reports("missing", { labels: "acme.com/responsibility" })],
      { labelPrefix: "acme.com" },
    ],
    [
      "labels under another prefix",
      { "acme.com/owner": "x", "acme.com/responsibility": "customer" },
      [],
      { labelPrefix: "acme.com" },
    ],
    [
      "labels that are no map",
      ["apim-gateway/owner"],
      [reports("missing", { labels: "apim-gateway/responsibility" })],
    ],
    [
      "values that are no text",
      { [owner]: {}, [responsibility]: [] },
      [reports("unknown-class"), reports("rejected-type")],
    ],
  ];
  for (const [title, labels, expected, options] of cases) {
    test(title, async () => matches(await findings(workload({ labels }), options), expected));
  }

  test("labels of the pods are not the workload's", async () => {
    matches(await findings(workload({ podLabels: owned })), [
      reports("missing", { labels: "apim-gateway/responsibility" }),
    ]);
  });
  for (const kind of ["StatefulSet", "DaemonSet"] as const) {
    test(`a ${kind}`, async () => {
      matches(await findings(workload({ kind })), [
        reports("missing", { labels: "apim-gateway/responsibility" }),
      ]);
      matches(await findings(workload({ kind, labels: owned })), []);
    });
  }
  test("two gateways in one workload have one set of labels", async () => {
    const both = workload();
    (both.props as { spec: { template: { spec: Props } } }).spec.template.spec.containers = [
      { name: "one", image: gatewayImage },
      { name: "two", image: gatewayImage },
    ];
    matches(await findings(both), [reports("missing", { labels: "apim-gateway/responsibility" })]);
  });
  test("a resource that isn't a gateway, or holds only a part of one, is not applicable", async () => {
    assert.equal(await isApplicable(workload({ image: "contoso.azurecr.io/shop:1.0" })), false);
    assert.equal(
      await isApplicable(workload({ more: { type: "kubernetes:apps/v1:DeploymentPatch" } })),
      false,
    );
    assert.equal(await isApplicable(workload()), true);
  });
});

describe("what is unknown or not the program's counts as there", () => {
  const cases: [string, Resource, Expected[], Props?][] = [
    ["an unknown owner", workload({ labels: { ...owned, [owner]: unknown } }), []],
    [
      "an unknown owner that a pattern decides on",
      workload({ labels: { ...owned, [owner]: unknown } }),
      [advisory("preview", { path: 'metadata.labels["apim-gateway/owner"]' })],
      { ownerPattern: "^team-" },
    ],
    [
      "an unknown class",
      workload({ labels: { ...owned, [responsibility]: unknown } }),
      [advisory("preview")],
    ],
    [
      "labels unknown as a whole: one line",
      workload({ labels: unknown }),
      [advisory("preview", { path: "metadata.labels" })],
      { ownerPattern: "^team-" },
    ],
    [
      "labels encrypted in the state",
      workload({ labels: "[secret]" }),
      [advisory("encrypted", { path: "metadata.labels" })],
    ],
    [
      "labels under ignoreChanges",
      workload({ more: { opts: { ignoreChanges: ["metadata.labels"] } } }),
      [advisory("ignored")],
    ],
    [
      "one label under ignoreChanges",
      workload({
        labels: { [responsibility]: "customer" },
        more: { opts: { ignoreChanges: ['metadata.labels["apim-gateway/owner"]'] } },
      }),
      [],
    ],
    [
      "an unknown class does not hide the missing owner",
      workload({ labels: { [responsibility]: unknown } }),
      [mandatory("no-owner", { name: "apim-gateway/owner" }), advisory("preview")],
    ],
  ];
  for (const [title, resource, expected, options] of cases) {
    test(title, async () => matches(await findings(resource, options), expected));
  }
});

describe("Azure has tags", () => {
  const cases: [string, Resource, Expected[]][] = [
    ["both tags", containerApp(tags), []],
    ["no tags", containerApp(), [reports("missing", { labels: "apim-gateway-responsibility" })]],
    [
      "names of tags have no case",
      containerApp({ "Apim-Gateway-Owner": "x", "APIM-gateway-responsibility": "customer" }),
      [],
    ],
    [
      "a tag that is fine for Azure though not for Kubernetes",
      containerApp({ ...tags, "apim-gateway-owner": "team@contoso.com, edge" }),
      [],
    ],
    [
      "a tag that is too long",
      containerApp({ ...tags, "apim-gateway-owner": "a".repeat(257) }),
      [reports("rejected-length")],
    ],
    [
      "the classic provider",
      containerApp(undefined, { type: "azure:containerapp/app:App" }),
      [reports("missing", { labels: "apim-gateway-responsibility" })],
    ],
  ];
  for (const [title, resource, expected] of cases) {
    test(title, async () => matches(await findings(resource), expected));
  }
});

describe("a Secret with a gateway's credential is shared", () => {
  const shared = { [owner]: "team-edge", [responsibility]: "shared" };
  const missing = [reports("missing", { row: "Securing communication" })];
  const cases: [string, Resource, Expected[]][] = [
    ["the portal's Secret, told by its value", secretOf({ value: gatewayToken }), missing],
    ["a token without its prefix", secretOf({ value: "gw1&203012312359&c2lnbmF0dXJl" }), missing],
    ["a file of settings", secretOf({ "env.conf": `config.service.auth=${gatewayToken}` }), missing],
    ["in stringData", secretWith({ stringData: { value: gatewayToken } }), missing],
    ["the chart's key", secretWith({ data: { "gateway-key": unknown } }), missing],
    ["the chart's key for an Entra app", secretOf({ "azure-ad-app-secret": "?" }), missing],
    ["the setting", secretOf({ "config.service.auth": gatewayToken }), missing],
    [
      "the setting for a client secret",
      secretOf({ "config.service.auth.azureAd.clientSecret": "?" }),
      missing,
    ],
    ["a value that is not known", secretWith({ data: { "config.service.auth.key": unknown } }), missing],
    ["with labels", secretWith({ data: { "gateway-key": base64(gatewayToken) } }, shared), []],
    [
      "with an owner of the credential only",
      secretWith(
        { data: { "gateway-key": base64(gatewayToken) } },
        { [responsibility]: "shared", "apim-gateway/credential-owner": "x" },
      ),
      [],
    ],
    [
      "labeled as the workload is",
      secretWith({ data: { "gateway-key": base64(gatewayToken) } }, owned),
      [reports("other-class")],
    ],
  ];
  for (const [title, resource, expected] of cases) {
    test(title, async () => {
      const found = await findings(resource);
      matches(found, expected);
      assert.ok(!found.join().includes("c2lnbmF0dXJl"), "no value of a Secret is printed");
    });
  }

  const others: [string, Resource][] = [
    ["the key of another gateway", secretOf({ "gateway-key": "sk-live-1" })],
    ["another Secret", secretOf({ password: "a&b&c", value: "GatewayKeyring" })],
    [
      "a method instead of a token",
      secretOf({ "config.service.auth": "workloadIdentity", "config.service.auth.azureAd.clientId": "1" }),
    ],
    [
      "a Secret that a chart made",
      secretWith(
        { data: { "gateway-key": base64(gatewayToken) } },
        { "helm.sh/chart": "azure-api-management-gateway-1.16.1" },
      ),
    ],
    ["a Secret without anything", secretWith({})],
    ["data that is not known", secretWith({ data: unknown })],
    ["data of another shape", secretWith({ data: [1], stringData: "x" })],
  ];
  for (const [title, resource] of others) {
    test(`${title} is not applicable`, async () => assert.equal(await isApplicable(resource), false));
  }
});

describe("a service is checked where the option asks for it", () => {
  const include = { includeServices: true };
  const versioned = "azure-native:apimanagement/v20220801:ApiManagementService";
  const classic = "azure:apimanagement/service:Service";
  const good = { "apim-gateway-owner": "platform", "apim-gateway-responsibility": "microsoft" };
  const missing = [reports("missing", { row: "Configuration endpoint" })];
  const cases: [string, Resource, Expected[]][] = [
    ["Developer", service("Developer"), missing],
    ["Premium, versioned", service("Premium", undefined, versioned), missing],
    ["classic", service("Premium_2", undefined, classic), missing],
    ["with tags", service("Premium", good), []],
    ["classic with tags", service("Developer_1", good, classic), []],
    [
      "as if it were the customer's",
      service("Premium", { ...good, "apim-gateway-responsibility": "customer" }),
      [reports("other-class")],
    ],
    ["a tier that is not known", service(unknown), [advisory("preview", { path: "sku.name" })]],
  ];
  for (const [title, resource, expected] of cases) {
    test(title, async () => {
      matches(await findings(resource, include), expected);
      assert.equal(await isApplicable(resource), false, "not by default");
    });
  }
  for (const tier of ["Standard", "StandardV2", "PremiumV2", "BasicV2", "Consumption", 7]) {
    test(`${tier} is not applicable`, async () => {
      assert.equal(await isApplicable(service(tier), include), false);
      assert.equal(await isApplicable(service(`${tier}_1`, undefined, classic), include), false);
    });
  }
});

describe("the remediation leaves a resource that passes", () => {
  const remediate = { enforcementLevel: "remediate", defaultOwner: "team-edge" } as const;
  const cases: [string, Resource, Props?][] = [
    ["a workload without labels", workload()],
    ["a workload with null for labels", workload({ labels: null })],
    ["another class", workload({ labels: { ...owned, [responsibility]: "microsoft" } })],
    ["a Container App", containerApp()],
    ["a tag in other letters", containerApp({ "Apim-Gateway-Responsibility": "shared" })],
    ["a Secret", secretOf({ "gateway-key": gatewayToken })],
    ["a service", service("Premium"), { includeServices: true }],
    ["an owner that fits the pattern", workload(), { ownerPattern: "^team-" }],
  ];
  for (const [title, resource, options] of cases) {
    test(title, async () => {
      await pack.configure({ [policy]: { ...remediate, ...options } });
      const { diagnostics } = await pack.preview([resource]);
      assert.deepEqual(
        diagnostics.filter((one) => one.policy === policy),
        [],
      );
    });
  }

  test("it writes the very labels, and keeps the others", async () => {
    await pack.configure({ [policy]: remediate });
    const { metadata } = await pack.remediated(workload({ labels: { app: "gateway" } }));
    assert.deepEqual(metadata, { name: "gateway", namespace: "edge", labels: { app: "gateway", ...owned } });
    const { tags } = await pack.remediated(containerApp({ "Apim-Gateway-Responsibility": "shared" }));
    assert.deepEqual(tags, { "Apim-Gateway-Responsibility": "customer", "apim-gateway-owner": "team-edge" });
  });

  const kept: [string, Resource, Props, Expected][] = [
    [
      "without a default owner",
      workload(),
      { defaultOwner: undefined },
      reports("no-owner", { name: "apim-gateway/owner" }),
    ],
    [
      "a default owner that Kubernetes rejects",
      workload(),
      { defaultOwner: "edge@contoso.com" },
      reports("no-owner", { name: "apim-gateway/owner" }),
    ],
    [
      "a default owner that the pattern does not know",
      workload(),
      { ownerPattern: "^squad-" },
      reports("no-owner", { name: "apim-gateway/owner" }),
    ],
    [
      "an owner that Kubernetes rejects",
      workload({ labels: { ...owned, [owner]: "a b" } }),
      {},
      reports("rejected-form"),
    ],
  ];
  for (const [title, resource, options, expected] of kept) {
    test(`${title}: a finding, not a guess`, async () => {
      await pack.configure({ [policy]: { ...remediate, ...options } });
      const { diagnostics } = await pack.preview([resource]);
      matches(
        diagnostics.filter((one) => one.policy === policy).map(({ message }) => message),
        [expected],
      );
    });
  }

  test("what is unknown, exempted, or fine already is left as it is", async () => {
    const exemptions = [{ resource: "legacy", reason: "moves out", expires: "2099-01-01" }];
    await pack.configure({ [policy]: { ...remediate, exemptions: [] } });
    for (const labels of [unknown, owned]) assert.deepEqual(await changes(workload({ labels })), []);
    await pack.configure({ [policy]: { ...remediate, exemptions } }, { unchecked: true });
    assert.notDeepEqual(
      await changes(workload({ name: "legacy" })),
      [],
      "an exemption too far ahead exempts nothing",
    );
    await pack.configure({ [policy]: { ...remediate, exemptions: [{ ...exemptions[0], expires: soon() }] } });
    assert.deepEqual(await changes(workload({ name: "legacy" })), []);
  });
});

async function changes(resource: Resource): Promise<string[]> {
  return (await pack.remediate(resource)).filter(({ properties }) => properties).map((one) => one.policy);
}

function soon(): string {
  return new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
}

test("an option that cannot be read is named and weakens nothing", async () => {
  await pack.configure({ [policy]: { labelPrefix: "a/b", ownerPattern: "(" } }, { unchecked: true });
  const { diagnostics } = await pack.analyze(workload({ labels: owned }));
  const found = diagnostics.filter((one) => one.policy === policy).map(({ message }) => message);
  matches(found, [
    reports("option", { option: "labelPrefix", value: '"a/b"' }),
    reports("option", { option: "ownerPattern", value: '"("' }),
  ]);
});

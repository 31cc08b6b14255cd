import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { advisory, assertMessage, mandatory, reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { classicContainerApp, containerApp, nativeTypes } from "../../testkit/samples/container-app";
import {
  assertNotApplicable,
  assertOne,
  assertPassed,
  findingsOf,
  linesOf,
  plain,
} from "../../testkit/samples/findings";
import {
  containerPath,
  deployment,
  image,
  type WorkloadKind,
  workload,
  workloadKinds,
} from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-image-supported";
const digest = `sha256:${"4f".repeat(32)}`;
const fix = `Use \`${image}:2.13.2\`.`;

const pack = usePack({ only: [policy] });

const judge = (reference: unknown) => pack.analyze(deployment({ image: reference }));

describe("the tag table", () => {
  const outside: [tag: string, line: string][] = [
    ["2.10.1", "2.10"],
    ["2.10.0", "2.10"],
    ["2.10", "2.10"],
    ["v2.10.1", "2.10"],
    ["2.9.2", "2.9"],
    ["2.5", "2.5"],
    ["2.5.0", "2.5"],
    ["2.5.0-amd64", "2.5"],
    ["2.0.4", "2.0"],
    ["1", "1"],
    ["v1", "1"],
    ["v0", "0"],
    ["0", "0"],
    ["1.2.5", "1.2"],
    ["1.2", "1.2"],
    ["0.9.1", "0.9"],
    ["2.10.999", "2.10"],
    [`2.5.0@${digest}`, "2.5"],
    [`2.5@${digest}`, "2.5"],
    [`v1@${digest}`, "1"],
  ];
  for (const [tag, line] of outside) {
    test(`${tag} is outside the window: a violation that names the window, the line and the fix`, async () => {
      const result = await judge(`${image}:${tag}`);
      const place = { path: containerPath("Deployment", "image"), text: `${image}:${tag}` };
      const expected = { ...place, line, window: "2.13, 2.12, 2.11", fix: `${image}:2.13.2` };
      assertOne(result, policy, "mandatory", reports("outside", expected));
    });
  }

  const prereleases = ["beta", "v2-preview", "v1-preview", "2.3.0-preview-1", "2.5.0-beta_1", "2.13.2-rc.1"];
  prereleases.push("2.14.0-alpha", "preview", "BETA", "2.13.2-Preview", "beta-amd64", `beta@${digest}`);
  for (const tag of prereleases) {
    test(`${tag} is a prerelease: a violation`, async () => {
      const result = await judge(`${image}:${tag}`);
      assertOne(result, policy, "mandatory", reports("prerelease"));
    });
  }

  const unversioned = [`@${digest}`, `:latest@${digest}`, `:v2@${digest}`, `:2@${digest}`];
  unversioned.push(
    ":main",
    ":feature-x",
    ":stable",
    ":20261124",
    ":2026-11-24",
    ":a1b2c3d",
    ":nightly",
    ":v2x",
  );
  for (const tail of unversioned) {
    test(`${tail} doesn't identify the version: a violation`, async () => {
      const result = await judge(image + tail);
      assertOne(result, policy, "mandatory", reports(["unversioned", "digest"]));
      assert.ok(linesOf(result, policy)[0]?.endsWith(fix), "the digest goes: it is another image's");
    });
  }

  for (const tag of ["v3", "3", "2.14.0", "2.14", "2.13.3", "3.0.0", "2.14.0-amd64"]) {
    test(`${tag} is newer than the data: one advisory line, no violation`, async () => {
      assertOne(
        await judge(`${image}:${tag}`),
        policy,
        "advisory",
        reports("newer", { newest: "2.13.2", asOf: "2026-11-24" }),
      );
    });
  }

  for (const tag of ["2.13.1", "2.12.9", "2.11.7", `2.13.1@${digest}`]) {
    test(`${tag} is of a supported minor but not in the data: one advisory line, no violation`, async () => {
      assertOne(await judge(`${image}:${tag}`), policy, "advisory", reports("unlisted"));
    });
  }

  const fine = [":2.13.2", ":2.13.0", ":2.12.3", ":2.12.0", ":2.11.2", ":v2.13.2", ":2.13.2-amd64"];
  fine.push(`:2.13.2@${digest}`, ":2.13.2-acme.7", ":2.13.2-alpine", `:2.12@${digest}`);
  // gateway-image-pinned reports rolling tags of supported images.
  fine.push("", ":latest", ":latest-arm64", ":v2", ":2", ":2.13", ":2.12", ":2.11", ":v2.11");
  for (const tail of fine) {
    test(`${tail || "no tag"} passes`, async () => assertPassed(await judge(image + tail), policy));
  }
});

test("one image is never reported by both image policies", async () => {
  const tails = ["", ":latest", ":v2", ":2", ":2.13", ":2.5", ":1", ":v1", ":beta", ":v2-preview", ":main"];
  tails.push(
    `@${digest}`,
    `:latest@${digest}`,
    `:2.13@${digest}`,
    ":2.13.1",
    ":2.14.0",
    ":v3",
    ":2.5.0-beta_1",
  );
  for (const tail of tails) {
    const result = await judge(image + tail);
    const found = [...findingsOf(result, policy), ...findingsOf(result, "gateway-image-pinned")];
    assert.ok(found.length <= 1, `${tail}: ${JSON.stringify(found)}`);
  }
});

describe("every host", () => {
  for (const kind of Object.keys(workloadKinds) as WorkloadKind[]) {
    test(`${kind}: an old image is a violation at its own path, a supported one passes`, async () => {
      const result = await pack.analyze(workload(kind, { image: `${image}:2.5.0` }));
      assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
      assert.ok(linesOf(result, policy)[0]?.includes(`\`${containerPath(kind, "image")}\``));
      assertPassed(await pack.analyze(workload(kind)), policy);
    });
  }

  const types = [
    "kubernetes:apps/v1:DeploymentPatch",
    "kubernetes:apps/v1beta1:Deployment",
    "kubernetes:apps/v1beta2:StatefulSet",
    "kubernetes:extensions/v1beta1:Deployment",
    "kubernetes:extensions/v1beta1:DaemonSet",
  ];
  for (const type of types) {
    test(`${type} is checked like the newest Deployment`, async () => {
      const old = deployment({ image: `${image}:2.5.0` }, { type });
      assertOne(await pack.analyze(old), policy, "mandatory", reports("outside", { line: "2.5" }));
    });
  }

  test("kubernetes:batch/v1beta1:CronJob is checked like the newest CronJob", async () => {
    const old = workload(
      "CronJob",
      { image: `${image}:2.5.0` },
      { type: "kubernetes:batch/v1beta1:CronJob" },
    );
    assertOne(await pack.analyze(old), policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  for (const kind of ["Pod", "ReplicaSet"] as const) {
    test(`a ${kind} with an owner is its owner's matter, one without is checked`, async () => {
      const parts = { image: `${image}:2.5.0` };
      const owned = workload(kind, {
        ...parts,
        metadata: { ownerReferences: [{ kind: "Deployment", name: "gateway" }] },
      });
      assertNotApplicable(await pack.analyze(owned), policy);
      const free = workload(kind, { ...parts, metadata: { ownerReferences: [] } });
      assertOne(await pack.analyze(free), policy, "mandatory", reports("outside", { line: "2.5" }));
    });
  }

  test("a Deployment with an owner, such as an operator's custom resource, is checked all the same", async () => {
    const metadata = { ownerReferences: [{ kind: "Gateway", name: "gateway" }] };
    const owned = deployment({ image: `${image}:2.5.0`, metadata });
    assertOne(await pack.analyze(owned), policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  const apps: Resource[] = [
    ...nativeTypes.map((type) => containerApp({ image: `${image}:2.5.0` }, { type })),
    classicContainerApp({ image: `${image}:2.5.0` }),
  ];
  for (const app of apps) {
    test(`${app.type}: an old image is a violation`, async () => {
      const result = await pack.analyze(app);
      assertOne(
        result,
        policy,
        "mandatory",
        reports("outside", { path: "template.containers[0].image", line: "2.5" }),
      );
    });
  }

  test("a supported image in a Container App passes, native and classic", async () => {
    assertPassed(await pack.analyze(containerApp()), policy);
    assertPassed(await pack.analyze(classicContainerApp()), policy);
  });
});

describe("what is a gateway", () => {
  const none = { env: [] };
  const mirrors = ["registry:5000/", "acme.azurecr.io/mirror/", "localhost/", "[2001:db8::1]:5000/", ""];
  for (const mirror of mirrors) {
    test(`the image at ${mirror || "the default registry"} is one`, async () => {
      const resource = deployment({ image: `${mirror}azure-api-management/gateway:2.5.0`, ...none });
      const result = await pack.analyze(resource);
      assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
      const written = `Use \`${mirror}azure-api-management/gateway:2.13.2\``;
      assert.ok(linesOf(result, policy)[0]?.includes(written), "the fix stays at the mirror");
    });
  }

  const others = [
    "registry:5000/app",
    "acme/not-azure-api-management/gateway:2.5.0",
    "acme/azure-api-management/gateway-tools:2.5.0",
    "azure-api-management/gateway/sidecar:2.5.0",
    "gateway:2.5.0",
    "nginx",
  ];
  for (const other of others) {
    test(`${other} is none`, async () => {
      assertNotApplicable(await pack.analyze(deployment({ image: other, ...none })), policy);
    });
  }

  test("a renamed image is known by a config.service setting, and checked by its tag", async () => {
    const renamed = deployment({ image: "acme.io/apim:2.5.0" });
    assertOne(
      await pack.analyze(renamed),
      policy,
      "mandatory",
      reports("outside", { fix: "acme.io/apim:2.13.2" }),
    );
  });

  test("settings of other software below config.service make no gateway", async () => {
    for (const name of ["config.service.url", "config.service.endpoints", "config.service"]) {
      const other = deployment({ image: "acme.io/orders:2.5.0", env: [{ name, value: "x" }] });
      assertNotApplicable(await pack.analyze(other), policy);
    }
  });

  test("a renamed image is known by the chart's component label on the workload or on the pod", async () => {
    const labels = { "app.kubernetes.io/component": "self-hosted-gateway" };
    for (const parts of [{ metadata: { labels } }, { podMetadata: { labels } }]) {
      const labeled = deployment({ image: "acme.io/apim:2.5.0", ...none, ...parts });
      assertOne(await pack.analyze(labeled), policy, "mandatory", reports("outside", { line: "2.5" }));
    }
    const other = { labels: { "app.kubernetes.io/component": "gateway" } };
    const unlabeled = deployment({ image: "acme.io/apim:2.5.0", ...none, metadata: other });
    assertNotApplicable(await pack.analyze(unlabeled), policy);
  });

  test("sidecars and init containers aren't gateways, at any position", async () => {
    const sidecar = { name: "proxy", image: "acme.io/proxy:1.0.0" };
    const gateway = { name: "gateway", image: `${image}:2.13.2` };
    const pod = { initContainers: [{ name: "init", image: `${image}:2.5.0` }] };
    assertPassed(await pack.analyze(deployment({ containers: [sidecar, gateway], pod })), policy);
  });

  test("two gateways in one pod are checked each", async () => {
    const containers = [
      { image: `${image}:2.5.0` },
      { image: `${image}:2.6.0` },
      { image: `${image}:2.13.2` },
    ];
    const lines = linesOf(await pack.analyze(deployment({ containers })), policy);
    assert.deepEqual(
      ["containers[0]", "containers[1]"].map((place) => lines.filter((line) => line.includes(place)).length),
      [1, 1],
    );
  });
});

describe("values that are not known", () => {
  const path = containerPath("Deployment", "image");
  const unknowns: [what: string, resource: Resource, wording: string][] = [
    [
      "an unknown image",
      deployment({ image: unknown }),
      `\`${path}\` is unknown before the update; it is checked during the update.`,
    ],
    ["an encrypted image", deployment({ image: "[secret]" }), `\`${path}\` is encrypted in this state`],
    [
      "an image under ignoreChanges",
      deployment({ image: `${image}:2.5.0` }, { opts: { ignoreChanges: [path] } }),
      `\`${path}\` is listed in \`ignoreChanges\``,
    ],
    [
      "an image under ignoreChanges with a wildcard, known by nothing else",
      deployment(
        { image: `${image}:2.5.0`, env: undefined },
        { opts: { ignoreChanges: ["spec.template.spec.containers[*].image"] } },
      ),
      `\`${path}\` is listed in \`ignoreChanges\``,
    ],
    [
      "unknown containers of a labeled gateway",
      deployment({
        containers: unknown,
        metadata: { labels: { "app.kubernetes.io/component": "self-hosted-gateway" } },
      }),
      "`spec.template.spec.containers` is unknown before the update",
    ],
    [
      "an unknown image of a Container App",
      containerApp({ image: unknown }),
      "`template.containers[0].image` is",
    ],
  ];
  for (const [what, resource, wording] of unknowns) {
    test(`${what}: one advisory line that names the property, and nothing of the other image policy`, async () => {
      const result = await pack.analyze(resource);
      const lines = linesOf(result, policy);
      assert.equal(lines.length, 1, JSON.stringify(lines));
      assert.ok(lines[0]?.startsWith(`advisory: ${wording}`), lines[0]);
    });
  }

  test("an unknown image is ignored if nothing else identifies the workload as a gateway", async () => {
    assertNotApplicable(await pack.analyze(deployment({ image: unknown, env: [] })), policy);
    assertNotApplicable(await pack.analyze(deployment({ containers: unknown })), policy);
  });

  test("an unknown variable, container or replica count hides no finding on the image", async () => {
    const env = [{ name: "a", value: unknown }, unknown, { name: unknown, value: unknown }];
    const containers = [unknown, { image: `${image}:2.5.0`, env }];
    const result = await pack.analyze(deployment({ containers, metadata: { annotations: unknown } }));
    assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  test("ignoreChanges of another property leaves the image checked", async () => {
    const opts = { ignoreChanges: ["spec.replicas", "spec.template.spec.containers[1].image", "metadata"] };
    const result = await pack.analyze(deployment({ image: `${image}:2.5.0` }, { opts }));
    assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  test("a secret image is checked like any other", async () => {
    const result = await pack.analyze(deployment({ image: secret(`${image}:2.5.0`) }));
    assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
  });
});

describe("hostile values", () => {
  const unreadable: [what: string, value: unknown][] = [
    ["a number", 2.5],
    ["true", true],
    ["an object", { repository: image, tag: "2.5.0" }],
    ["a list", [image]],
    ["an empty text", ""],
    ["100,000 characters", "a".repeat(100_000)],
    ["100,000 slashes", "a/".repeat(50_000)],
    ["a double slash", "a//b:1"],
    ["two tags", "acme.io/apim:2.5.0:2.6.0"],
    ["a broken digest", "acme.io/apim@sha256:123"],
  ];
  for (const [what, value] of unreadable) {
    test(`${what} as the image of a gateway isn't a reference: one violation that does not quote it`, async () => {
      const result = await judge(value);
      assertOne(
        result,
        policy,
        "mandatory",
        reports(["unreadable", "misspelled"], {
          fix: "mcr.microsoft.com/azure-api-management/gateway:2.13.2",
        }),
      );
      assert.ok((linesOf(result, policy)[0] ?? "").length < 300, "the message stays short");
    });
  }

  test("null or no image isn't reported, as in a patch of other properties", async () => {
    assertPassed(await judge(null), policy);
    const patch = deployment(
      { container: { image: undefined } },
      { type: "kubernetes:apps/v1:DeploymentPatch" },
    );
    assertPassed(await pack.analyze(patch), policy);
  });

  for (const [what, text] of [
    ["a leading space", ` ${image}:2.5.0`],
    ["a newline at the end", `${image}:2.13.2\n`],
    ["capitals in the path", "mcr.microsoft.com/Azure-API-Management/Gateway:2.13.2"],
  ] as const) {
    test(`${what} makes a gateway's image unreadable, not invisible`, async () => {
      const result = await pack.analyze(deployment({ image: text, env: undefined }));
      assertOne(result, policy, "mandatory", reports(["unreadable", "misspelled"]));
      assert.ok(!linesOf(result, policy)[0]?.includes("\n"), "the message is one line");
    });
  }

  const shapes: [what: string, parts: Parameters<typeof deployment>[0]][] = [
    ["containers as an object", { containers: { 0: { image: `${image}:2.5.0` } } }],
    ["containers as a text", { containers: `${image}:2.5.0` }],
    ["containers of junk", { containers: [null, 1, "x", [], { image: null }] }],
  ];
  for (const [what, parts] of shapes) {
    test(`${what} hold no gateway`, async () => {
      assertNotApplicable(await pack.analyze(deployment(parts)), policy);
    });
  }

  test("variables, labels and annotations of any shape leave the image checked", async () => {
    const junk = ["text", 5, true, [], [[]], { a: { b: [] } }, null];
    for (const value of junk) {
      const metadata = { labels: value, annotations: value, ownerReferences: value };
      const parts = { image: `${image}:2.5.0`, env: value, envFrom: value, metadata, podMetadata: metadata };
      assertOne(
        await pack.analyze(deployment(parts)),
        policy,
        "mandatory",
        reports("outside", { line: "2.5" }),
      );
    }
  });
});

describe("options", () => {
  const configured = async (options: Record<string, unknown>, tag: string) => {
    await pack.configure({ [policy]: options });
    try {
      return await judge(`${image}:${tag}`);
    } finally {
      await pack.configure({});
    }
  };

  test("latestVersion raises the newest version, and with it the window and the fix", async () => {
    const latestVersion = "2.14.0";
    const old = await configured({ latestVersion }, "2.11.2");
    assertOne(
      old,
      policy,
      "mandatory",
      reports("outside", { line: "2.11", fix: "mcr.microsoft.com/azure-api-management/gateway:2.14.0" }),
    );
    assertPassed(await configured({ latestVersion }, "2.14.0"), policy);
    assertPassed(await configured({ latestVersion }, "2.12.3"), policy);
    assertOne(
      await configured({ latestVersion }, "2.15.0"),
      policy,
      "advisory",
      reports("newer", { newest: "2.14.0" }),
    );
  });

  test("latestVersion of a new major: only its own minors are supported, however few", async () => {
    assertOne(
      await configured({ latestVersion: "3.1.0" }, "2.13.2"),
      policy,
      "mandatory",
      reports("outside", { line: "2.13" }),
    );
    assertOne(
      await configured({ latestVersion: "3.1.0" }, "v2"),
      policy,
      "mandatory",
      reports("outside", { line: "2" }),
    );
  });

  test("latestVersion never lowers the newest version", async () => {
    assertOne(
      await configured({ latestVersion: "2.11.0" }, "2.10.1"),
      policy,
      "mandatory",
      reports("outside", { line: "2.10" }),
    );
    assertPassed(await configured({ latestVersion: "2.11.0" }, "2.13.2"), policy);
  });

  for (const latestVersion of ["2.14", "v2.14.0", "2.014.0", "2.14.0-beta", "newest", ""]) {
    test(`latestVersion ${JSON.stringify(latestVersion)} isn't a version: a finding, and the pack's own list counts`, async () => {
      assertOne(
        await configured({ latestVersion }, "2.13.2"),
        policy,
        "mandatory",
        reports("option", { expected: "2.13.2" }),
      );
      const [problem, finding, ...more] = linesOf(await configured({ latestVersion }, "2.5.0"), policy);
      assertMessage(problem, reports("option", { option: "latestVersion" }));
      assertMessage(finding, reports("outside", { line: "2.5" }));
      assert.deepEqual(more, []);
    });
  }

  // When each minor left the window: 2.10 on the data's date, since the date of 2.13.0 is unknown; 2.9 with 2.12.0 on
  // 2026-08-20; 2.8 with 2.11.0 on 2026-02-02. Today is 2026-11-24.
  const grace: [tag: string, left: string, tolerated: number][] = [
    ["2.10.1", "2026-11-24", 1],
    ["2.9.2", "2026-08-20", 96],
    ["2.8.1", "2026-02-02", 295],
  ];
  for (const [tag, left, days] of grace) {
    test(`graceDays counts from ${left} for ${tag}: ${days} days reach today, ${days - 1} do not`, async () => {
      const within = await configured({ graceDays: days }, tag);
      assertOne(within, policy, "advisory", reports("grace", { left, end: "2026-11" }));
      assertOne(await configured({ graceDays: days - 1 }, tag), policy, "mandatory", reports("outside"));
    });
  }

  test("graceDays tolerates an old minor only, never a prerelease or a tag that doesn't identify a version", async () => {
    assertOne(await configured({ graceDays: 3650 }, "beta"), policy, "mandatory", reports("prerelease"));
    assertOne(await configured({ graceDays: 3650 }, "main"), policy, "mandatory", reports("unversioned"));
    assertOne(
      await configured({ graceDays: 365 }, "1.2.5"),
      policy,
      "mandatory",
      reports("outside", { line: "1.2" }),
    );
  });

  for (const graceDays of [-1, 1.5, 4000, "30"]) {
    test(`graceDays ${JSON.stringify(graceDays)} is rejected by the engine, and by the pack if no engine checks`, async () => {
      await assert.rejects(pack.configure({ [policy]: { graceDays } }), /graceDays/);
      await pack.configure({ [policy]: { graceDays } }, { unchecked: true });
      const lines = linesOf(await judge(`${image}:2.10.1`), policy);
      await pack.configure({});
      assertMessage(lines[0], mandatory("option", { option: "graceDays" }));
      assertMessage(lines[1], mandatory("outside", { line: "2.10" }));
    });
  }
});

describe("remediation", () => {
  const remediated = async (resource: Resource, options: Record<string, unknown> = {}) => {
    await pack.configure({ [policy]: { enforcementLevel: "remediate", ...options } });
    try {
      return { props: plain(await pack.remediated(resource)), result: await pack.preview([resource]) };
    } finally {
      await pack.configure({});
    }
  };

  for (const tail of [
    ":2.5.0",
    ":v1",
    ":beta",
    ":main",
    `@${digest}`,
    `:2.5.0@${digest}`,
    `:latest@${digest}`,
  ]) {
    test(`${tail} at mcr.microsoft.com becomes the newest version, and then passes`, async () => {
      const { props, result } = await remediated(deployment({ image: image + tail }));
      assert.deepEqual(props, plain(deployment({ image: `${image}:2.13.2` }).props));
      assertPassed(result, policy);
    });
  }

  test("everything else stays as it is: other fields, secrets, unknown values, internal keys", async () => {
    const parts = {
      env: [{ name: "config.service.auth", value: secret("GatewayKey gw&202612010000&c2ln") }, unknown],
      container: { resources: { limits: { cpu: "2" } }, args: [secret("a"), unknown, null] },
      metadata: { labels: { a: "b" }, annotations: unknown },
    };
    const before = deployment({ image: `${image}:2.5.0`, ...parts });
    before.props.__defaults = [];
    const { props } = await remediated(before);
    const expected = deployment({ image: `${image}:2.13.2`, ...parts }).props;
    assert.deepEqual(props, { ...plain(expected), __defaults: [] });
  });

  test("a secret image stays secret", async () => {
    const { props } = await remediated(deployment({ image: secret(`${image}:2.5.0`) }));
    assert.deepEqual(props, plain(deployment({ image: secret(`${image}:2.13.2`) }).props));
  });

  test("an image inside a secret container stays inside it", async () => {
    const { props } = await remediated(deployment({ containers: [secret({ image: `${image}:2.5.0` })] }));
    assert.deepEqual(props, plain(deployment({ containers: [secret({ image: `${image}:2.13.2` })] }).props));
  });

  test("only the gateway's container is touched, in a Container App too", async () => {
    const sidecar = { name: "proxy", image: "acme.io/proxy:1.0.0" };
    const app = containerApp();
    app.props.template = { containers: [sidecar, { image: `${image}:2.5.0` }] };
    const { props } = await remediated(app);
    assert.deepEqual(props.template, { containers: [sidecar, { image: `${image}:2.13.2` }] });
  });

  const untouched: [why: string, resource: Resource][] = [
    [
      "a mirror may not hold the version",
      deployment({ image: "acme.io/azure-api-management/gateway:2.5.0" }),
    ],
    ["the default registry is not Microsoft's", deployment({ image: "azure-api-management/gateway:2.5.0" })],
    ["nobody knows what is meant", deployment({ image: `${image}:2.5.0:x` })],
    ["it is supported", deployment({ image: `${image}:2.11.0` })],
    ["it moves, which is another policy's matter", deployment({ image: `${image}:latest` })],
    ["it is newer than the data", deployment({ image: `${image}:2.14.0` })],
    ["it is not known", deployment({ image: unknown })],
    [
      "the program does not decide it",
      deployment(
        { image: `${image}:2.5.0` },
        { opts: { ignoreChanges: [containerPath("Deployment", "image")] } },
      ),
    ],
    ["it is no gateway", deployment({ image: "nginx:1.0.0", env: [] })],
  ];
  for (const [why, resource] of untouched) {
    test(`${resource.type} is left alone where ${why}`, async () => {
      const { props } = await remediated(resource);
      assert.deepEqual(props, plain(resource.props));
    });
  }

  test("what is not remediated is a violation still, at the mirror", async () => {
    const { result } = await remediated(deployment({ image: "acme.io/azure-api-management/gateway:2.5.0" }));
    assertOne(result, policy, "mandatory", reports("outside", { line: "2.5" }));
  });

  test("a minor in its grace days is not remediated", async () => {
    const resource = deployment({ image: `${image}:2.10.1` });
    const { props, result } = await remediated(resource, { graceDays: 30 });
    assert.deepEqual(props, plain(resource.props));
    assertOne(result, policy, "advisory", reports("grace", { end: "2026-12-24" }));
  });

  test("latestVersion is what a remediation writes", async () => {
    const { props } = await remediated(deployment({ image: `${image}:2.5.0` }), { latestVersion: "2.14.1" });
    assert.deepEqual(props, plain(deployment({ image: `${image}:2.14.1` }).props));
  });

  test("an exempted resource is not remediated, one whose exemption ended is", async () => {
    const exemption = { resource: "deployment", reason: "certified build" };
    const resource = deployment({ image: `${image}:2.5.0` });
    const live = await remediated(resource, { exemptions: [{ ...exemption, expires: "2026-11-24" }] });
    assert.deepEqual(live.props, plain(resource.props));
    assertOne(live.result, policy, "advisory", advisory("outside"));
    const ended = await remediated(resource, { exemptions: [{ ...exemption, expires: "2026-11-23" }] });
    assert.deepEqual(ended.props, plain(deployment({ image: `${image}:2.13.2` }).props));
    assertPassed(ended.result, policy);
  });
});

describe("beside other policies", () => {
  const both = usePack({ only: [policy, "gateway-auth-method"] });

  test("an old image and a missing sign-in are two findings of two policies", async () => {
    const { diagnostics } = await both.preview([deployment({ image: `${image}:2.5.0`, env: [] })]);
    const found = diagnostics.map((finding) => finding.policy);
    assert.deepEqual(found, [policy, "gateway-auth-method"]);
  });
});

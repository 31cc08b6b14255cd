import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reports } from "../../testkit/messages";
import { type Resource, secret, unknown } from "../../testkit/pack";
import { classicContainerApp, containerApp, nativeTypes } from "../../testkit/samples/container-app";
import { assertNotApplicable, assertOne, assertPassed, linesOf, plain } from "../../testkit/samples/findings";
import {
  containerPath,
  deployment,
  goodImage,
  image,
  type WorkloadKind,
  workload,
  workloadKinds,
} from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-image-pinned";
const digest = `sha256:${"4f".repeat(32)}`;

const pack = usePack({ only: [policy] });

const judge = (reference: unknown) => pack.analyze(deployment({ image: reference }));

describe("the tag table", () => {
  for (const tag of ["latest", "v2", "2", "2.13", "v2.12", "2.11", "latest-amd64", "2-amd64", "2.13-acme"]) {
    test(`${tag} moves: an advisory finding that names the place, the tag and the fix`, async () => {
      const place = { path: containerPath("Deployment", "image"), text: `${image}:${tag}` };
      const expected = reports("rolling", { ...place, tag, fix: `${image}:2.13.2` });
      assertOne(await judge(`${image}:${tag}`), policy, "advisory", expected);
    });
  }

  test("no tag means latest, which the finding states", async () => {
    assertOne(
      await judge(image),
      policy,
      "advisory",
      reports("untagged", { text: "mcr.microsoft.com/azure-api-management/gateway" }),
    );
  });

  const pinned = [":2.13.2", ":2.11.0", ":v2.12.3", ":2.13.2-amd64", ":2.13.1", ":2.14.0"];
  pinned.push(`:2.13.2@${digest}`, `:2.13@${digest}`);
  // Outside the window, a prerelease or without a version: gateway-image-supported reports it.
  pinned.push(":2.5", ":2.10", ":1", ":v1", ":v0", ":v3", ":2.14", ":beta", ":v2-preview", ":main");
  pinned.push(`@${digest}`, `:latest@${digest}`, `:v2@${digest}`);
  for (const tail of pinned) {
    test(`${tail} is pinned, or another policy's matter`, async () => {
      assertPassed(await judge(image + tail), policy);
    });
  }
});

describe("every host", () => {
  for (const kind of Object.keys(workloadKinds) as WorkloadKind[]) {
    test(`${kind}: a tag that moves is found at its own path, a pinned one passes`, async () => {
      const result = await pack.analyze(workload(kind, { image: `${image}:latest` }));
      assertOne(result, policy, "advisory", reports("rolling"));
      assert.ok(linesOf(result, policy)[0]?.includes(`\`${containerPath(kind, "image")}\``));
      assertPassed(await pack.analyze(workload(kind)), policy);
    });
  }

  const apps: Resource[] = [
    ...nativeTypes.map((type) => containerApp({ image: `${image}:v2` }, { type })),
    classicContainerApp({ image: `${image}:v2` }),
    deployment({ image: `${image}:v2` }, { type: "kubernetes:apps/v1:DeploymentPatch" }),
    deployment({ image: `${image}:v2` }, { type: "kubernetes:extensions/v1beta1:Deployment" }),
  ];
  for (const app of apps) {
    test(`${app.type}: a tag that moves is found`, async () => {
      assertOne(await pack.analyze(app), policy, "advisory", reports("rolling", { tag: "v2" }));
    });
  }

  test("a Pod or ReplicaSet with an owner is its owner's matter", async () => {
    const metadata = { ownerReferences: [{ kind: "ReplicaSet", name: "gateway" }] };
    for (const kind of ["Pod", "ReplicaSet"] as const) {
      const owned = workload(kind, { image: `${image}:latest`, metadata });
      assertNotApplicable(await pack.analyze(owned), policy);
    }
  });

  test("other images may move as they like", async () => {
    assertNotApplicable(await pack.analyze(deployment({ image: "nginx:latest", env: [] })), policy);
    assertNotApplicable(await pack.analyze(deployment({ image: "registry:5000/app", env: [] })), policy);
    const containers = [{ image: "acme.io/proxy:latest" }, { image: goodImage }];
    assertPassed(await pack.analyze(deployment({ containers })), policy);
  });

  test("the port of a mirror isn't mistaken for a tag", async () => {
    const mirrored = deployment({ image: "registry:5000/azure-api-management/gateway" });
    assertOne(
      await pack.analyze(mirrored),
      policy,
      "advisory",
      reports("untagged", { fix: "registry:5000/azure-api-management/gateway:2.13.2" }),
    );
  });
});

test("an unknown, encrypted or ignored image gives one advisory line that names the property", async () => {
  const path = containerPath("Deployment", "image");
  assertOne(
    await judge(unknown),
    policy,
    "advisory",
    reports("preview", { path: "spec.template.spec.containers[0].image" }),
  );
  assertOne(
    await judge("[secret]"),
    policy,
    "advisory",
    reports("encrypted", { path: "spec.template.spec.containers[0].image" }),
  );
  const ignored = deployment({ image: `${image}:latest` }, { opts: { ignoreChanges: [path] } });
  assertOne(
    await pack.analyze(ignored),
    policy,
    "advisory",
    reports("ignored", { path: "spec.template.spec.containers[0].image" }),
  );
});

test("hostile values are never this policy's matter", async () => {
  const hostile = [
    null,
    2,
    true,
    {},
    [],
    "",
    "a//b:1",
    "a".repeat(100_000),
    ` ${image}`,
    "latest:latest:latest",
  ];
  for (const value of hostile) assertPassed(await judge(value), policy);
  for (const containers of [{}, "x", [null, 1, []], null]) {
    assertNotApplicable(await pack.analyze(deployment({ containers })), policy);
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

  for (const tail of ["", ":latest", ":v2", ":2", ":2.13", ":2.11"]) {
    test(`${tail || "no tag"} at mcr.microsoft.com becomes the newest version, and then passes`, async () => {
      const { props, result } = await remediated(deployment({ image: image + tail }));
      assert.deepEqual(props, plain(deployment({ image: goodImage }).props));
      assertPassed(result, policy);
    });
  }

  test("other fields and secrets stay as they are", async () => {
    const parts = {
      env: [{ name: "config.service.auth", value: secret("x") }, unknown],
      pod: { hostname: secret("h") },
    };
    const { props } = await remediated(deployment({ image: secret(`${image}:latest`), ...parts }));
    assert.deepEqual(props, plain(deployment({ image: secret(goodImage), ...parts }).props));
  });

  const untouched = ["acme.io/azure-api-management/gateway:latest", `${image}:2.5`, `${image}:beta`];
  untouched.push(`${image}:latest@${digest}`, `${image}:2.13.0`, goodImage);
  for (const reference of untouched) {
    test(`${reference} is left alone`, async () => {
      const { props } = await remediated(deployment({ image: reference }));
      assert.deepEqual(props, plain(deployment({ image: reference }).props));
    });
  }

  test("what could not be remediated is a mandatory finding", async () => {
    const { result } = await remediated(deployment({ image: "acme.io/azure-api-management/gateway" }));
    assertOne(result, policy, "mandatory", reports("untagged"));
  });

  test("an exempted resource is not remediated", async () => {
    const exemptions = [{ resource: "deployment", reason: "canary", expires: "2026-12-31" }];
    const resource = deployment({ image: `${image}:latest` });
    const { props, result } = await remediated(resource, { exemptions });
    assert.deepEqual(props, plain(resource.props));
    assertOne(result, policy, "advisory", reports("rolling"));
  });
});

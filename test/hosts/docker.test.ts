import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { mandatory, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertNotApplicable, assertOne, assertPassed, linesOf } from "../../testkit/samples/findings";
import { goodImage, image } from "../../testkit/samples/kubernetes";
import { assertStands } from "./hostile";

const supported = "gateway-image-supported";
const pinned = "gateway-image-pinned";
const auth = "gateway-auth-method";
const id = `sha256:${"4f".repeat(32)}`;
const entra = "config.service.auth=workloadIdentity";
const token = "config.service.auth=GatewayKey gw&202612010000&abc=";

import { usePack } from "../../testkit/use-pack";

const pack = usePack();

describe("the image", () => {
  test("of a container and of a service", async () => {
    const old = `${image}:2.9.2`;
    assertOne(await pack.analyze(container({ image: old })), supported, "mandatory", mandatory("outside"));
    assertOne(
      await pack.analyze(service({ image: old })),
      supported,
      "mandatory",
      reports("outside", { path: "taskSpec.containerSpec.image" }),
    );
    assertPassed(await pack.analyze(container({})), supported);
    assertPassed(await pack.analyze(service({})), supported);
    assertOne(
      await pack.analyze(service({ image: `${image}:latest` })),
      pinned,
      "advisory",
      reports("rolling"),
    );
  });

  test("an unknown one is one advisory; the ID of one doesn't identify a version", async () => {
    assertOne(await pack.analyze(container({ image: unknown })), supported, "advisory", reports("preview"));
    assertOne(await pack.analyze(container({ image: id })), supported, "advisory", reports("image-id"));
    const digest = container({ image: `${image}@${id}` });
    assertOne(await pack.analyze(digest), supported, "mandatory", reports("digest"));
  });

  test("the image that the stack pulls identifies the version of an ID, a digest or an unknown image", async () => {
    for (const written of [unknown, id, `${image}@${id}`]) {
      const judge = (...tags: string[]) => pack.preview([...tags.map(pulled), container({ image: written })]);
      assertOne(
        await judge("2.9.2"),
        supported,
        "mandatory",
        reports("outside", { text: "mcr.microsoft.com/azure-api-management/gateway:2.9.2" }),
      );
      assert.deepEqual(linesOf(await judge("2.13.2"), supported), []);
    }
    const two = await pack.preview([pulled("2.9.2"), pulled("2.13.2"), container({ image: unknown })]);
    assertOne(two, supported, "advisory", reports("preview"));
  });

  test("other images aren't gateways", async () => {
    assertNotApplicable(await pack.analyze(container({ image: "nginx:1", envs: ["A=b"] })), supported);
    assertNotApplicable(await pack.analyze(service({ image: "nginx:1", env: {} })), supported);
    assertNotApplicable(await pack.analyze(pulled("2.9.2")), supported);
  });
});

describe("how the gateway signs in", () => {
  test("variables are lines of a container and a map of a service", async () => {
    assertPassed(await pack.preview([container({ envs: ["A=b=c", entra] })]), auth);
    assertOne(
      await pack.preview([container({ envs: [token] })]),
      auth,
      "mandatory",
      reports("unrotated", { host: "Docker container" }),
    );
    const env = (value: unknown) => service({ env: { "config.service.auth": value } });
    assertPassed(await pack.preview([env("workloadIdentity")]), auth);
    assertOne(
      await pack.preview([env("GatewayKey t")]),
      auth,
      "mandatory",
      reports("unrotated", { host: "Docker service" }),
    );
    assertOne(
      await pack.preview([env(unknown)]),
      auth,
      "advisory",
      reports("preview", { path: 'taskSpec.containerSpec.env["config.service.auth"]' }),
    );
  });

  test("a line or list that is not known may set it", async () => {
    for (const envs of [unknown, [unknown], ["[secret]"]]) {
      assertOne(
        await pack.preview([container({ envs })]),
        auth,
        "advisory",
        reports(["preview", "encrypted"], { path: "envs" }),
      );
    }
  });

  test("labels are marks, of the container, the service and its task", async () => {
    const labels = [{ label: "apim-gateway/token-rotation", value: "weekly" }];
    assertPassed(await pack.preview([container({ envs: [token], labels })]), auth);
    const env = { "config.service.auth": "GatewayKey t" };
    assertPassed(await pack.preview([service({ env, labels })]), auth);
    assertPassed(await pack.preview([service({ env }, { labels })]), auth);
    const open = container({ envs: [token], labels: unknown });
    assertOne(await pack.preview([open]), auth, "advisory", reports("preview"));
  });
});

test("wrong types in any property are handled", async () => {
  const labels = [{ label: "a", value: "b" }];
  await assertStands(pack, container({ labels }));
  await assertStands(pack, service({ labels }, { labels }));
});

/** A container with a gateway that signs in with workload identity, unless a test changes it. */
function container(props: object): Resource {
  return { type: "docker:index/container:Container", props: { image: goodImage, envs: [entra], ...props } };
}

/** The same as a service of a swarm. */
function service(spec: object, more: object = {}): Resource {
  const containerSpec = { image: goodImage, env: { "config.service.auth": "workloadIdentity" }, ...spec };
  return { type: "docker:index/service:Service", props: { taskSpec: { containerSpec }, ...more } };
}

function pulled(tag: string): Resource {
  return {
    type: "docker:index/remoteImage:RemoteImage",
    name: `pulled-${tag}`,
    props: { name: `${image}:${tag}` },
  };
}

import { describe, test } from "node:test";
import { advisory, says } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
import {
  arc,
  docker,
  good,
  group,
  image,
  probe,
  release,
  requests,
} from "../../testkit/samples/installations";
import { assertSaid, said, saysOf } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-hosting";
const pack = usePack({ only: [policy] });
const run = saysOf(pack, policy);

describe("a Helm release", () =>
  run([
    [
      "requests and escalation are the user's to set",
      [release({})],
      says("requests", { what: "CPU", path: "values.resources.requests.cpu" }),
      says("escalation", { path: "values.securityContext.allowPrivilegeEscalation" }),
    ],
    ["both set", [release(good)]],
    [
      "a wrong path for the start",
      [release({ ...good, probes: { startup: { httpGet: { path: "/x" } } } })],
      says("statusPath", { path: "values.probes.startup.httpGet.path" }),
    ],
  ]));

describe("other hosts", () =>
  run([
    [
      "Arc is not told of security contexts",
      [arc({ "resources.requests.cpu": "2", "resources.requests.memory": "2Gi" })],
    ],
    [
      "a container group as it should be",
      [group({ ...requests, readinessProbe: probe, livenessProbe: probe })],
    ],
    ["a container group without probes", [group(requests)], says("probes")],
    [
      "a Docker container is for evaluation",
      [docker("container:Container", image)],
      says("evaluation", { host: "Docker container" }),
    ],
    [
      "a Docker service too",
      [docker("service:Service", { taskSpec: { containerSpec: image } })],
      says("evaluation", { host: "Docker service" }),
    ],
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertSaid(result, policy, ...said(result, policy).map(() => advisory("unread")));
});

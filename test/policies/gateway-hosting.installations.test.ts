import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
import { casesOf } from "../../testkit/samples/cases";
import { assertReported, linesOf } from "../../testkit/samples/findings";
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
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-hosting";
const pack = usePack({ only: [policy] });
const run = casesOf(pack, policy, { judged: false });

describe("a Helm release", () =>
  run([
    {
      title: "requests and escalation are the user's to set",
      stack: [release({})],
      finds: [
        reports("requestsNothing", { path: "values.resources.requests.cpu" }),
        reports("escalation", { path: "values.securityContext.allowPrivilegeEscalation" }),
      ],
    },
    { title: "both set", stack: [release(good)] },
    {
      title: "a wrong path for the start",
      stack: [release({ ...good, probes: { startup: { httpGet: { path: "/x" } } } })],
      finds: [reports("statusPath", { path: "values.probes.startup.httpGet.path" })],
    },
    {
      title: "a port for the start on which nothing listens",
      stack: [release({ ...good, probes: { startup: { httpGet: { port: 80 } } } })],
      finds: [reports("probePort", { path: "values.probes.startup.httpGet.port", port: "80" })],
    },
    {
      title: "a port of the chart's by its name",
      stack: [release({ ...good, probes: { startup: { httpGet: { port: "https" } } } })],
    },
  ]));

describe("other hosts", () =>
  run([
    {
      title: "Arc has no security contexts",
      stack: [arc({ "resources.requests.cpu": "2", "resources.requests.memory": "2Gi" })],
    },
    {
      title: "a container group as it should be",
      stack: [group({ ...requests, readinessProbe: probe, livenessProbe: probe })],
    },
    { title: "a container group without probes", stack: [group(requests)], finds: [reports("probesNone")] },
    {
      title: "a Docker container is for evaluation",
      stack: [docker("container:Container", image)],
      finds: [reports("evaluation", { host: "Docker container" })],
    },
    {
      title: "a Docker service too",
      stack: [docker("service:Service", { taskSpec: { containerSpec: image } })],
      finds: [reports("evaluation", { host: "Docker service" })],
    },
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertReported(result, policy, ...linesOf(result, policy).map(() => advisory("unread")));
});

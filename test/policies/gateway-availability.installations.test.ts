import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
import { casesOf } from "../../testkit/samples/cases";
import { assertReported, linesOf } from "../../testkit/samples/findings";
import {
  arc,
  besideInstaller,
  budget,
  fullName,
  group,
  installers,
  release,
  target,
} from "../../testkit/samples/installations";
import { hpa } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-availability";
const pack = usePack({ only: [policy] });
const run = casesOf(pack, policy, { judged: false });

describe("a Helm release", () =>
  run([
    { title: "the chart's defaults are as they should be", stack: [release({})] },
    {
      title: "too few replicas",
      stack: [release({ replicaCount: 1 })],
      finds: [reports(["few", "fewByDefault"], { path: "values.replicaCount", count: "1" })],
    },
    {
      title: "null without an autoscaler means one",
      stack: [release({ replicaCount: null })],
      finds: [reports(["few", "fewByDefault"], { count: "1" })],
    },
    {
      title: "null with an autoscaler of the chart's Deployment",
      stack: [release({ replicaCount: null }), hpa(target)],
    },
    {
      title: "the chart's own number beside an autoscaler",
      stack: [release({}), hpa(target)],
      finds: [reports("fixedInChart", { path: "values.replicaCount" })],
    },
    {
      title: "high availability off is one line",
      stack: [release({ highAvailability: { enabled: false } })],
      finds: [reports("switchedOff", { path: "values.highAvailability.enabled" })],
    },
    {
      title: "without it, but with a budget and affinity",
      stack: [
        budget,
        release({
          highAvailability: { enabled: false },
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                {
                  podAffinityTerm: { labelSelector: { matchLabels: { "app.kubernetes.io/name": fullName } } },
                },
              ],
            },
          },
        }),
      ],
    },
  ]));

describe("other hosts", () =>
  run([
    {
      title: "Arc leaves high availability off",
      stack: [arc({})],
      finds: [reports("switchedOff", { path: 'configurationSettings["highAvailability.enabled"]' })],
    },
    { title: "Arc with it on", stack: [arc({ "highAvailability.enabled": "true" })] },
    {
      title: "Arc with one replica",
      stack: [arc({ "highAvailability.enabled": "true", replicaCount: "1" })],
      finds: [reports(["few", "fewByDefault"], { path: "configurationSettings.replicaCount", count: "1" })],
    },
    { title: "a container group has no replicas", stack: [group({})] },
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertReported(result, policy, ...linesOf(result, policy).map(() => advisory("unread")));
});

describe("a hub that installs into other clusters: an autoscaler beside it is taken for its own", () =>
  run(installers.map(({ title, installer }) => ({ title, stack: [installer, ...besideInstaller] }))));

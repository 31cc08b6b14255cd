import { describe, test } from "node:test";
import { advisory, says } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
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
import { assertSaid, hpa, said, saysOf } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-availability";
const pack = usePack({ only: [policy] });
const run = saysOf(pack, policy);

describe("a Helm release", () =>
  run([
    ["the chart's defaults are as they should be", [release({})]],
    [
      "too few replicas",
      [release({ replicaCount: 1 })],
      says("few", { place: ["values.replicaCount", "1"] }),
    ],
    ["null without an autoscaler means one", [release({ replicaCount: null })], says("few", { place: "1" })],
    ["null with an autoscaler of the chart's Deployment", [release({ replicaCount: null }), hpa(target)]],
    [
      "the chart's own number beside an autoscaler",
      [release({}), hpa(target)],
      says("fixed", { path: "values.replicaCount" }),
    ],
    [
      "high availability off is one line",
      [release({ highAvailability: { enabled: false } })],
      says("switchedOff", { path: "values.highAvailability.enabled" }),
    ],
    [
      "without it, but with a budget and affinity",
      [
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
    ],
  ]));

describe("other hosts", () =>
  run([
    [
      "Arc leaves high availability off",
      [arc({})],
      says("switchedOff", { path: 'configurationSettings["highAvailability.enabled"]' }),
    ],
    ["Arc with it on", [arc({ "highAvailability.enabled": "true" })]],
    [
      "Arc with one replica",
      [arc({ "highAvailability.enabled": "true", replicaCount: "1" })],
      says("few", { place: ["configurationSettings.replicaCount", "1"] }),
    ],
    ["a container group has no replicas", [group({})]],
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertSaid(result, policy, ...said(result, policy).map(() => advisory("unread")));
});

describe("a hub that installs into other clusters: an autoscaler beside it is taken for its own", () =>
  run(installers.map(({ title, installer }) => [title, [installer, ...besideInstaller]])));

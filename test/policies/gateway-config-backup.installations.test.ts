import { describe, test } from "node:test";
import { advisory, says } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
import { arc, backup, group, mounted, own, release, volume } from "../../testkit/samples/installations";
import { assertSaid, claim, said, saysOf } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-config-backup";
const pack = usePack({ only: [policy] });
const run = saysOf(pack, policy);

describe("a Helm release", () =>
  run([
    [
      "no copy by default",
      [release({})],
      says("switchedOff", { path: "values.gateway.configuration.backup.enabled" }),
    ],
    ["a copy", backup({})],
    [
      "a claim for one node under three replicas",
      backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }),
      says("shared"),
    ],
    [
      "a claim of the user's own for one node",
      [...backup({ persistentVolumeClaim: own }), claim(["ReadWriteOnce"])],
      says("shared", { claim: "gateway-config" }),
    ],
    [
      "the same where the values are text, as parameters of Argo CD are",
      [...backup({ persistentVolumeClaim: { ...own, create: "false" } }), claim(["ReadWriteOnce"])],
      says("shared", { claim: "gateway-config" }),
    ],
    [
      "a claim for one node under one",
      backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }, { replicaCount: 1 }),
    ],
  ]));

describe("other hosts", () =>
  run([
    [
      "Arc without a copy",
      [arc({})],
      says("switchedOff", { path: 'configurationSettings["gateway.configuration.backup.enabled"]' }),
    ],
    ["a container group with a share", [group(mounted, volume({ azureFile: { shareName: "x" } }))]],
    [
      "a container group with a share that is read only",
      [group(mounted, volume({ azureFile: { shareName: "x", readOnly: true } }))],
      says("readOnly", { path: "volumes[0].azureFile.readOnly" }),
    ],
    ["a container group with an emptyDir", [group(mounted, volume({ emptyDir: {} }))], says("temporary")],
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertSaid(result, policy, ...said(result, policy).map(() => advisory("unread")));
});

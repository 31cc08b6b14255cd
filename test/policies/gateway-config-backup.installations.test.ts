import { describe, test } from "node:test";
import { advisory, reports } from "../../testkit/messages";
import { fileAsset } from "../../testkit/pack";
import { casesOf } from "../../testkit/samples/cases";
import { assertReported, linesOf } from "../../testkit/samples/findings";
import { arc, backup, group, mounted, own, release, volume } from "../../testkit/samples/installations";
import { claim } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-config-backup";
const pack = usePack({ only: [policy] });
const run = casesOf(pack, policy, { judged: false });

describe("a Helm release", () =>
  run([
    {
      title: "no copy by default",
      stack: [release({})],
      finds: [reports("switchedOff", { path: "values.gateway.configuration.backup.enabled" })],
    },
    { title: "a copy", stack: backup({}) },
    {
      title: "a claim for one node under three replicas",
      stack: backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }),
      finds: [reports("shared")],
    },
    {
      title: "a claim of the user's own for one node",
      stack: [...backup({ persistentVolumeClaim: own }), claim(["ReadWriteOnce"])],
      finds: [reports("shared", { claim: "gateway-config" })],
    },
    {
      title: "the same where the values are text, as parameters of Argo CD are",
      stack: [...backup({ persistentVolumeClaim: { ...own, create: "false" } }), claim(["ReadWriteOnce"])],
      finds: [reports("shared", { claim: "gateway-config" })],
    },
    {
      title: "a claim for one node under one",
      stack: backup({ persistentVolumeClaim: { accessMode: "ReadWriteOnce" } }, { replicaCount: 1 }),
    },
  ]));

describe("other hosts", () =>
  run([
    {
      title: "Arc without a copy",
      stack: [arc({})],
      finds: [
        reports("switchedOff", { path: 'configurationSettings["gateway.configuration.backup.enabled"]' }),
      ],
    },
    {
      title: "a container group with a share",
      stack: [group(mounted, volume({ azureFile: { shareName: "x" } }))],
    },
    {
      title: "a container group with a share that is read only",
      stack: [group(mounted, volume({ azureFile: { shareName: "x", readOnly: true } }))],
      finds: [reports("readOnly", { path: "volumes[0].azureFile.readOnly" })],
    },
    {
      title: "a container group with an emptyDir",
      stack: [group(mounted, volume({ emptyDir: {} }))],
      finds: [reports("temporaryOnAzure")],
    },
  ]));

test("values in a file that cannot be read are advisory lines, no defects", async () => {
  const result = await pack.preview([release({}, { valueYamlFiles: [fileAsset("values.yaml")] })]);
  assertReported(result, policy, ...linesOf(result, policy).map(() => advisory("unread")));
});

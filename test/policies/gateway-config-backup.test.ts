import { after, before, test } from "node:test";
import { type Pack, type Resource, startPack, unknown } from "../../testkit/pack";
import {
  app,
  assertClean,
  assertSaid,
  type Changes,
  claim,
  classicApp,
  gateway,
  hpa,
  spoilt,
} from "../../testkit/samples/production";

const policy = "gateway-config-backup";
let pack: Pack;
before(async () => {
  pack = await startPack({ today: "2026-11-24" });
});
after(() => pack.stop());

const mount = (
  mountPath: unknown,
  volume: object = { persistentVolumeClaim: { claimName: "gateway-config" } },
  spec?: Changes["spec"],
): Changes => ({
  container: { volumeMounts: [{ name: "config", mountPath }] },
  pod: { volumes: [{ name: "config", ...volume }] },
  ...(spec ? { spec } : {}),
});
const onConfig = { name: "config", mountPath: "/apim/config" };
const unnamed = mount("/apim/config", { persistentVolumeClaim: { claimName: unknown } });
const volume = (content: object) => mount("/apim/config", content);
const group = (securityContext: unknown, container = {}): Changes => ({
  pod: { securityContext },
  container,
});
const patch = (changes: Changes) => gateway(changes, { type: "kubernetes:apps/v1:DeploymentPatch" });
const noMount = { container: { volumeMounts: undefined } };

/** A StatefulSet whose replicas have a claim each, owned by a group. */
function eachOf(fsGroup: number): Resource {
  const pod = { volumes: undefined, securityContext: { fsGroup } };
  const { props } = gateway({ pod }, { type: "kubernetes:apps/v1:StatefulSet" });
  const template = { metadata: { name: "config" }, spec: { accessModes: ["ReadWriteOnce"] } };
  const spec = { ...(props.spec as object), volumeClaimTemplates: [template] };
  return { type: "kubernetes:apps/v1:StatefulSet", props: { ...props, spec } };
}

const cases: [title: string, stack: Resource[], ...finds: RegExp[]][] = [
  ["a shared claim that all can mount", [gateway(), claim()]],
  [
    "no volume at all",
    [gateway(noMount)],
    /keeps no copy of its configuration \(`spec\.template\.spec\.containers\[0\]\.volumeMounts` mounts nothing/,
  ],
  [
    "a claim at a wrong path",
    [gateway(mount("/apim/configuration"))],
    /volumeMounts\[0\]\.mountPath` is not where/,
  ],
  [
    "secrets of a vault, in a place of a like name",
    [gateway(mount("/etc/apim-secrets", { csi: { driver: "secrets-store.csi.k8s.io", readOnly: true } }))],
    /keeps no copy/,
  ],
  ["a claim for something else", [gateway(mount("/certificates"))], /keeps no copy/],
  ["a slash at the end", [gateway(mount("/apim/config/")), claim()]],
  ["an emptyDir", [gateway(volume({ emptyDir: {} }))], /mounts an `emptyDir` at.* Use a claim\./],
  [
    "a mount that is read only",
    [gateway({ container: { volumeMounts: [{ ...onConfig, readOnly: true }] } }), claim()],
    /volumeMounts\[0\]\.readOnly` is true, so the gateway cannot write/,
  ],
  [
    "a mount that says it is not",
    [gateway({ container: { volumeMounts: [{ ...onConfig, readOnly: false }] } }), claim()],
  ],
  [
    "a claim that is read only",
    [gateway(volume({ persistentVolumeClaim: { claimName: "gateway-config", readOnly: true } })), claim()],
    /volumes\[0\]\.persistentVolumeClaim\.readOnly` is true/,
  ],
  ["a volume without a kind is an emptyDir", [gateway(volume({}))], /mounts an `emptyDir` at/],
  [
    "an ephemeral claim",
    [gateway(volume({ ephemeral: { volumeClaimTemplate: {} } }))],
    /mounts an ephemeral claim at/,
  ],
  [
    "a ConfigMap cannot be written",
    [gateway(volume({ configMap: { name: "x" } }))],
    /mounts a `configMap`, which cannot be written/,
  ],
  ["a share of Azure Files", [gateway(volume({ csi: { driver: "file.csi.azure.com" } }))]],
  [
    "fsGroup of another group",
    [gateway(group({ fsGroup: 2000 })), claim()],
    /securityContext\.fsGroup` is 2000/,
  ],
  ["no fsGroup", [gateway(group(undefined)), claim()], /securityContext\.fsGroup` is not set/],
  ["root writes without it", [gateway(group({ runAsUser: 0 }, { securityContext: {} })), claim()]],
  ["fsGroup that is no group", [gateway(group({ fsGroup: "abc" })), claim()], /fsGroup` is no group/],
  [
    "an unknown fsGroup is said once",
    [gateway(group({ fsGroup: unknown })), claim()],
    /^advisory: .*fsGroup` is not known/,
  ],
  [
    "one ReadWriteOnce claim under three replicas",
    [gateway(), claim(["ReadWriteOnce"])],
    /The claim `gateway-config`, which .* one node only/,
  ],
  ["under one replica", [gateway({ spec: { replicas: 1 } }), claim(["ReadWriteOnce"])]],
  [
    "under an autoscaler",
    [gateway({ spec: { replicas: undefined } }), claim(["ReadWriteOnce"]), hpa({ minReplicas: 1 })],
    /one node only/,
  ],
  [
    "under every node, which may be one",
    [
      gateway({ spec: { replicas: undefined } }, { type: "kubernetes:apps/v1:DaemonSet" }),
      claim(["ReadWriteOnce"]),
    ],
  ],
  ["a claim that allows both", [gateway(), claim(["ReadWriteOnce", "ReadWriteMany"])]],
  [
    "a claim of another namespace is another claim",
    [gateway(), claim(["ReadWriteOnce"], { metadata: { namespace: "other" } })],
  ],
  ["a claim outside of the stack is not judged", [gateway()]],
  [
    "a claim whose name is unknown is said once",
    [gateway(unnamed), claim(["ReadWriteOnce"])],
    /^advisory: .*claimName` is not known/,
  ],
  ["under one replica it does not matter", [gateway({ ...unnamed, spec: { replicas: 1 } })]],
  [
    "a claim whose name is unknown, but on which the gateway depends",
    [
      gateway(unnamed, { propertyDependencies: { spec: [claim(["ReadWriteOnce"])] } }),
      claim(["ReadWriteOnce"]),
    ],
    /The claim, which .* one node only/,
  ],
  ["a claim for each replica of a StatefulSet", [eachOf(1001)]],
  ["a claim for each replica, of another group", [eachOf(2000)], /fsGroup` is 2000/],
  [
    "a StatefulSet that shares one claim",
    [gateway({}, { type: "kubernetes:apps/v1:StatefulSet" }), claim(["ReadWriteOnce"])],
    /one node only/,
  ],
  ["unknown access modes are said once", [gateway(), claim(unknown)], /`spec\.accessModes`.* is not known/],
  [
    "unknown mounts are said once",
    [gateway({ container: { volumeMounts: unknown } })],
    /volumeMounts` is not known/,
  ],
  ["a Patch without mounts is not judged", [patch(noMount)]],
  ["a Patch with an emptyDir is", [patch(volume({ emptyDir: {} }))], /mounts an `emptyDir` at/],
  ["a Container App with a share", [app()]],
  [
    "a Container App without",
    [app({ container: { volumeMounts: undefined } })],
    /Container App keeps no copy/,
  ],
  [
    "a Container App with an EmptyDir",
    [app({ template: { volumes: [{ name: "config", storageType: "EmptyDir" }] } })],
    /mounts an `EmptyDir` at.* Use a share of Azure Files\./,
  ],
  [
    "a Container App's volume without a type is an EmptyDir",
    [app({ template: { volumes: [{ name: "config" }] } })],
    /mounts an `EmptyDir` at/,
  ],
  ["a classic Container App with a share", [classicApp()]],
  ["a classic Container App without", [classicApp({}, { volumeMounts: [] })], /keeps no copy/],
];

for (const [title, stack, ...finds] of cases) {
  test(title, async () => {
    const result = await pack.preview(stack);
    if (finds.length > 0) assertSaid(result, policy, ...finds);
    else assertClean(result, policy);
  });
}

test("nothing of a wrong type, anywhere, breaks the policy", async () => {
  for (const props of spoilt(app().props)) await pack.analyzeStack([{ ...app(), props }]);
  for (const props of spoilt(claim().props)) await pack.analyzeStack([gateway(), { ...claim(), props }]);
});

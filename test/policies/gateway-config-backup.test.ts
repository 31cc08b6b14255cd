import { test } from "node:test";
import { advisory, type Expected, reports } from "../../testkit/messages";
import { type Resource, unknown } from "../../testkit/pack";
import { assertPassed, assertReported } from "../../testkit/samples/findings";
import {
  app,
  type Changes,
  claim,
  classicApp,
  gateway,
  hpa,
  withWrongTypes,
} from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-config-backup";
const pack = usePack({ only: [policy] });

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

const cases: [title: string, stack: Resource[], ...finds: Expected[]][] = [
  ["a shared claim that all can mount", [gateway(), claim()]],
  [
    "no volume at all",
    [gateway(noMount)],
    reports("none", { path: "spec.template.spec.containers[0].volumeMounts" }),
  ],
  [
    "a claim at a wrong path",
    [gateway(mount("/apim/configuration"))],
    reports("elsewhere", { path: "spec.template.spec.containers[0].volumeMounts[0].mountPath" }),
  ],
  [
    "secrets of a vault, in a place of a like name",
    [gateway(mount("/etc/apim-secrets", { csi: { driver: "secrets-store.csi.k8s.io", readOnly: true } }))],
    reports("none"),
  ],
  ["a claim for something else", [gateway(mount("/certificates"))], reports("none")],
  ["a slash at the end", [gateway(mount("/apim/config/")), claim()]],
  ["an emptyDir", [gateway(volume({ emptyDir: {} }))], reports("temporary")],
  [
    "a mount that is read only",
    [gateway({ container: { volumeMounts: [{ ...onConfig, readOnly: true }] } }), claim()],
    reports("readOnly", { path: "spec.template.spec.containers[0].volumeMounts[0].readOnly" }),
  ],
  [
    "a mount that says it is not",
    [gateway({ container: { volumeMounts: [{ ...onConfig, readOnly: false }] } }), claim()],
  ],
  [
    "a claim that is read only",
    [gateway(volume({ persistentVolumeClaim: { claimName: "gateway-config", readOnly: true } })), claim()],
    reports("readOnly", { path: "spec.template.spec.volumes[0].persistentVolumeClaim.readOnly" }),
  ],
  ["a volume without a kind is an emptyDir", [gateway(volume({}))], reports("temporary")],
  ["an ephemeral claim", [gateway(volume({ ephemeral: { volumeClaimTemplate: {} } }))], reports("temporary")],
  [
    "a ConfigMap cannot be written",
    [gateway(volume({ configMap: { name: "x" } }))],
    reports("unwritable", { source: "configMap" }),
  ],
  ["a share of Azure Files", [gateway(volume({ csi: { driver: "file.csi.azure.com" } }))]],
  [
    "fsGroup of another group",
    [gateway(group({ fsGroup: 2000 })), claim()],
    reports("group", { path: "spec.template.spec.securityContext.fsGroup", group: "2000" }),
  ],
  [
    "no fsGroup",
    [gateway(group(undefined)), claim()],
    reports("groupUnset", { path: "spec.template.spec.securityContext.fsGroup" }),
  ],
  ["root writes without it", [gateway(group({ runAsUser: 0 }, { securityContext: {} })), claim()]],
  [
    "fsGroup that is no group",
    [gateway(group({ fsGroup: "abc" })), claim()],
    reports("groupInvalid", { path: "spec.template.spec.securityContext.fsGroup" }),
  ],
  [
    "an unknown fsGroup is said once",
    [gateway(group({ fsGroup: unknown })), claim()],
    advisory("preview", { path: "spec.template.spec.securityContext.fsGroup" }),
  ],
  [
    "one ReadWriteOnce claim under three replicas",
    [gateway(), claim(["ReadWriteOnce"])],
    reports("shared", { claim: "gateway-config" }),
  ],
  ["under one replica", [gateway({ spec: { replicas: 1 } }), claim(["ReadWriteOnce"])]],
  [
    "under an autoscaler",
    [gateway({ spec: { replicas: undefined } }), claim(["ReadWriteOnce"]), hpa({ minReplicas: 1 })],
    reports("shared"),
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
    advisory("preview", { path: "spec.template.spec.volumes[0].persistentVolumeClaim.claimName" }),
  ],
  ["under one replica it does not matter", [gateway({ ...unnamed, spec: { replicas: 1 } })]],
  [
    "a claim whose name is unknown, but on which the gateway depends",
    [
      gateway(unnamed, { propertyDependencies: { spec: [claim(["ReadWriteOnce"])] } }),
      claim(["ReadWriteOnce"]),
    ],
    reports("sharedUnnamed"),
  ],
  ["a claim for each replica of a StatefulSet", [eachOf(1001)]],
  [
    "a claim for each replica, of another group",
    [eachOf(2000)],
    reports("group", { path: "spec.template.spec.securityContext.fsGroup" }),
  ],
  [
    "a StatefulSet that shares one claim",
    [gateway({}, { type: "kubernetes:apps/v1:StatefulSet" }), claim(["ReadWriteOnce"])],
    reports("shared"),
  ],
  [
    "unknown access modes are said once",
    [gateway(), claim(unknown)],
    reports("previewOf", { path: "spec.accessModes" }),
  ],
  [
    "unknown mounts are said once",
    [gateway({ container: { volumeMounts: unknown } })],
    reports("preview", { path: "spec.template.spec.containers[0].volumeMounts" }),
  ],
  ["a Patch without mounts is not judged", [patch(noMount)]],
  ["a Patch with an emptyDir is", [patch(volume({ emptyDir: {} }))], reports("temporary")],
  ["a Container App with a share", [app()]],
  [
    "a Container App without",
    [app({ container: { volumeMounts: undefined } })],
    reports("none", { host: "Container App" }),
  ],
  [
    "a Container App with an EmptyDir",
    [app({ template: { volumes: [{ name: "config", storageType: "EmptyDir" }] } })],
    reports("temporaryOnAzure"),
  ],
  [
    "a Container App's volume without a type is an EmptyDir",
    [app({ template: { volumes: [{ name: "config" }] } })],
    reports("temporaryOnAzure"),
  ],
  ["a classic Container App with a share", [classicApp()]],
  ["a classic Container App without", [classicApp({}, { volumeMounts: [] })], reports("none")],
];

for (const [title, stack, ...finds] of cases) {
  test(title, async () => {
    const result = await pack.preview(stack);
    if (finds.length > 0) assertReported(result, policy, ...finds);
    else assertPassed(result, policy);
  });
}

test("a wrong type in any property never breaks the policy", async () => {
  for (const props of withWrongTypes(app().props)) await pack.analyzeStack([{ ...app(), props }]);
  for (const props of withWrongTypes(claim().props))
    await pack.analyzeStack([gateway(), { ...claim(), props }]);
});

import { objectNamespace } from "../../kubernetes/object";
import { accountOf, kindOf, podOf, podPaths } from "../../kubernetes/workload";
import type { Value } from "../../pulumi/value";
import { settingsInCommand } from "../model/command";
import type { Gateway } from "../model/gateway";
import { readImage } from "../model/image";
import { annotations, type Labels } from "../model/labels";
import type { SettingSource } from "../model/settings";
import type { Host } from "./host";
import { podHosting, podStorage, workloadPods, workloadScaling } from "./kubernetes-pod";
import { type Container, gatewayContainers, isLabeledGateway } from "./recognize";

/** A controller creates these from an object that is checked as its own resource. */
const ownedKinds = new Set(["Pod", "ReplicaSet"]);

/**
 * Kubernetes workloads of any API version, from any source (program, YAML, rendered chart), and their patches, such as
 * `DeploymentPatch`.
 */
export const kubernetesWorkload: Host = {
  hosts: ({ package: provider, name }) => provider === "kubernetes" && podPaths.has(kindOf(name)),

  read(resource, around) {
    const { props } = resource;
    const kind = kindOf(resource.type.name);
    const pod = podOf(resource);
    const owners = props.get("metadata", "ownerReferences");
    if (!pod || (ownedKinds.has(kind) && owners.items.length > 0)) return [];

    const namespace = objectNamespace(resource);
    const list = pod.get("spec", "containers");
    // If a workload has the label of a gateway, unknown containers are reported.
    const containers = (list.unknown ? [list] : list.items).map(
      (value): Container => ({ value, settings: settingsOf(value, namespace) }),
    );
    const labeled = [props, pod].some((object) => isLabeledGateway(object.get("metadata", "labels")));
    return gatewayContainers(containers, labeled, resource, around).map(
      ({ value, settings }): Gateway => ({
        resource,
        host: kind,
        image: readImage(value.get("image")),
        settings,
        partial: resource.type.name !== kind,
        namespace,
        platform: "kubernetes",
        labels: labelsOf(kind, props, pod),
        pod: { labels: pod.get("metadata", "labels"), account: accountOf(pod) },
        hosting: podHosting(pod, value),
        scaling: workloadScaling(kind, resource),
        pods: workloadPods(kind, resource, pod, value),
        storage: podStorage(kind, resource, pod, value),
      }),
    );
  },
};

function labelsOf(kind: string, props: Value, pod: Value): Labels[] {
  const own: Labels = { style: "kubernetes", value: props.get("metadata", "labels"), owns: true };
  const [ofPods, ...annotationsOfPods] = metadataOf(pod);
  // A Pod has no template: its own metadata count.
  if (kind === "Pod") return [{ ...ofPods, ...own }, ...annotationsOfPods];
  return [own, ...annotations(props.get("metadata", "annotations")), ...metadataOf(pod)];
}

/** The labels and the annotations of pods. */
function metadataOf(pod: Value): Labels[] {
  return ["labels", "annotations"].map((part) => ({
    style: "kubernetes",
    value: pod.get("metadata", part),
    onPods: true,
  }));
}

/**
 * `env` takes precedence over `envFrom`, and in each the later entry. What the command sets takes precedence over both.
 * Source: Kubernetes API reference, Container.
 */
function settingsOf(container: Value, namespace: Value): SettingSource[] {
  const env = container.get("env");
  const envFrom = container.get("envFrom");
  return [
    ...unreadable(envFrom),
    ...envFrom.items.flatMap((entry) => fromObject(entry, namespace)),
    ...unreadable(env),
    ...env.items.flatMap((entry) => fromEntry(entry, namespace)),
    ...settingsInCommand([...container.get("command").items, ...container.get("args").items]),
  ];
}

function unreadable(value: Value): SettingSource[] {
  return value.unknown ? [{ kind: "unreadable", value }] : [];
}

function fromObject(entry: Value, namespace: Value): SettingSource[] {
  if (entry.unknown) return unreadable(entry);
  const prefix = entry.get("prefix").string ?? "";
  return (["ConfigMap", "Secret"] as const).flatMap((kind) => {
    const reference = entry.get(kind === "ConfigMap" ? "configMapRef" : "secretRef");
    return reference.absent
      ? []
      : [{ kind: "all", prefix, object: { kind, name: reference.get("name"), namespace } } as const];
  });
}

function fromEntry(entry: Value, namespace: Value): SettingSource[] {
  const name = entry.get("name").string;
  if (name === undefined) return unreadable(entry.get("name"));
  const valueFrom = entry.get("valueFrom");
  // Any reference: the value isn't in the workload.
  if (valueFrom.unknown) return [{ kind: "literal", name, value: valueFrom, exposure: "secret" }];
  for (const kind of ["ConfigMap", "Secret"] as const) {
    const reference = valueFrom.get(kind === "ConfigMap" ? "configMapKeyRef" : "secretKeyRef");
    if (reference.absent) continue;
    const object = { kind, name: reference.get("name"), namespace };
    return [{ kind: "key", name, object, key: reference.get("key") }];
  }
  return [{ kind: "literal", name, value: entry.get("value") }];
}

import { apartOf, architectureOf } from "../../kubernetes/scheduling";
import type { Resource } from "../../pulumi/resource";
import type { Value } from "../../pulumi/value";
import type { Hosting, Mount, Pods, Probe, Scaling, Storage, Volume } from "../model/workload";

/** How a pod runs its gateway. `pod` is a pod template, `container` the gateway's container in it. */
export function podHosting(pod: Value, container: Value): Hosting {
  const security = container.get("securityContext");
  return {
    requests: {
      cpu: request("cpu", pod, container),
      memory: request("memory", pod, container),
    },
    probes: {
      readiness: probe(container.get("readinessProbe")),
      liveness: probe(container.get("livenessProbe")),
      startup: probe(container.get("startupProbe")),
    },
    readOnlyRoot: security.get("readOnlyRootFilesystem"),
    privileged: security.get("privileged"),
    privilegeEscalation: security.get("allowPrivilegeEscalation"),
    capabilities: security.get("capabilities", "add"),
    user: written(security.get("runAsUser"), pod.get("spec", "securityContext", "runAsUser")),
    gracePeriod: pod.get("spec", "terminationGracePeriodSeconds"),
    architecture: architectureOf(pod.get("spec")),
  };
}

/** Only some kinds have a number of replicas. A Pod is always one. */
export function workloadScaling(kind: string, { props, declared }: Resource): Scaling | undefined {
  if (!["Deployment", "StatefulSet", "ReplicaSet", "Pod"].includes(kind)) return undefined;
  const single = kind === "Pod";
  const place = props.get("spec", "replicas");
  const count = { value: single ? place.with(undefined) : place, standard: 1 };
  const own = single ? count.value : declared.get("spec", "replicas");
  return { kind: single ? "single" : "replicas", least: count, most: count, declared: own };
}

/** Undefined for kinds that run to completion, such as a Job. */
export function workloadPods(
  kind: string,
  { props }: Resource,
  pod: Value,
  container: Value,
): Pods | undefined {
  if (kind === "Job" || kind === "CronJob") return undefined;
  return {
    labels: pod.get("metadata", "labels"),
    owner: { kind, name: props.get("metadata", "name") },
    strategy: kind === "Deployment" ? props.get("spec", "strategy", "type") : undefined,
    apart: apartOf(pod.get("spec")),
    shared: pod.get("spec", "containers").items.length !== 1,
    ports: container.get("ports"),
  };
}

export function podStorage(kind: string, { props }: Resource, pod: Value, container: Value): Storage {
  const volumes = pod.get("spec", "volumes");
  const templates = kind === "StatefulSet" ? props.get("spec", "volumeClaimTemplates") : undefined;
  const place = container.get("volumeMounts");
  const mounts = place.items.map((mount): Mount => {
    const name = mount.get("name");
    const volume = volumes.items.find((item) => item.get("name").string === name.string);
    return {
      path: mount.get("mountPath"),
      volume: volumeOf(name, volumes, templates),
      readOnly: [mount, ...readOnlySources.flatMap((source) => volume?.get(source) ?? [])].map((place) =>
        place.get("readOnly"),
      ),
    };
  });
  const unread = place.unknown
    ? [{ path: place, volume: { kind: "undetermined", value: place } } as const]
    : [];
  return { place, mounts: [...mounts, ...unread], group: pod.get("spec", "securityContext", "fsGroup") };
}

/** A limit without a request is also the request. Source: Kubernetes, "Resource Management for Pods and Containers". */
function request(resource: "cpu" | "memory", pod: Value, container: Value): Value {
  const places = [container, pod.get("spec")].map((place) => place.get("resources"));
  const own = container.get("resources", "requests", resource);
  const others = places.flatMap((place) => [place.get("requests", resource), place.get("limits", resource)]);
  return others.find((value) => !value.absent) ?? own;
}

function probe(value: Value): Probe {
  const http = value.get("httpGet");
  const port = [http, value.get("tcpSocket")].find(({ absent }) => !absent)?.get("port");
  return { value, path: http.absent || http.unknown ? undefined : http.get("path"), port };
}

function written(own: Value, inherited: Value): Value {
  return own.absent ? inherited : own;
}

/** Volumes that outlive the pod and can be read-only. */
const readOnlySources = ["persistentVolumeClaim", "csi", "azureFile", "azureDisk", "nfs"];

/** Kubernetes provides the content of these. They are read-only. */
const readOnlyKinds = ["configMap", "secret", "projected", "downwardAPI", "image"];

function volumeOf(name: Value, volumes: Value, templates: Value | undefined): Volume {
  if (name.unknown) return { kind: "undetermined", value: name };
  const template = templates?.items.some((item) => item.get("metadata", "name").string === name.string);
  if (template) return { kind: "claim-each" };
  const volume = volumes.items.find((item) => item.get("name").string === name.string);
  if (!volume) return { kind: "undetermined", value: templates?.unknown ? templates : volumes };
  const claim = volume.get("persistentVolumeClaim");
  if (!claim.absent) return { kind: "claim", name: claim.get("claimName") };
  if (!volume.get("emptyDir").absent) return { kind: "temporary", source: "emptyDir" };
  if (!volume.get("ephemeral").absent) return { kind: "temporary", source: "ephemeral" };
  if (volume.get("csi", "driver").string === "secrets-store.csi.k8s.io")
    return { kind: "unwritable", source: "secrets-store.csi.k8s.io" };
  const fixed = readOnlyKinds.find((kind) => !volume.get(kind).absent);
  if (fixed) return { kind: "unwritable", source: fixed };
  // A volume without a source is an emptyDir.
  if (volume.entries.every(([key]) => key === "name")) return { kind: "temporary", source: "emptyDir" };
  return { kind: "lasting" };
}

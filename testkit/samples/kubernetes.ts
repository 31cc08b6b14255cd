/** Builders of Kubernetes resources as the provider's check leaves them. */
import type { Resource } from "../pack";

/** Microsoft's image, without a tag. */
export const image = "mcr.microsoft.com/azure-api-management/gateway";
/** An image without findings. */
export const goodImage = `${image}:2.13.2`;

/** Variables of a gateway that authenticates with workload identity, without findings. */
export const goodEnv = [
  { name: "config.service.endpoint", value: "contoso.configuration.azure-api.net" },
  { name: "config.service.auth", value: "workloadIdentity" },
];

/** The properties of a gateway's workload; defaults are those of a good one. */
export interface Workload {
  image?: unknown;
  env?: unknown;
  envFrom?: unknown;
  /** More properties of the gateway's container. */
  container?: object;
  /** All containers, instead of the one from `image`, `env`, `envFrom` and `container`. */
  containers?: unknown;
  /** More properties of the pod's specification. */
  pod?: object;
  podMetadata?: object;
  metadata?: Metadata;
}

export interface Metadata {
  name?: unknown;
  namespace?: unknown;
  labels?: unknown;
  annotations?: unknown;
  ownerReferences?: unknown;
}

/** The rest of a resource: its options, dependencies, outputs, provider. */
export type More = Partial<Omit<Resource, "props">>;

/** Every kind that creates pods, with its type token and the path of the pod. */
export const workloadKinds = {
  Pod: { type: "kubernetes:core/v1:Pod", pod: [] },
  Deployment: { type: "kubernetes:apps/v1:Deployment", pod: ["spec", "template"] },
  StatefulSet: { type: "kubernetes:apps/v1:StatefulSet", pod: ["spec", "template"] },
  DaemonSet: { type: "kubernetes:apps/v1:DaemonSet", pod: ["spec", "template"] },
  ReplicaSet: { type: "kubernetes:apps/v1:ReplicaSet", pod: ["spec", "template"] },
  Job: { type: "kubernetes:batch/v1:Job", pod: ["spec", "template"] },
  CronJob: { type: "kubernetes:batch/v1:CronJob", pod: ["spec", "jobTemplate", "spec", "template"] },
} as const;

export type WorkloadKind = keyof typeof workloadKinds;

/** A workload of any kind with a gateway in it. */
export function workload(kind: WorkloadKind, parts: Workload = {}, more: More = {}): Resource {
  const { type, pod: path } = workloadKinds[kind];
  const pod = { metadata: parts.podMetadata, spec: { containers: containersOf(parts), ...parts.pod } };
  const metadata = { name: "gateway", namespace: "apim", ...parts.metadata };
  // A Pod has no template, so it has only one metadata.
  const props = path.length > 0 ? { metadata } : { metadata: { ...parts.podMetadata, ...metadata } };
  return { type, ...more, props: { ...wrap(pod, path), ...props } };
}

/** A Deployment with a gateway in it. */
export function deployment(parts: Workload = {}, more: More = {}): Resource {
  return workload("Deployment", parts, more);
}

/** The path of a property of a workload's container: `spec.template.spec.containers[0].image`. */
export function containerPath(kind: WorkloadKind, property: string): string {
  return [...workloadKinds[kind].pod, `spec.containers[0].${property}`].join(".");
}

export function configMap(name: unknown, data: unknown, metadata: Metadata = {}, more: More = {}): Resource {
  const props = { metadata: { name, namespace: "apim", ...metadata }, data };
  return { type: "kubernetes:core/v1:ConfigMap", name: nameOf(name), ...more, props };
}

/** A Secret; `content` holds its `data` in base64 or its `stringData`. */
export function kubernetesSecret(
  name: unknown,
  content: { data?: unknown; stringData?: unknown } = {},
  metadata: Metadata = {},
  more: More = {},
): Resource {
  const props = { metadata: { name, namespace: "apim", ...metadata }, ...content };
  return { type: "kubernetes:core/v1:Secret", name: nameOf(name), ...more, props };
}

/** A CronJob that runs `args` in the gateway's namespace. */
export function cronJob(
  args: unknown,
  { spec = {}, pod = {}, metadata = {} }: { spec?: object; pod?: object; metadata?: Metadata } = {},
  more: More = {},
): Resource {
  const template = { spec: { containers: [{ image: "alpine:3.20", args }], ...pod } };
  const props = {
    metadata: { name: "rotate", namespace: "apim", ...metadata },
    spec: { schedule: "0 3 1,15 * *", jobTemplate: { spec: { template } }, ...spec },
  };
  return { type: "kubernetes:batch/v1:CronJob", name: nameOf(props.metadata.name), ...more, props };
}

const customTypes = {
  ExternalSecret: "kubernetes:external-secrets.io/v1:ExternalSecret",
  ClusterExternalSecret: "kubernetes:external-secrets.io/v1:ClusterExternalSecret",
  SecretProviderClass: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  SealedSecret: "kubernetes:bitnami.com/v1alpha1:SealedSecret",
};

/** A custom resource that writes a Secret. */
export function secretWriter(
  kind: keyof typeof customTypes,
  spec: object,
  metadata: Metadata = {},
  more: More = {},
): Resource {
  const props = { metadata: { name: "writer", namespace: "apim", ...metadata }, spec };
  return { type: customTypes[kind], ...more, props };
}

/** A provider: one for each cluster. */
export function cluster(name: string): Resource {
  return { type: "pulumi:providers:kubernetes", name, props: {} };
}

/** A variable whose value comes from a key of a Secret. */
export function fromSecret(variable: string, name: unknown, key: unknown = "value"): object {
  return { name: variable, valueFrom: { secretKeyRef: { name, key } } };
}

/** A variable whose value comes from a key of a ConfigMap. */
export function fromConfigMap(variable: string, name: unknown, key: unknown = "value"): object {
  return { name: variable, valueFrom: { configMapKeyRef: { name, key } } };
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function containersOf(parts: Workload): unknown {
  if ("containers" in parts) return parts.containers;
  const { image, env, envFrom, container } = { image: goodImage, env: goodEnv, ...parts };
  return [{ name: "gateway", image, env, envFrom, ...container }];
}

function wrap(inner: object, path: readonly string[]): Record<string, unknown> {
  return path.reduceRight<Record<string, unknown>>((value, key) => ({ [key]: value }), { ...inner });
}

function nameOf(name: unknown): string {
  return typeof name === "string" ? name : "object";
}

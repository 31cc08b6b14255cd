/**
 * A gateway on Kubernetes according to Microsoft's advice for production, with related objects, and functions to add
 * defects.
 */
import type { Props, Resource } from "../pack";
import { classicContainerApp, containerApp } from "./container-app";
import { deployment, goodImage, type Metadata } from "./kubernetes";

type Parts = { readonly [key: string]: unknown };

/** Changes to the good gateway; `undefined` removes a property. */
export interface Changes {
  metadata?: Metadata;
  spec?: Parts;
  pod?: Parts;
  container?: Parts;
  /** Variables of the container; `undefined` removes one. */
  env?: Parts;
}

const podLabels = { app: "gateway", tier: "edge" };
const status = { httpGet: { path: "/status-0123456789abcdef", port: "http" } };

const goodEnv = {
  "config.service.endpoint": "contoso.configuration.azure-api.net",
  "config.service.auth": "workloadIdentity",
  "gateway.name": "gw-europe",
  "neighborhood.host": "gateway-discovery",
};

const goodContainer = {
  name: "gateway",
  image: goodImage,
  ports: [
    { name: "http", containerPort: 8080 },
    { name: "rate-limit", containerPort: 4290, protocol: "UDP" },
    { name: "heartbeat", containerPort: 4291, protocol: "UDP" },
  ],
  resources: { requests: { cpu: "2", memory: "2Gi" } },
  readinessProbe: status,
  livenessProbe: status,
  securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
  volumeMounts: [{ name: "config", mountPath: "/apim/config" }],
};

const goodPod = {
  terminationGracePeriodSeconds: 60,
  securityContext: { fsGroup: 1001 },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "gateway" } },
    },
  ],
  volumes: [{ name: "config", persistentVolumeClaim: { claimName: "gateway-config" } }],
};

/** The gateway's workload. */
export function gateway(changes: Changes = {}, more: Partial<Resource> = {}): Resource {
  const container = { ...goodContainer, env: variables(goodEnv, changes.env), ...changes.container };
  const pod = { ...goodPod, containers: [container], ...changes.pod };
  const { type, props } = deployment({ pod, podMetadata: { labels: podLabels }, metadata: changes.metadata });
  const { template } = props.spec as { template: object };
  const spec = { replicas: 3, selector: { matchLabels: { app: "gateway" } }, template, ...changes.spec };
  return { type, ...more, props: { apiVersion: "apps/v1", ...props, spec } };
}

/** Variables of a container: the good ones, changed; `undefined` removes one. */
function variables(good: Parts, changes: Parts = {}): object[] {
  return Object.entries({ ...good, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value }));
}

/** An object in the gateway's namespace. */
export function object(
  type: string,
  name: string,
  spec: unknown,
  more: Partial<Resource> & { metadata?: Parts } = {},
): Resource {
  const { metadata, ...rest } = more;
  return { type, name, ...rest, props: { metadata: { name, namespace: "apim", ...metadata }, spec } };
}

type More = Parameters<typeof object>[3];

export const budget = (spec: Parts = {}, more: More = {}): Resource =>
  object(
    "kubernetes:policy/v1:PodDisruptionBudget",
    "budget",
    { maxUnavailable: "25%", selector: { matchLabels: { app: "gateway" } }, ...spec },
    more,
  );

export const discovery = (spec: Parts = {}, more: More = {}): Resource =>
  object(
    "kubernetes:core/v1:Service",
    "gateway-discovery",
    {
      clusterIP: "None",
      selector: { app: "gateway" },
      ports: [
        { name: "a", port: 4290, protocol: "UDP", targetPort: "rate-limit" },
        { name: "b", port: 4291, protocol: "UDP", targetPort: "heartbeat" },
      ],
      ...spec,
    },
    more,
  );

export const claim = (modes: unknown = ["ReadWriteMany"], more: More = {}): Resource =>
  object("kubernetes:core/v1:PersistentVolumeClaim", "gateway-config", { accessModes: modes }, more);

export const hpa = (spec: Parts = {}, more: More = {}): Resource =>
  object(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "scaler",
    {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "gateway" },
      minReplicas: 3,
      maxReplicas: 10,
      ...spec,
    },
    more,
  );

export const scaledObject = (spec: Parts = {}, more: More = {}): Resource =>
  object(
    "kubernetes:keda.sh/v1alpha1:ScaledObject",
    "scaled",
    { scaleTargetRef: { name: "gateway" }, minReplicaCount: 3, ...spec },
    more,
  );

export const networkPolicy = (spec: Parts, more: More = {}): Resource =>
  object("kubernetes:networking.k8s.io/v1:NetworkPolicy", "wall", spec, more);

/** The objects around a good gateway. */
export const surroundings = (): Resource[] => [budget(), discovery(), claim()];

/** A good Container App. */
export function app(
  changes: { template?: Parts; container?: Parts; env?: Parts; more?: Parts } = {},
): Resource {
  const probe = (type: string) => ({ type, httpGet: { path: "/status-0123456789abcdef", port: 8080 } });
  const { type, props } = containerApp({
    env: variables(appEnv, changes.env),
    container: {
      resources: { cpu: 2, memory: "4Gi" },
      probes: [probe("Readiness"), probe("Liveness")],
      volumeMounts: [{ volumeName: "config", mountPath: "/apim/config" }],
      ...changes.container,
    },
  });
  const template = {
    ...(props.template as object),
    scale: { minReplicas: 1, maxReplicas: 1 },
    terminationGracePeriodSeconds: 60,
    volumes: [appVolume],
    ...changes.template,
  };
  const configuration = { ingress: { external: true, targetPort: 8080 } };
  return { type, props: { ...props, template, configuration, ...changes.more } };
}

const appEnv = {
  ...goodEnv,
  "neighborhood.host": undefined,
  "net.server.http.forwarded.proto.enabled": "true",
};
const appVolume = { name: "config", storageType: "AzureFile", storageName: "share" };

/** The same of the classic provider. */
export function classicApp(changed: Parts = {}, container: Parts = {}): Resource {
  const probe = [{ path: "/status-0123456789abcdef", port: 8080, transport: "HTTP" }];
  const { type, props } = classicContainerApp({
    env: [
      { name: "config.service.auth", value: "workloadIdentity" },
      { name: "net.server.http.forwarded.proto.enabled", value: "true" },
    ],
    container: {
      cpu: 2,
      memory: "4Gi",
      readinessProbes: probe,
      livenessProbes: probe,
      volumeMounts: [{ name: "config", path: "/apim/config" }],
      ...container,
    },
  });
  const template = {
    ...(props.template as object),
    minReplicas: 1,
    maxReplicas: 1,
    terminationGracePeriodSeconds: 60,
    volumes: [appVolume],
    ...changed,
  };
  return { type, props: { ...props, template, ingress: { externalEnabled: true, targetPort: 8080 } } };
}

/** Values of wrong types, for any property. */
export const hostile: unknown[] = [
  null,
  7,
  "x",
  true,
  [],
  {},
  [null],
  [[]],
  { a: [null] },
  ["x", 1],
  -1,
  "[secret]",
];

/** Copies of `props`, each with one property of a wrong type; a few types for each property. */
export function* withWrongTypes(props: Props): Generator<Props> {
  let turn = 0;
  for (const path of paths(props)) {
    for (let count = 0; count < 3; count++) {
      const copy = structuredClone(props);
      let parent = copy as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
      const last = path.at(-1);
      if (last !== undefined) parent[last] = hostile[turn++ % hostile.length];
      yield copy;
    }
  }
}

function* paths(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* paths(child, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

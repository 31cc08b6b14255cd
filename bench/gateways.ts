import type { Resource } from "../testkit/pack";
import { gatewayProps, ordinaryStack } from "./resources";

/** The namespaces of a stack's gateways, and the objects in them. */
const mixes = {
  /** Each in its own namespace, with the same names in each, as when gateways are created from a template. */
  "own namespaces": { shared: false, others: false },
  "one namespace": { shared: true, others: false },
  /** With workloads and custom resources of other projects in each gateway's namespace. */
  "third-party software": { shared: false, others: true },
} as const;

export type Mix = keyof typeof mixes;
export const mixNames = Object.keys(mixes) as Mix[];

/** The number of resources in a stack per gateway. */
const perGateway = 25;

/** A stack of that size: one of 25 resources is a gateway, about ten belong to it, the others are unrelated. */
export function gatewayStack(size: number, mix: Mix): Resource[] {
  const gateways = Array.from({ length: Math.floor(size / perGateway) }, (_, at) => installation(at, mix));
  const made = gateways.flat();
  return [...made, ...ordinaryStack(size - made.length)];
}

/** One gateway, with the objects that a team declares with it. */
export function installation(at: number, mix: Mix): Resource[] {
  const { shared, others } = mixes[mix];
  const namespace = shared ? "apim" : `apim-${at}`;
  const own = shared ? `-${at}` : "";
  const name = `gateway${own}`;
  const labels = { app: name, "app.kubernetes.io/component": "self-hosted-gateway" };
  const selector = { matchLabels: { app: name } };
  const object = (type: string, named: string, props: object): Resource => ({
    type: `kubernetes:${type}`,
    name: `${named}-${at}`,
    props: { metadata: { name: `${named}${own}`, namespace, labels }, ...props },
  });
  const spec = (type: string, named: string, content: object) => object(type, named, { spec: content });
  return [
    object("apps/v1:Deployment", "gateway", gatewayProps(own, labels)),
    ...(shared && at > 0 ? [] : [namespaceOf(namespace)]),
    object("core/v1:ConfigMap", "gateway-env", { data: { "telemetry.logs.std": "json" } }),
    object("core/v1:Secret", "gateway-token", {
      stringData: { value: `GatewayKey gw-${at}&202612010000&c2ln` },
    }),
    object("core/v1:ServiceAccount", "gateway", {}),
    spec("core/v1:Service", "gateway-discovery", {
      clusterIP: "None",
      selector: { app: name },
      ports: [4290, 4291].map((port) => ({ name: `p${port}`, port, protocol: "UDP" })),
    }),
    spec("policy/v1:PodDisruptionBudget", "gateway", { maxUnavailable: 1, selector }),
    spec("autoscaling/v2:HorizontalPodAutoscaler", "gateway", {
      minReplicas: 3,
      maxReplicas: 9,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
    }),
    spec("networking.k8s.io/v1:NetworkPolicy", "gateway", {
      podSelector: selector,
      policyTypes: ["Ingress"],
      ingress: [{}],
    }),
    spec("external-secrets.io/v1:ExternalSecret", "gateway-token", {
      target: { name: `gateway-token${own}` },
      data: [{ secretKey: "value", remoteRef: { key: `gw-${at}` } }],
    }),
    ...(others ? software.map(([type, named, content]) => spec(type, named, content)) : []),
  ];
}

function namespaceOf(name: string): Resource {
  return { type: "kubernetes:core/v1:Namespace", name, props: { metadata: { name } } };
}

/** The objects of other projects in a gateway's namespace. */
const software: readonly (readonly [type: string, name: string, spec: object])[] = [
  ["apps/v1:Deployment", "prometheus", podsOf("quay.io/prometheus/prometheus:v3.1.0")],
  ["apps/v1:Deployment", "grafana", podsOf("grafana/grafana:11.4.0")],
  ["apps/v1:StatefulSet", "envoy", podsOf("envoyproxy/envoy:v1.32.0")],
  ["monitoring.coreos.com/v1:ServiceMonitor", "gateway", { endpoints: [{ port: "metrics" }] }],
  ["networking.istio.io/v1:VirtualService", "gateway", { hosts: ["api.contoso.com"] }],
];

function podsOf(image: string): object {
  return { template: { spec: { containers: [{ name: "main", image }] } } };
}

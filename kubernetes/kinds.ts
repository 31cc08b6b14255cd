import type { Resource } from "../pulumi/resource";

/** Kinds that affect a gateway's pods, with their modules: Knative also has a Service and a Route, Istio a Gateway. */
const modules = {
  PodDisruptionBudget: ["policy"],
  HorizontalPodAutoscaler: ["autoscaling"],
  ScaledObject: ["keda.sh"],
  Service: ["core", ""],
  NetworkPolicy: ["networking.k8s.io", "extensions"],
  PersistentVolumeClaim: ["core", ""],
  Namespace: ["core", ""],
  Ingress: ["networking.k8s.io", "extensions"],
  HTTPRoute: ["gateway.networking.k8s.io"],
  GRPCRoute: ["gateway.networking.k8s.io"],
  Gateway: ["gateway.networking.k8s.io"],
  BackendTLSPolicy: ["gateway.networking.k8s.io"],
  Route: ["route.openshift.io"],
} as const;

export type Kind = keyof typeof modules;

/** The kinds, for the types that a stack policy inspects. */
export const joinedKinds: readonly string[] = Object.keys(modules);

export function isOfKind(kind: Kind, { type }: Resource): boolean {
  return (modules[kind] as readonly string[]).includes(type.module);
}

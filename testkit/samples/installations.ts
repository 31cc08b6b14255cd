/** Gateways on hosts with only a part of the customer's settings, and their properties. */
import { type Resource, unknown } from "../pack";
import { hpa, networkPolicy, object } from "./production";

const name = "azure-api-management-gateway";
export const release = (values: object, more: object = {}): Resource => ({
  type: "kubernetes:helm.sh/v3:Release",
  props: { chart: name, version: "1.15.1", name: "gw", namespace: "apim", values, ...more },
});
export const good = {
  resources: { requests: { cpu: 2, memory: "2Gi" } },
  securityContext: { allowPrivilegeEscalation: false },
};
export const fullName = `gw-${name}`;
export const target = { scaleTargetRef: { kind: "Deployment", name: fullName } };
export const backup = (more: object, rest: object = {}) => [
  release({
    gateway: { configuration: { backup: { enabled: true, ...more } } },
    podSecurityContext: { fsGroup: 1001 },
    ...rest,
  }),
];
export const own = { create: false, existingName: "gateway-config" };
export const budget = object("kubernetes:policy/v1:PodDisruptionBudget", "budget", {
  selector: { matchLabels: { "app.kubernetes.io/name": fullName, "app.kubernetes.io/instance": "gw" } },
});
const helm = { valuesObject: { ...good, replicaCount: null } };
const argo = (destination: object): Resource => ({
  type: "kubernetes:argoproj.io/v1alpha1:Application",
  props: {
    metadata: { name: "gw", namespace: "argocd" },
    spec: {
      destination: { namespace: "apim", ...destination },
      source: { repoURL: "https://charts", chart: name, targetRevision: "1.15.1", helm },
    },
  },
});
const flux = (more: object): Resource => ({
  type: "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
  props: {
    metadata: { name: "gw", namespace: "apim" },
    spec: { chart: { spec: { chart: name, version: "1.15.1" } }, values: helm.valuesObject, ...more },
  },
});
export const arc = (settings: object): Resource => ({
  type: "azure-native:kubernetesconfiguration:Extension",
  props: { extensionType: "Microsoft.ApiManagement.Gateway", configurationSettings: settings },
});
export const off = {
  "telemetry.logs.std": "none",
  "telemetry.logs.local": "none",
  "telemetry.metrics.cloud": "false",
};
export const otel = "telemetry.metrics.opentelemetry";
export const group = (container: object, more: object = {}): Resource => ({
  type: "azure-native:containerinstance:ContainerGroup",
  props: {
    containers: [
      { name: "gw", image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2", ...container },
    ],
    ...more,
  },
});
export const probe = { httpGet: { path: "/status-0123456789abcdef", port: 8080 } };
export const requests = { resources: { requests: { cpu: 2, memoryInGB: 2 } } };
export const mounted = { volumeMounts: [{ name: "config", mountPath: "/apim/config" }] };
export const volume = (content: object) => ({ volumes: [{ name: "config", ...content }] });
export const docker = (type: string, props: object): Resource => ({
  type: `docker:index/${type}`,
  props: { ...props },
});
export const image = { image: "mcr.microsoft.com/azure-api-management/gateway:2.13.2" };

/** The other resources in a stack with an installer. */
export const besideInstaller = [
  hpa(target),
  networkPolicy({ podSelector: {}, policyTypes: ["Egress"], egress: [{ ports: [{ protocol: "UDP" }] }] }),
];

/** Installations by Argo CD and Flux, and whether certainly in their own cluster. */
export const installers = [
  { title: "Argo CD's own", installer: argo({ server: "https://kubernetes.default.svc" }), isHere: true },
  { title: "Argo CD's own by name", installer: argo({ name: "in-cluster" }), isHere: true },
  { title: "Argo CD's, where none is named", installer: argo({}), isHere: true },
  {
    title: "another by address",
    installer: argo({ server: "https://berlin.hcp.westeurope.azmk8s.io:443" }),
    isHere: false,
  },
  { title: "another by name", installer: argo({ name: "berlin" }), isHere: false },
  { title: "one that is unknown", installer: argo({ server: unknown }), isHere: false },
  { title: "Flux' own", installer: flux({}), isHere: true },
  {
    title: "another of Flux'",
    installer: flux({ kubeConfig: { secretRef: { name: "berlin" } } }),
    isHere: false,
  },
];

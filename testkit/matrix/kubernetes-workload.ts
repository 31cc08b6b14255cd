import { kubernetesWorkload as adapter } from "../../gateway/hosts/kubernetes-workload";
import { reports } from "../messages";
import type { Resource } from "../pack";
import { behindWall, sharesNamespace } from "./besides";
import { column, entriesOf, judged, labels } from "./cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "./container";

const selector = { app: "gateway" };
const status = { httpGet: { path: "/status-0123456789abcdef", port: "http" } };
const metadata = { name: "gateway", namespace: "apim" };

const make =
  (kind: string) =>
  ({
    image = goodImage,
    settings,
    marks = labels,
    probed = true,
    backup = true,
  }: ContainerParts): Resource => {
    const all = { ...goodSettings, "neighborhood.host": "gateway-discovery", ...settings };
    const container = {
      name: "gateway",
      image,
      env: entriesOf(all).map(([name, value]) => ({ name, value })),
      ports: [
        { name: "http", containerPort: 8080 },
        { name: "rate-limit", containerPort: 4290, protocol: "UDP" },
        { name: "heartbeat", containerPort: 4291, protocol: "UDP" },
      ],
      resources: { requests: { cpu: "2", memory: "2Gi" } },
      ...(probed ? { readinessProbe: status, livenessProbe: status } : {}),
      securityContext: { allowPrivilegeEscalation: false, runAsUser: 1001 },
      volumeMounts: backup ? [{ name: "backup", mountPath: "/apim/config" }] : [],
    };
    const spec = {
      serviceAccountName: "gateway",
      terminationGracePeriodSeconds: 60,
      securityContext: { fsGroup: 1001 },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: selector },
        },
      ],
      containers: [container],
      volumes: [{ name: "backup", persistentVolumeClaim: { claimName: "backup" } }],
    };
    const template = {
      metadata: { labels: { ...selector, "azure.workload.identity/use": "true" } },
      spec,
    };
    return {
      type: `kubernetes:apps/v1:${kind}`,
      props: {
        metadata: { ...metadata, labels: marks },
        spec: {
          replicas: kind === "DaemonSet" ? undefined : 3,
          selector: { matchLabels: selector },
          template,
        },
      },
    };
  };

const object = (type: string, name: string, props: object): Resource => ({
  type: `kubernetes:${type}`,
  name,
  props: { metadata: { ...metadata, name }, ...props },
});

export const kubernetesWorkload = column<ContainerParts>({
  title: "Kubernetes workload",
  adapter,
  shapes: ["Deployment", "StatefulSet", "DaemonSet"].map(make),
  around: [
    object("core/v1:ServiceAccount", "gateway", {
      metadata: { ...metadata, annotations: { "azure.workload.identity/client-id": "an-app" } },
    }),
    object("policy/v1:PodDisruptionBudget", "gateway", {
      spec: { maxUnavailable: "25%", selector: { matchLabels: selector } },
    }),
    object("core/v1:PersistentVolumeClaim", "backup", { spec: { accessModes: ["ReadWriteMany"] } }),
    object("core/v1:Service", "gateway-discovery", {
      spec: {
        clusterIP: "None",
        selector,
        ports: [
          { name: "a", port: 4290, protocol: "UDP", targetPort: "rate-limit" },
          { name: "b", port: 4291, protocol: "UDP", targetPort: "heartbeat" },
        ],
      },
    }),
  ],
  cells: {
    ...containerCells,
    "gateway-availability": judged({}, reports("noService"), { alone: true }),
    "gateway-network": behindWall,
    "third-party-components": sharesNamespace,
  },
});

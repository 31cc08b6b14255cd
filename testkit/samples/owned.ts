import type { Props, Resource } from "../pack";
import { containerApp as gatewayApp } from "./container-app";
import { workload as gatewayWorkload, goodImage, type WorkloadKind } from "./kubernetes";

/** All labels that a workload needs. */
export const owned = { "apim-gateway/owner": "team-edge", "apim-gateway/responsibility": "customer" };

export { goodImage as gatewayImage } from "./kubernetes";

interface WorkloadOptions {
  kind?: WorkloadKind;
  name?: string;
  namespace?: unknown;
  labels?: unknown;
  annotations?: unknown;
  podLabels?: unknown;
  podAnnotations?: unknown;
  image?: unknown;
  more?: Partial<Resource>;
}

/** A Kubernetes workload without settings, which only its image identifies as a gateway. */
export function workload(options: WorkloadOptions = {}): Resource {
  const { kind = "Deployment", name = "gateway", namespace = "edge", labels, annotations, more } = options;
  const { podLabels = { app: name }, podAnnotations, image = goodImage } = options;
  const metadata = { name, namespace, labels, annotations };
  const podMetadata = { labels: podLabels, annotations: podAnnotations };
  return gatewayWorkload(kind, { image, env: undefined, metadata, podMetadata }, { name, ...more });
}

/** A Secret as the Kubernetes provider passes it on: `stringData` already moved to `data` in base64. */
export function secretOf(keys: Record<string, string>, labels?: unknown): Resource {
  const data = Object.entries(keys).map(([key, text]) => [key, Buffer.from(text).toString("base64")]);
  return secretWith({ data: Object.fromEntries(data) }, labels);
}

export function secretWith(props: Props, labels?: unknown): Resource {
  return {
    type: "kubernetes:core/v1:Secret",
    props: { kind: "Secret", metadata: { name: "gateway-token", labels }, ...props },
  };
}

export function containerApp(tags?: unknown, more: Partial<Resource> = {}): Resource {
  return gatewayApp({ env: undefined, tags }, more);
}

export function service(
  sku: unknown,
  tags?: unknown,
  type = "azure-native:apimanagement:ApiManagementService",
): Resource {
  const tier = type.startsWith("azure:") ? { skuName: sku } : { sku: { name: sku, capacity: 1 } };
  return { type, name: "apim", props: { publisherName: "Contoso", tags, ...tier } };
}

/** A custom resource of some project. */
export function custom(type: string, metadata: Props): Resource {
  return { type: `kubernetes:${type}`, props: { metadata, spec: {} } };
}

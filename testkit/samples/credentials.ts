/** Builders for the tests of tokens, client secrets and endpoints. */
import type { Props, Resource } from "../pack";

const image = "mcr.microsoft.com/azure-api-management/gateway:2.13.2";

/** A signature that signs nothing, as long as a real one. */
export const signature = Buffer.from(
  "this signs nothing at all, but it has the length of a signature.",
).toString("base64");

/** A token without its prefix, as Azure Resource Manager answers. */
export function bareToken(minute: string, gatewayId = "gw-europe"): string {
  return `${gatewayId}&${minute}&${signature}`;
}

export function token(minute = "202612100000", gatewayId?: string): string {
  return `GatewayKey ${bareToken(minute, gatewayId)}`;
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Variables that are written where the container is declared. */
export function literals(values: Props): object[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A variable that takes its value from a key of an object. */
export function reference(name: string, kind: "Secret" | "ConfigMap", object: unknown, key: string): object {
  const from = kind === "Secret" ? "secretKeyRef" : "configMapKeyRef";
  return { name, valueFrom: { [from]: { name: object, key } } };
}

interface Workload {
  env?: unknown;
  envFrom?: unknown;
  container?: object;
  pod?: object;
  metadata?: object;
}

/** A Deployment of a gateway. */
export function deployment(parts: Workload = {}, more: Partial<Resource> = {}): Resource {
  const { env, envFrom, container, pod, metadata } = parts;
  const containers = [{ name: "gateway", image, env, envFrom, ...container }];
  const props = {
    metadata: { name: "gateway", namespace: "apim", ...metadata },
    spec: { template: { spec: { containers, ...pod } } },
  };
  return { type: "kubernetes:apps/v1:Deployment", ...more, props };
}

/** A ConfigMap or Secret; `content` holds its data. */
export function dataObject(
  kind: "ConfigMap" | "Secret",
  content: object,
  { name = "settings", metadata = {} }: { name?: string; metadata?: object } = {},
  more: Partial<Resource> = {},
): Resource {
  const props = { metadata: { name, namespace: "apim", ...metadata }, ...content };
  return { type: `kubernetes:core/v1:${kind}`, name, ...more, props };
}

/** A Container App of the native provider, or of the classic one. */
export function containerApp(
  { env, secrets, tags }: { env?: unknown; secrets?: unknown; tags?: unknown },
  classic = false,
): Resource {
  const container = { name: "gateway", image, [classic ? "envs" : "env"]: env };
  const template = { containers: [container] };
  return classic
    ? { type: "azure:containerapp/app:App", props: { template, secrets, tags } }
    : { type: "azure-native:app:ContainerApp", props: { template, configuration: { secrets }, tags } };
}

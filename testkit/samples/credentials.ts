/** Builders for the tests of tokens, client secrets and endpoints. */
import type { Props, Resource } from "../pack";
import { type App, classicContainerApp, containerApp as nativeContainerApp } from "./container-app";
import { deployment as gatewayDeployment, type Workload } from "./kubernetes";

/** An invalid signature of the length of a real one. */
export const signature = Buffer.from(
  "this signs nothing at all, but it has the length of a signature.",
).toString("base64");

/** A token without its prefix, as Azure Resource Manager returns it. */
export function bareToken(minute: string, gatewayId = "gw-europe"): string {
  return `${gatewayId}&${minute}&${signature}`;
}

export function token(minute = "202612100000", gatewayId?: string): string {
  return `GatewayKey ${bareToken(minute, gatewayId)}`;
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Variables with values in the container's declaration. */
export function literals(values: Props): object[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A variable whose value comes from a key of an object. */
export function reference(name: string, kind: "Secret" | "ConfigMap", object: unknown, key: string): object {
  const from = kind === "Secret" ? "secretKeyRef" : "configMapKeyRef";
  return { name, valueFrom: { [from]: { name: object, key } } };
}

/** A Deployment of a gateway with only these settings. */
export function deployment(parts: Workload = {}, more: Partial<Resource> = {}): Resource {
  return gatewayDeployment({ env: undefined, ...parts }, more);
}

/** A ConfigMap or Secret; `content` has its data. */
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
export function containerApp(parts: Pick<App, "env" | "secrets" | "tags">, classic = false): Resource {
  const app = { env: undefined, ...parts };
  return classic ? classicContainerApp(app) : nativeContainerApp(app);
}

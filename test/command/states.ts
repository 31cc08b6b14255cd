/** Pulumi's files for a stack with a gateway. */
import { report } from "./command";

export const supported = "gateway-image-supported";
const prefix = "urn:pulumi:prod::shop::";
export const stackUrn = `${prefix}pulumi:pulumi:Stack::shop-prod`;
export const deploymentUrn = `${prefix}shop:Gateway$kubernetes:apps/v1:Deployment::gateway`;
export const signature = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export type Props = Record<string, unknown>;

export const stackState = { urn: stackUrn, type: "pulumi:pulumi:Stack", custom: false };

export function deployment({ image = "2.0.0", env = [] as unknown[], ...state }: Props = {}): Props {
  const container = {
    name: "gateway",
    image: `mcr.microsoft.com/azure-api-management/gateway:${image}`,
    env,
  };
  const inputs = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "gateway" },
    spec: { template: { spec: { containers: [container] } } },
  };
  return { urn: deploymentUrn, type: "kubernetes:apps/v1:Deployment", custom: true, inputs, ...state };
}

export function secretOf(value: Props): Props {
  const inputs = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "token" },
    stringData: { value: { [signature]: secretSignature, ...value } },
  };
  return { urn: `${prefix}kubernetes:core/v1:Secret::token`, type: "kubernetes:core/v1:Secret", inputs };
}

export const written = {
  export: (...states: Props[]) =>
    JSON.stringify({ version: 3, deployment: { resources: [stackState, ...states] } }, null, 1),
  preview: (...states: Props[]) =>
    JSON.stringify({
      steps: [stackState, ...states].map((newState) => ({ op: "create", urn: newState.urn, newState })),
    }),
  "event log": (...states: Props[]) =>
    [stackState, ...states]
      .map((state, sequence) => event(sequence, "resourcePreEvent", { op: "create", new: state }))
      .join("\n"),
};

export function event(sequence: number, kind: string, metadata: Props): string {
  return JSON.stringify({ sequence, timestamp: 1_790_000_000, [kind]: { metadata } });
}

export async function images(stdin: string): Promise<string[]> {
  const { findings } = await report(stdin);
  return findings
    .filter(({ policy }) => policy === supported)
    .map(({ message }) => /:(\d[^`]*)`/.exec(message)?.[1] ?? "");
}

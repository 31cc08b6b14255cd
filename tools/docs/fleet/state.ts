import { createHash } from "node:crypto";

export type Props = Readonly<Record<string, unknown>>;

/** A resource of a stack, without the fields that are derived from the stack. */
export interface State {
  readonly type: string;
  readonly name: string;
  readonly inputs: Props;
  readonly outputs?: Props;
}

/** A stack of the example. */
export interface StackOf {
  readonly project: string;
  readonly stack: string;
  readonly states: readonly State[];
}

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const versions: Readonly<Record<string, string>> = {
  "azure-native": "3.28.0",
  azuread: "6.9.0",
  docker: "4.9.0",
  kubernetes: "4.34.2",
};

/** A secret as it is exported with `--show-secrets`: in plain text. */
export function secret(value: string): Props {
  return { [signature]: secretSignature, plaintext: JSON.stringify(value) };
}

/** A secret as it is exported without `--show-secrets`: encrypted. */
export function encrypted(label: string): Props {
  return { [signature]: secretSignature, ciphertext: digest(label, "base64").slice(0, 32) };
}

/** Returns a fictional UUID that is always the same for a label. */
export function uuid(label: string): string {
  const hex = digest(label, "hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function digest(label: string, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(label).digest(encoding);
}

/** Returns the stack in the format of `pulumi stack export`, as JSON. */
export function exportOf({ project, stack, states }: StackOf): string {
  const urnOf = (type: string, name: string) => `urn:pulumi:${stack}::${project}::${type}::${name}`;
  const root = { type: "pulumi:pulumi:Stack", name: `${project}-${stack}` };
  const parent = urnOf(root.type, root.name);
  const packages = [...new Set(states.map(({ type }) => type.slice(0, type.indexOf(":"))))];
  const providers = packages.map((name) => {
    const version = versions[name] ?? "1.0.0";
    const type = `pulumi:providers:${name}`;
    const urn = urnOf(type, `default_${version.replaceAll(".", "_")}`);
    return { urn, custom: true, id: uuid(urn), type, inputs: { version }, outputs: { version } };
  });
  const resources = states.map(({ type, name, inputs, outputs }, index) => {
    const urn = urnOf(type, name);
    const provider = providers[packages.indexOf(type.slice(0, type.indexOf(":")))];
    return {
      ...{ urn, custom: true, id: idOf(name, inputs), type, inputs },
      ...(outputs && { outputs }),
      parent,
      provider: `${provider?.urn}::${provider?.id}`,
      // The engine records the position of the declaration in the program.
      sourcePosition: `project:///index.ts#${12 + index * 9},1`,
    };
  });
  const deployment = {
    manifest: { time: "2026-11-23T05:30:00Z", magic: "", version: "v3.248.0" },
    secrets_providers: {
      type: "service",
      state: { url: "https://api.pulumi.com", owner: "contoso", project, stack },
    },
    resources: [{ urn: parent, custom: false, type: root.type }, ...providers, ...resources],
    metadata: {},
  };
  return `${JSON.stringify({ version: 3, deployment }, null, 4)}\n`;
}

function idOf(name: string, { metadata }: Props): string {
  const { namespace } = (metadata ?? {}) as { namespace?: string };
  return namespace ? `${namespace}/${name}` : name;
}

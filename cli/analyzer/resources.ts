/** Properties of a resource, with this file's markers for unknown values, secrets and assets. */
export type Props = Record<string, unknown>;

/** Another resource, or its URN. */
export type Reference = string | Resource;

/** A resource of a test. */
export interface Resource {
  type: string;
  /** Default: the last word of the type, in lower case. */
  name?: string;
  /** Default: `urn:pulumi:dev::test::<type>::<name>`. */
  urn?: string;
  /** The inputs, as the provider's check left them. */
  props: Props;
  /** The properties for stack policies. Default: the inputs. */
  outputs?: Props;
  opts?: {
    protect?: boolean;
    ignoreChanges?: string[];
    deleteBeforeReplace?: boolean;
    additionalSecretOutputs?: string[];
    aliases?: string[];
  };
  /** Default: the stack. */
  parent?: Reference;
  dependencies?: Reference[];
  propertyDependencies?: Record<string, Reference[]>;
  provider?: Resource;
}

/** The URN of the stack: the default parent, and the place of findings without a resource. */
export const rootStack = "urn:pulumi:dev::test::pulumi:pulumi:Stack::test-dev";

/** The URN of a resource. */
export function urnOf(resource: Reference): string {
  if (typeof resource === "string") return resource;
  const { type, urn, name = type.slice(type.lastIndexOf(":") + 1).toLowerCase() } = resource;
  return urn ?? `urn:pulumi:dev::test::${type}::${name}`;
}

// The markers are the engine's own values, so the result of a remediation can be compared with them.
const unknowns = {
  string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  array: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  object: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  asset: "030794c1-ac77-496b-92df-f27374a8bd58",
  archive: "e48ece36-62e2-4504-bad9-02848725956a",
} as const;

// The engine's signatures of special values (Pulumi's sdk/go/common/resource/sig).
export const signature = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
export const assetSignature = "c44067f5952c0a294b673a41bacd8c17";

/** A value that is unknown during a preview. The engine sends this one for nearly every unknown value, of any type. */
export const unknown: string = unknowns.string;

/** An unknown value of another type. */
export function unknownOf(type: keyof typeof unknowns): string {
  return unknowns[type];
}

/** A secret. The engine always sends it as one; the SDK unwraps it for validation and keeps it for remediation. */
export function secret(value: unknown): Props {
  return { [signature]: secretSignature, value };
}

/** A StringAsset. */
export function stringAsset(text: string): Props {
  return { [signature]: assetSignature, text };
}

/** A FileAsset; its path is relative to the program, not to the pack. */
export function fileAsset(path: string): Props {
  return { [signature]: assetSignature, path };
}

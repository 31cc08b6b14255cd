import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isRecord, parsePath } from "./plain";
import { parseType, type ResourceType } from "./resource-type";
import { unwrapped } from "./sdk";
import { unknownReason, Value } from "./value";

/** A resource as policies see it, with properties that are safe to read. */
export interface Resource {
  readonly urn: string;
  readonly name: string;
  readonly type: ResourceType;
  readonly props: Value;
  /** The program's own inputs, if they were seen: outputs also contain defaults and values set by others. */
  readonly declared: Value;
  /** The provider instance that manages it: two clusters in one stack are two providers. */
  readonly provider: string | undefined;
  /** The resources that a top-level property was computed from. Known to stack policies only. */
  dependenciesOf(property: string): readonly Resource[];
}

/**
 * Creates a resource from what the SDK passes to a policy. `props` are its plain properties; `inputs` are the program's
 * own if `props` contain more.
 */
export function toResource(
  args: Pick<ResourceValidationArgs | PolicyResource, "urn" | "name" | "type" | "opts" | "provider">,
  props: unknown,
  dependenciesOf: Resource["dependenciesOf"] = () => [],
  inputs: unknown = props,
): Resource {
  const type = parseType(args.type);
  const ignored = (args.opts.ignoreChanges ?? []).map(parsePath);
  const source = { urn: args.urn, label: `${type.name} ${args.name}`, ignored };
  return {
    urn: args.urn,
    name: args.name,
    type,
    props: new Value(props, source),
    declared: new Value(inputs, source),
    provider: args.provider?.urn,
    dependenciesOf,
  };
}

/** The resource's stack, as a resource without properties: `urn:pulumi:dev::shop::…` is in `shop-dev`. */
export function rootStack({ urn }: Resource): Resource {
  const [prefix, project = ""] = urn.split("::");
  const name = `${project}-${(prefix ?? "").split(":").slice(2).join(":")}`;
  const type = "pulumi:pulumi:Stack";
  return {
    urn: `${prefix}::${project}::${type}::${name}`,
    name,
    type: parseType(type),
    props: new Value({}),
    declared: new Value({}),
    provider: undefined,
    dependenciesOf: () => [],
  };
}

/**
 * A resource's inputs completed by its outputs. Inputs contain what the program sets; outputs add what the program left
 * out or didn't know. Either may be missing entirely. During a preview, azure-native's outputs are unknown for each
 * property that the program doesn't set, at any depth, so an unknown output adds nothing to known inputs.
 */
export function complete(input: unknown, output: unknown): unknown {
  if (input === undefined || input === null) return isUnknown(output) ? input : output;
  if (isUnknown(input)) return output === undefined || isUnknown(output) ? input : output;
  if (Array.isArray(input) && Array.isArray(output) && input.length === output.length) {
    return input.map((item, index) => complete(item, output[index]));
  }
  return isRecord(input) && isRecord(output) ? completeRecord(input, output) : input;
}

function completeRecord(input: Record<string, unknown>, output: Record<string, unknown>): object {
  const both: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(input)) both[key] = complete(input[key], own(output, key));
  for (const key of Object.keys(output)) {
    const value = output[key];
    if (!Object.hasOwn(input, key) && !isUnknown(value)) both[key] = value;
  }
  return both;
}

function isUnknown(raw: unknown): boolean {
  return unknownReason(unwrapped(raw)) !== undefined;
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./wire";

/** A resource in a call of the provider. */
export interface Resource {
  urn: string;
  /** For example `kubernetes:apps/v1:Deployment`. */
  type: string;
  /** The name in the program. */
  name: string;
}

/** The result of a provider's Check: the resource's inputs with defaults, and the failures. */
export interface Checked {
  inputs: Properties;
  failures?: { property: string; reason: string }[];
}

/**
 * The part of a provider that differs between the sandbox's providers. It creates nothing and only returns the results.
 */
export interface Provider {
  readonly version: string;
  /** Is called once with the provider's configuration. */
  configure(config: Properties): void;
  /** Returns the inputs with the provider's defaults and names. `suffix` is a pseudo-random string for unique names. */
  check(resource: Resource, news: Properties, olds: Properties, suffix: string): Checked;
  /** Returns the outputs. `id` is undefined during a preview. */
  outputs(resource: Resource, inputs: Properties, id: string | undefined): Properties;
  /** Returns the id of a new resource. */
  id(resource: Resource, inputs: Properties): string;
  /** Returns true if a change of this input requires a replacement of the resource. */
  replaces(resource: Resource, property: string, olds: Properties, news: Properties): boolean;
  /** Calls a function of the provider. */
  invoke?(token: string, args: Properties): Promise<Properties>;
  /** Constructs a component, for which the provider registers the children. */
  construct?(request: ConstructRequest): Promise<ConstructResponse>;
}

/** Returns the type and the name of a resource from its URN. */
export function resourceOf(urn: string): Resource {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.split("$").at(-1) as string, name: name.join("::") };
}

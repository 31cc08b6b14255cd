import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./wire";

/** A resource at the moment that its provider is asked about it. */
export interface Resource {
  urn: string;
  /** For example `kubernetes:apps/v1:Deployment`. */
  type: string;
  /** The name in the program. */
  name: string;
}

/** What a provider's Check makes of a resource's inputs, or what it has against them. */
export interface Checked {
  inputs: Properties;
  failures?: { property: string; reason: string }[];
}

/** The part of a provider that differs between the sandbox's providers. It makes nothing; it only says what would come out. */
export interface Provider {
  readonly version: string;
  /** Called once with the provider's own configuration. */
  configure(config: Properties): void;
  /** Inputs with the provider's defaults and names. `suffix` is a random-looking string that may make a name unique. */
  check(resource: Resource, news: Properties, olds: Properties, suffix: string): Checked;
  /** Outputs during preview, or, when it has an id, after it was made. */
  outputs(resource: Resource, inputs: Properties, id: string | undefined): Properties;
  /** The id that the resource gets when it is made. */
  id(resource: Resource, inputs: Properties): string;
  /** Whether a change of this input, between what is there and what shall be, needs a new resource. */
  replaces(resource: Resource, property: string, olds: Properties, news: Properties): boolean;
  /** Answers a function of the provider. */
  invoke?(token: string, args: Properties): Promise<Properties>;
  /** Makes a component whose children the provider registers. */
  construct?(request: ConstructRequest): Promise<ConstructResponse>;
}

/** Type and name of a resource, from its URN. */
export function resourceOf(urn: string): Resource {
  const [, , types = "", ...name] = urn.split("::");
  return { urn, type: types.split("$").at(-1) as string, name: name.join("::") };
}

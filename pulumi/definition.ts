import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { Edit } from "./edit";
import type { Places } from "./message";
import type { OptionSchemas, OptionValues } from "./options";
import type { Resource } from "./resource";
import type { ResourceSet } from "./resource-set";
import type { ResourceType } from "./resource-type";
import type { Value } from "./value";

/** What a policy checks: a gateway, an API Management service. */
export interface Subject {
  /** The resource that a finding is about. */
  readonly resource: Resource;
}

/** How subjects are found: the gateways in a Deployment, for example. */
export interface Subjects<S extends Subject, A extends ResourceSet = ResourceSet> {
  /** What a subject is called. */
  readonly noun: string;
  /** Whether a resource of this type can hold a subject or describe one. */
  readonly concerns: (type: ResourceType) => boolean;
  /** Whether a stack with this resource is one that stack policies must look at. */
  readonly matters: (resource: Resource, around: ResourceSet) => boolean;
  /** The subjects in `resource`; `around` is what else is known of the stack: all of it, for stack policies. */
  readonly find: (resource: Resource, around: A) => readonly S[];
}

/** The row of Microsoft's table of responsibilities that a policy comes from. */
interface Row {
  readonly framework: { name: string; version: string; reference: string; specification: string };
  readonly tags: string[];
}

/** The messages of a policy by id; `{places}` are filled in. */
export type Messages = { readonly [id: string]: string };

/**
 * A policy: data, and one pure check. Pulumi, unknown values, configuration and exemptions are dealt with around it.
 */
export interface Definition<
  S extends Subject,
  O extends OptionSchemas,
  M extends Messages,
  A extends ResourceSet = ResourceSet,
> {
  readonly name: string;
  readonly displayName: string;
  /** One sentence: what the policy demands. */
  readonly description: string;
  readonly level: EnforcementLevel;
  readonly severity: Severity;
  readonly row: Row;
  /** What to do about a finding. */
  readonly remediationSteps: string;
  readonly judges: Subjects<S, A>;
  readonly options: O;
  readonly messages: M;
  /**
   * Whether the options require a check of this subject; otherwise the policy isn't applicable. Default: yes.
   */
  applies?(subject: S, options: OptionValues<O>): boolean;
  check(subject: S, judgement: Judgement<O, M, A>): void;
  /** The changes that make a subject pass; none where no change is safe. */
  remediate?(subject: S, options: OptionValues<O>): readonly Edit[];
}

/** What a check reads besides its subject, and how it reports what it found. */
export interface Judgement<O extends OptionSchemas, M extends Messages, A extends ResourceSet = ResourceSet> {
  readonly options: OptionValues<O>;
  /** The rest of the stack. To a resource policy only what was registered before. */
  readonly around: A;
  /** Reports a defect, at the policy's level. */
  defect<Id extends keyof M & string>(id: Id, values: { readonly [P in Places<M[Id]>]: string }): void;
  /** Reports what only may matter; always advisory. */
  notice<Id extends keyof M & string>(id: Id, values: { readonly [P in Places<M[Id]>]: string }): void;
  /** Says that the value which decides is unknown; always advisory. */
  unknown(value: Value): void;
}

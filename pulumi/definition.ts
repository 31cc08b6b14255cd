import type { EnforcementLevel, Severity } from "@pulumi/policy";
import type { Edit } from "./edit";
import type { Places } from "./message";
import type { OptionSchemas, OptionValues } from "./options";
import type { Resource } from "./resource";
import type { ResourceSet } from "./resource-set";
import type { ResourceType } from "./resource-type";
import type { Value } from "./value";

/** What a policy checks, such as a gateway or an API Management service. */
export interface Subject {
  /** The resource that a finding is about. */
  readonly resource: Resource;
}

/** How subjects are found: the gateways in a Deployment, for example. */
export interface Subjects<S extends Subject, A extends ResourceSet = ResourceSet> {
  /** The name of the kind of subject, for messages. */
  readonly noun: string;
  /** Whether a resource of this type can contain or affect a subject. */
  readonly concerns: (type: ResourceType) => boolean;
  /** Whether stack policies must check a stack with this resource. */
  readonly matters: (resource: Resource, around: ResourceSet) => boolean;
  /** The subjects in `resource`. `around` is the known part of the stack: all of it, for stack policies. */
  readonly find: (resource: Resource, around: A) => readonly S[];
}

/** The row of Microsoft's table of responsibilities that a policy is based on. */
interface Row {
  readonly framework: { name: string; version: string; reference: string; specification: string };
  readonly tags: string[];
}

/** The messages of a policy by ID, with placeholders in braces. */
export type Messages = { readonly [id: string]: string };

/** A policy: data and one pure check. Other code handles Pulumi, unknown values, configuration and exemptions. */
export interface Definition<
  S extends Subject,
  O extends OptionSchemas,
  M extends Messages,
  A extends ResourceSet = ResourceSet,
> {
  readonly name: string;
  readonly displayName: string;
  /** One sentence: what the policy requires or disallows. */
  readonly description: string;
  readonly level: EnforcementLevel;
  readonly severity: Severity;
  readonly row: Row;
  /** How to fix a finding. */
  readonly remediationSteps: string;
  readonly judges: Subjects<S, A>;
  readonly options: O;
  readonly messages: M;
  /**
   * Whether the options require a check of this subject; otherwise the policy isn't applicable. Default: yes.
   */
  applies?(subject: S, options: OptionValues<O>): boolean;
  check(subject: S, judgment: Judgment<O, M, A>): void;
  /** The changes that make a subject pass; none if no change is safe. */
  remediate?(subject: S, options: OptionValues<O>): readonly Edit[];
}

/** What a check reads besides its subject, and how it reports findings. */
export interface Judgment<O extends OptionSchemas, M extends Messages, A extends ResourceSet = ResourceSet> {
  readonly options: OptionValues<O>;
  /** The rest of the stack. For a resource policy: the resources that were registered before. */
  readonly around: A;
  /** Reports a defect, at the policy's level. */
  defect<Id extends keyof M & string>(id: Id, values: { readonly [P in Places<M[Id]>]: string }): void;
  /** Reports a possible problem; always advisory. */
  note<Id extends keyof M & string>(id: Id, values: { readonly [P in Places<M[Id]>]: string }): void;
  /** Reports that the deciding value is unknown; always advisory. */
  unknown(value: Value): void;
}

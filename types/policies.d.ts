/** What every policy has. The types of @pulumi/policy aren't used: a pack of yours may have another version of it. */
interface Metadata {
  name: string;
  displayName: string;
  description: string;
  enforcementLevel: "advisory" | "mandatory";
  severity: "low" | "medium" | "high" | "critical";
  framework: { name: string; version: string; reference: string; specification: string };
  tags: string[];
  remediationSteps: string;
  url?: string;
  configSchema: { properties: { [option: string]: object } };
}

/** Checks each resource before it is created or changed. */
interface ResourcePolicy extends Metadata {
  validateResource(args: unknown, reportViolation: unknown): void | Promise<void>;
  remediateResource?(
    args: unknown,
  ): Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>;
}

/** Checks a stack. */
interface StackPolicy extends Metadata {
  validateStack(args: unknown, reportViolation: unknown): void | Promise<void>;
}

/** Every policy of the pack, to include in a pack of your own. Importing it registers no pack. */
export declare const policies: (ResourcePolicy | StackPolicy)[];

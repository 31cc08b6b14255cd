import { policies as pack } from "../../../policies";

/** The part of JSON Schema that options use. */
export interface OptionSchema {
  type: string;
  description?: string;
  enum?: readonly string[];
  items?: OptionSchema;
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

/** The metadata of a policy. */
export interface Policy {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly kind: "resource" | "stack";
  readonly level: string;
  readonly severity: string;
  /** The row of Microsoft's table of responsibilities that the policy belongs to. */
  readonly row: string;
  /** The classes of that row: who is responsible for it. */
  readonly classes: readonly string[];
  /** What the policy checks, for example "self-hosted gateway" or "API Management service". */
  readonly checks: string;
  readonly remediates: boolean;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

/** All policies of the pack, in the pack's order. */
export const policies: readonly Policy[] = pack.map((policy) => ({
  name: policy.name,
  displayName: policy.displayName ?? "",
  description: policy.description,
  kind: "validateStack" in policy ? "stack" : "resource",
  level: policy.enforcementLevel ?? "",
  severity: policy.severity ?? "",
  row: policy.framework?.reference ?? "",
  classes: policy.tags ?? [],
  checks: policy.subject,
  remediates: "remediateResource" in policy,
  options: (policy.configSchema?.properties ?? {}) as Record<string, OptionSchema>,
}));

/** Options that every policy has. docs/exemptions.md describes them. */
export const commonOptions: readonly string[] = ["exemptions", "allowResourceExemptions"];

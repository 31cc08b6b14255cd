import { policies as pack } from "../../../policies";

/** The JSON schema of an option, as far as options use it. */
export interface OptionSchema {
  type: string;
  description?: string;
  enum?: readonly string[];
  items?: OptionSchema;
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

/** What the code says about a policy. */
export interface Policy {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly kind: "resource" | "stack";
  readonly level: string;
  readonly severity: string;
  /** The row of Microsoft's table that it comes from, and who answers for that row. */
  readonly row: string;
  readonly classes: readonly string[];
  /** What it checks: a self-hosted gateway, an API Management service. */
  readonly checks: string;
  readonly remediates: boolean;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

/** Every policy of the pack, in the pack's order. */
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

/** Options that every policy has; one page explains them. */
export const commonOptions: readonly string[] = ["exemptions", "allowResourceExemptions"];

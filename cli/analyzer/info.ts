import type { AnalyzeResponse, AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";

// In the order of the protocol's numbers.
const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;
const severities = [undefined, "low", "medium", "high", "critical"] as const;
const kinds = ["unknown", "resource", "stack"] as const;

/** Enforcement level of a policy. */
export type Level = (typeof levels)[number];
/** Severity of a policy or a finding. */
type Severity = (typeof severities)[number];
/** Options of a policy, by name. */
export type Options = Record<string, unknown>;

/** What a pack declares about one of its policies. */
export interface PolicyInfo {
  name: string;
  displayName: string;
  description: string;
  kind: (typeof kinds)[number];
  level: Level;
  severity: Severity;
  framework: { name: string; version: string; reference: string; specification: string } | undefined;
  tags: string[];
  remediationSteps: string;
  url: string;
  /** The JSON schema of each option. */
  options: Record<string, Options>;
  requiredOptions: string[];
}

/** What a pack declares about itself. */
export interface PackInfo {
  name: string;
  version: string;
  policies: PolicyInfo[];
  /** The configuration in its source. A level that the source leaves out arrives as advisory: a trap of the SDK. */
  initialConfig: Map<string, { level: Level; options: Options }>;
}

/** A violation or an advisory, as a user sees it. */
export interface Finding {
  policy: string;
  message: string;
  level: Level;
  urn: string;
  severity: Severity;
  description: string;
}

/** What policies report. */
export interface Result {
  diagnostics: Finding[];
  notApplicable: { policy: string; reason: string }[];
}

/** The number of a level in the protocol. */
export function levelNumber(level: Level): number {
  return levels.indexOf(level);
}

/** Reads what the pack declares about itself. */
export function readInfo(message: AnalyzerInfo): PackInfo {
  const initialConfig = message
    .getInitialconfigMap()
    .toArray()
    .map(([policy, config]) => {
      const options = (config.getProperties()?.toJavaScript() ?? {}) as Options;
      return [policy, { level: levelOf(config), options }] as const;
    });
  return {
    name: message.getName(),
    version: message.getVersion(),
    policies: message.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      displayName: policy.getDisplayname(),
      description: policy.getDescription(),
      kind: kinds[policy.getPolicyType()] ?? "unknown",
      level: levelOf(policy),
      severity: severities[policy.getSeverity()],
      framework: policy.getFramework()?.toObject(),
      tags: policy.getTagsList(),
      remediationSteps: policy.getRemediationSteps(),
      url: policy.getUrl(),
      options: (policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}) as Record<string, Options>,
      requiredOptions: policy.getConfigschema()?.getRequiredList() ?? [],
    })),
    initialConfig: new Map(initialConfig),
  };
}

/** Reads findings. `place` returns the resource at which the engine shows them. */
export function readResult(response: AnalyzeResponse, place: (urn: string) => string): Result {
  return {
    diagnostics: response.getDiagnosticsList().map((diagnostic) => ({
      policy: diagnostic.getPolicyname(),
      message: diagnostic.getMessage(),
      level: levelOf(diagnostic),
      urn: place(diagnostic.getUrn()),
      severity: severities[diagnostic.getSeverity()],
      description: diagnostic.getDescription(),
    })),
    notApplicable: response
      .getNotApplicableList()
      .map((entry) => ({ policy: entry.getPolicyName(), reason: entry.getReason() })),
  };
}

function levelOf(message: { getEnforcementlevel(): number }): Level {
  return levels[message.getEnforcementlevel()] as Level;
}

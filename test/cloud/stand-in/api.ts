/** The messages about policies between the CLI and Pulumi Cloud, with the protocol's names. */

type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** A JSON schema of an object: the options of one policy. */
interface ConfigSchema {
  type: "object";
  properties?: Record<string, unknown>;
  required?: string[];
}

/** The published metadata of one policy. */
interface PolicyMetadata {
  name: string;
  displayName: string;
  description: string;
  enforcementLevel: Level;
  severity?: string;
  framework?: { name?: string; version?: string; reference?: string; specification?: string };
  tags?: string[];
  remediationSteps?: string;
  url?: string;
  configSchema?: ConfigSchema;
}

/** `policy publish`. */
export interface PublishRequest {
  name: string;
  displayName: string;
  versionTag: string;
  description?: string;
  runtime?: string;
  policies: PolicyMetadata[];
}

export type PackConfig = Record<string, unknown>;

/** A policy pack in a group. No version means the latest. */
interface PackReference {
  name: string;
  versionTag?: string;
  config?: PackConfig;
}

export interface StackReference {
  name: string;
  routingProject: string;
}

/** `policy enable`, `policy disable` and `policy group edit`. */
export interface GroupUpdate {
  addPolicyPack?: PackReference;
  removePolicyPack?: PackReference;
  addStack?: StackReference;
  removeStack?: StackReference;
  stacks?: StackReference[];
}

/** A policy pack that is required for a stack. */
export interface RequiredPolicy {
  name: string;
  displayName: string;
  version: number;
  versionTag: string;
  packLocation: string;
  config: PackConfig;
}

/** The parts of an event of a preview or an update that tests read. */
export interface EngineEvent {
  policyEvent?: {
    policyName: string;
    policyPackName: string;
    policyPackVersion: string;
    enforcementLevel: Level;
    message: string;
    resourceUrn?: string;
  };
  diagnosticEvent?: { severity: string; message: string };
  summaryEvent?: { PolicyPacks?: Record<string, string>; policyPacks?: Record<string, string> };
}

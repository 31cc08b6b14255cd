import type { Match } from "../../pulumi/match";
import type { Value } from "../../pulumi/value";

/**
 * How a host runs the gateway's container. What the host has no setting for is undefined; what the program leaves out
 * is absent.
 */
export interface Hosting {
  readonly requests?: Requests;
  readonly probes?: { readonly readiness: Probe; readonly liveness: Probe; readonly startup?: Probe };
  readonly readOnlyRoot?: Value;
  readonly privileged?: Value;
  readonly privilegeEscalation?: Value;
  /** The capabilities that are added to the container. */
  readonly capabilities?: Value;
  readonly user?: Value;
  readonly gracePeriod?: Value;
  /** What restricts it to nodes of one architecture. */
  readonly architecture?: Value;
  /** Names of environment variables that the host rejects, at their places. */
  readonly refusedVariables?: readonly Value[];
  /** Whether the host probes the container's port if no probe is declared. */
  readonly defaultProbes?: Match;
  /** True if Microsoft supports the host for evaluation and development only. */
  readonly evaluationOnly?: boolean;
}

/** The resources that a container requests. */
export interface Requests {
  /** In cores: `2`, `500m`. */
  readonly cpu: Value;
  readonly memory: Value;
  /** The bytes per unit of `memory`, if the unit isn't a byte. */
  readonly memoryUnit?: number;
}

/** A periodic check of the container by its host. */
export interface Probe {
  readonly value: Value;
  /** The HTTP path of the probe; undefined if it isn't an HTTP probe. */
  readonly path: Value | undefined;
  /** The port that it checks over HTTP or TCP, by number or name; undefined if it may be another container's. */
  readonly port?: Value | undefined;
}

/** The number of replicas of a gateway. */
export interface Scaling {
  /** `elastic`: the host scales it itself, between two numbers; `replicas`: a fixed number; `single`: always one. */
  readonly kind: "elastic" | "replicas" | "single";
  readonly least: Count;
  readonly most: Count;
  /** The number that the program sets, not one from an autoscaler or the cluster's default. */
  readonly declared: Value;
  /** The value with which a user leaves the number to an autoscaler. Default: none, the number is omitted. */
  readonly omitted?: "null";
}

/** A number of replicas, and its default. */
export interface Count {
  readonly value: Value;
  readonly standard: number;
}

/** The settings of a gateway's pods. Undefined if the host isn't Kubernetes. */
export interface Pods {
  readonly labels: Value;
  /** What an autoscaler names to scale them. */
  readonly owner: { readonly kind: string; readonly name: Value };
  /** Their update strategy; absent if it isn't set. */
  readonly strategy: Value | undefined;
  /** The selectors of the rules that spread pods. */
  readonly apart: readonly Value[];
  /** True if the pods have other containers, which may listen on other ports. */
  readonly shared?: boolean;
  /** The container's named ports. */
  readonly ports: Value;
  /** The host's switch for a disruption budget and for spreading the pods, if it has one. */
  readonly highAvailability?: Value;
  /** True if the host makes replicas discoverable to each other. */
  readonly discovers?: boolean;
}

/** Where a gateway can store its configuration backup. Undefined if the host can't mount volumes. */
export interface Storage {
  /** The property with the mounts. */
  readonly place: Value;
  readonly mounts: readonly Mount[];
  /** The group that owns the volumes, if the host has a setting for it. */
  readonly group?: Value;
  /** A chart's own switch for the backup. */
  readonly enabled?: Value;
}

export interface Mount {
  readonly path: Value;
  readonly volume: Volume;
  /** The properties that make it read-only. */
  readonly readOnly?: readonly Value[];
}

export type Volume =
  /** A claim that all replicas share: by name or, if a chart creates it, with its access modes. */
  | { readonly kind: "claim"; readonly name: Value; readonly modes?: readonly Value[] }
  /** A claim for each replica. */
  | { readonly kind: "claim-each" }
  /** Ends with the replica, or is read-only; `source` is the host's own term for it. */
  | { readonly kind: "temporary" | "unwritable"; readonly source: string }
  /** Outlives the replica in another way. */
  | { readonly kind: "lasting" }
  /** It isn't known. */
  | { readonly kind: "undetermined"; readonly value: Value };

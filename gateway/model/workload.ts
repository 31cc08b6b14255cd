import type { Match } from "../../pulumi/match";
import type { Value } from "../../pulumi/value";

/**
 * How a host runs the gateway's container. What the host cannot express is undefined, what the program leaves out
 * absent.
 */
export interface Hosting {
  readonly requests?: Requests;
  readonly probes?: { readonly readiness: Probe; readonly liveness: Probe; readonly startup?: Probe };
  readonly readOnlyRoot?: Value;
  readonly privileged?: Value;
  readonly privilegeEscalation?: Value;
  /** The capabilities that are added to the container's own. */
  readonly capabilities?: Value;
  readonly user?: Value;
  readonly gracePeriod?: Value;
  /** Whatever ties it to nodes of one architecture. */
  readonly architecture?: Value;
  /** Names of environment variables that the host refuses, at their places. */
  readonly refusedVariables?: readonly Value[];
  /** Whether the host probes the container's port by itself if no probe is declared. */
  readonly defaultProbes?: Match;
  /** True where Microsoft supports the host for evaluation and development only. */
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

/** A question that the host asks the container from time to time. */
export interface Probe {
  readonly value: Value;
  /** The HTTP path of the probe; undefined if it isn't an HTTP probe. */
  readonly path: Value | undefined;
  /** The port that it asks over HTTP or TCP, by number or name; undefined where another container's may be meant. */
  readonly port?: Value | undefined;
}

/** How many of a gateway the host runs. */
export interface Scaling {
  /** `elastic`: the host scales it itself, between two numbers; `replicas`: a fixed number; `single`: always one. */
  readonly kind: "elastic" | "replicas" | "single";
  readonly least: Count;
  readonly most: Count;
  /** The number as the program itself writes it, not as an autoscaler or the cluster's default left it. */
  readonly declared: Value;
  /** What a user writes to leave the number to an autoscaler. Default: nothing, the number is left out. */
  readonly omitted?: "null";
}

/** A number of replicas, and what it is where it is left out. */
export interface Count {
  readonly value: Value;
  readonly standard: number;
}

/** The settings of a gateway's pods. Undefined if the host isn't Kubernetes. */
export interface Pods {
  readonly labels: Value;
  /** What an autoscaler names to scale them. */
  readonly owner: { readonly kind: string; readonly name: Value };
  /** How they are replaced; absent if it isn't set. */
  readonly strategy: Value | undefined;
  /** Selectors of the rules that keep pods apart. */
  readonly apart: readonly Value[];
  /** True where the pods have other containers too, which may listen on ports of their own. */
  readonly shared?: boolean;
  /** The ports that the container gives names to. */
  readonly ports: Value;
  /** The switch by which the host makes a disruption budget and spreads the pods, if it has one. */
  readonly highAvailability?: Value;
  /** True if the host lets replicas find each other by itself. */
  readonly discovers?: boolean;
}

/** Where a gateway can keep the copy of its configuration. Undefined where the host cannot mount anything. */
export interface Storage {
  /** Where mounts are written. */
  readonly place: Value;
  readonly mounts: readonly Mount[];
  /** The group that owns the volumes, where the host can express it. */
  readonly group?: Value;
  /** A chart's own switch for the copy. */
  readonly enabled?: Value;
}

export interface Mount {
  readonly path: Value;
  readonly volume: Volume;
  /** Where it may be written that nothing can be written there. */
  readonly readOnly?: readonly Value[];
}

export type Volume =
  /** A claim that all replicas share: by name, or, where a chart makes it, with its access modes. */
  | { readonly kind: "claim"; readonly name: Value; readonly modes?: readonly Value[] }
  /** A claim for each replica. */
  | { readonly kind: "claim-each" }
  /** Ends with the replica, or can't be written; `source` is the host's own word for it. */
  | { readonly kind: "temporary" | "unwritable"; readonly source: string }
  /** Outlives the replica in another way. */
  | { readonly kind: "lasting" }
  /** It isn't known. */
  | { readonly kind: "undetermined"; readonly value: Value };

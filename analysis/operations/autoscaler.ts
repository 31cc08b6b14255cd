import type { Gateway } from "../../gateway/model/gateway";
import type { Count } from "../../gateway/model/workload";
import { all, type Match, matchIf, no, unclear, unknown } from "../../pulumi/match";
import { perPart } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Value } from "../../pulumi/value";
import { joinBeside, neighbours } from "./neighbours";

/** An object that determines the number of replicas. */
export interface Autoscaler {
  readonly resource: Resource;
  readonly least: Count;
  readonly most: Count;
  /** Whether it scales this gateway. */
  readonly targets: Match;
}

/** The autoscalers in the stack that scale, or may scale, the gateway. */
export const findAutoscalers = perPart((gateway: Gateway, around): readonly Autoscaler[] => {
  const { pods } = gateway;
  if (!pods) return [];
  return (["HorizontalPodAutoscaler", "ScaledObject"] as const)
    .flatMap((kind) => neighbours(kind, gateway, around, { join: byTarget, about: pods.owner.name.string }))
    .map(([resource, beside]): Autoscaler => {
      const target = resource.props.get("spec", "scaleTargetRef");
      return { resource, ...range(resource), targets: all([beside, names(target, resource, gateway)]) };
    })
    .filter(({ targets, resource }) => targets.kind !== "no" && !isPaused(resource));
});

/** Whether it scales the gateway; undefined if its target's name doesn't decide that. */
const byTarget = joinBeside(({ props }) => {
  const target = props.get("spec", "scaleTargetRef");
  return target.get("kind").unknown ? undefined : target.get("name").string;
});

/** While it is paused without a number, KEDA doesn't change the replicas. */
function isPaused({ props, type }: Resource): boolean {
  const annotation = (name: string) => props.get("metadata", "annotations", `autoscaling.keda.sh/${name}`);
  return (
    type.name.startsWith("ScaledObject") &&
    annotation("paused").text === "true" &&
    annotation("paused-replicas").absent
  );
}

/** Source: Kubernetes API reference, HorizontalPodAutoscalerSpec; KEDA, ScaledObject specification. */
function range({ props, type }: Resource): { least: Count; most: Count } {
  const spec = props.get("spec");
  if (type.name.startsWith("HorizontalPodAutoscaler")) {
    return {
      least: { value: spec.get("minReplicas"), standard: 1 },
      most: { value: spec.get("maxReplicas"), standard: 1 },
    };
  }
  // Source: KEDA, "Pause autoscaling": the annotation overrides the numbers in the specification.
  const paused = props.get("metadata", "annotations", "autoscaling.keda.sh/paused-replicas");
  if (!paused.absent) return { least: { value: paused, standard: 0 }, most: { value: paused, standard: 0 } };
  const idle = spec.get("idleReplicaCount");
  return {
    least: { value: idle.absent ? spec.get("minReplicaCount") : idle, standard: 0 },
    most: { value: spec.get("maxReplicaCount"), standard: 100 },
  };
}

function names(target: Value, autoscaler: Resource, { pods, resource }: Gateway): Match {
  if (!pods) return no;
  // A patch may omit the target of the object in the cluster.
  if (target.absent && autoscaler.type.name.endsWith("Patch")) return unclear;
  const kind = target.get("kind");
  const name = target.get("name");
  if (kind.unknown) return unknown(kind);
  // KEDA's default kind is Deployment.
  if ((kind.text ?? "Deployment") !== pods.owner.kind) return no;
  if (name.string !== undefined && pods.owner.name.string !== undefined) {
    return matchIf(name.string === pods.owner.name.string);
  }
  // A name that is unknown during a preview shows as a dependency on the workload.
  const sources = autoscaler.dependenciesOf("spec").filter(({ type }) => type.name === resource.type.name);
  if (sources.length > 0) return matchIf(sources.some(({ urn }) => urn === resource.urn));
  if (name.unknown) return unknown(name);
  return pods.owner.name.unknown ? unknown(pods.owner.name) : no;
}

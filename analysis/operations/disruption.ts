import type { Gateway } from "../../gateway/model/gateway";
import { isEmptySelector, labelSelector } from "../../kubernetes/selector";
import { all, any, type Match, matchIf, no, undecided } from "../../pulumi/match";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { neighbours } from "./neighbours";

/** What Kubernetes knows of a gateway's pods. Undefined where the host is no cluster. */
export interface Pods {
  readonly labels: Value;
  /** What an autoscaler names to scale them. */
  readonly owner: { readonly kind: string; readonly name: Value };
  /** How they are replaced; absent where nothing is said. */
  readonly strategy: Value | undefined;
  /** Selectors of the rules that keep pods apart. */
  readonly apart: readonly Value[];
  /** The ports that the container gives names to. */
  readonly ports: Value;
  /** What a chart does by itself: makes a disruption budget and spreads the pods, lets them find each other. */
  readonly chart?: { readonly highAvailability: Value; readonly discovery: boolean };
}

/** A switch of a chart that is on only where it says true. */
export function isOn(value: Value): Match {
  return value.unknown ? undecided(value) : matchIf(value.text === "true");
}

/** Whether a PodDisruptionBudget keeps some of the gateway's pods up. */
export function hasBudget(gateway: Gateway, around: ResourceSet): Match {
  const { pods } = gateway;
  if (!pods) return no;
  const made = pods.chart ? [isOn(pods.chart.highAvailability)] : [];
  const declared = neighbours("PodDisruptionBudget", gateway, around).map(([{ props, type }, beside]) => {
    const selector = props.get("spec", "selector");
    const version = props.get("apiVersion").string ?? type.token;
    // In policy/v1beta1 an empty selector takes no pod. Source: Kubernetes' deprecated API migration guide, v1.25.
    const nothing = isEmptySelector(selector) && /policy\/v1beta1\b/.test(version);
    return all([beside, nothing ? no : labelSelector(selector, pods.labels), keepsSome(props)]);
  });
  return any([...made, ...declared]);
}

/** Whether a budget leaves any pod up; one that says neither leaves all. Source: Kubernetes, the disruption controller. */
function keepsSome(props: Value): Match {
  const keepsNone = /^0+%?$/.test(props.get("spec", "minAvailable").text ?? "");
  return matchIf(!keepsNone && props.get("spec", "maxUnavailable").text !== "100%");
}

/** Whether something keeps the gateway's pods apart from each other. */
export function isSpread({ pods }: Gateway): Match {
  if (!pods) return no;
  const made = pods.chart ? [isOn(pods.chart.highAvailability)] : [];
  return any([...made, ...pods.apart.map((selector) => labelSelector(selector, pods.labels))]);
}

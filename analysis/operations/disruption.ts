import type { Gateway } from "../../gateway/model/gateway";
import { isEmptySelector, labelSelector } from "../../kubernetes/selector";
import { all, any, isOn, type Match, matchIf, no, unclear } from "../../pulumi/match";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { selecting } from "./selectors";

/** Whether a PodDisruptionBudget keeps some of the gateway's pods running. */
export function hasBudget(gateway: Gateway, around: Stack): Match {
  const { pods } = gateway;
  if (!pods) return no;
  const made = pods.highAvailability ? [isOn(pods.highAvailability)] : [];
  const declared = selecting("PodDisruptionBudget", gateway, around).map(([{ props, type }, beside]) => {
    const selector = props.get("spec", "selector");
    const version = props.get("apiVersion").string ?? type.token;
    // In policy/v1beta1, an empty selector selects no pods. Source: Kubernetes' deprecated API migration guide, v1.25.
    const nothing = !selector.absent && isEmptySelector(selector) && /policy\/v1beta1\b/.test(version);
    // A patch may omit the selector of the object in the cluster.
    const isOpen = selector.absent && type.name.endsWith("Patch");
    const takes = isOpen ? unclear : labelSelector(selector, pods.labels);
    return all([beside, nothing ? no : takes, keepsSome(props)]);
  });
  return any([...made, ...declared]);
}

/**
 * Whether a budget keeps any pod running; a budget that sets neither number keeps all. Source: Kubernetes, the
 * disruption controller.
 */
function keepsSome(props: Value): Match {
  const keepsNone = /^0+%?$/.test(props.get("spec", "minAvailable").text ?? "");
  return matchIf(!keepsNone && props.get("spec", "maxUnavailable").text !== "100%");
}

/** Whether something spreads the gateway's pods. */
export function isSpread({ pods }: Gateway): Match {
  if (!pods) return no;
  const made = pods.highAvailability ? [isOn(pods.highAvailability)] : [];
  return any([...made, ...pods.apart.map((selector) => labelSelector(selector, pods.labels))]);
}

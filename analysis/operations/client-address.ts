import type { Gateway } from "../../gateway/model/gateway";
import { mapSelector } from "../../kubernetes/selector";
import { all, type Match, matchIf, no, unknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { neighbours } from "./neighbours";

/** The Services that open the gateway to the outside and hide from it where a call came from, or may. */
export function hidingServices(
  gateway: Gateway,
  around: Stack,
): { readonly service: Resource; readonly hides: Match }[] {
  const { pods } = gateway;
  if (!pods) return [];
  return neighbours("Service", gateway, around).map(([service, beside]) => {
    const selects = mapSelector(service.props.get("spec", "selector"), pods.labels);
    return { service, hides: isOfChart(service) ? no : all([beside, selects, ...hides(service)]) };
  });
}

function hides({ props }: Resource): Match[] {
  const type = props.get("spec", "type");
  const policy = props.get("spec", "externalTrafficPolicy");
  return [
    is(type, (text) => text === "LoadBalancer" || text === "NodePort"),
    is(policy, (text) => text !== "Local"),
  ];
}

function is(value: Value, holds: (text: string | undefined) => boolean): Match {
  return value.unknown ? unknown(value) : matchIf(holds(value.string));
}

/** The chart has no value for the traffic policy, so its user cannot mend it. */
function isOfChart({ props }: Resource): boolean {
  const label = props.get("metadata", "labels", "helm.sh/chart").string;
  return label?.startsWith("azure-api-management-gateway-") ?? false;
}

import type { Gateway } from "../../gateway/model/gateway";
import { mapSelector } from "../../kubernetes/selector";
import { all, any, type Match, matchIf, matchText, no, not, unknown } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { selecting } from "./selectors";

/** A Service that exposes the gateway outside the cluster and hides, or may hide, the client's address. */
export interface HidingService {
  readonly service: Resource;
  readonly hides: Match;
  /**
   * What hides the client's address: the node that forwards the call, or a load balancer that calls the pods directly.
   */
  readonly by: "node" | "load-balancer";
}

export function hidingServices(gateway: Gateway, around: Stack): HidingService[] {
  const { pods } = gateway;
  if (!pods) return [];
  return selecting("Service", gateway, around).map(([service, beside]): HidingService => {
    const selects = mapSelector(service.props.get("spec", "selector"), pods.labels);
    const by = callsPods(service) ? "load-balancer" : "node";
    const how = by === "node" ? hides(service) : [keepsNoAddress(service)];
    return { service, by, hides: isOfChart(service) ? no : all([beside, selects, ...how]) };
  });
}

const aws = "service.beta.kubernetes.io/aws-load-balancer-";

/**
 * Whether an AWS Network Load Balancer sends packets to the pods' addresses. Then the traffic policy of nodes has no
 * effect.
 * Source: kubernetes-sigs/aws-load-balancer-controller, guide on NLB and its annotations.
 */
function callsPods({ props }: Resource): boolean {
  const annotation = (name: string) => props.get("metadata", "annotations", aws + name).string;
  return (
    props.get("spec", "type").string === "LoadBalancer" &&
    (annotation("type") === "nlb-ip" || annotation("nlb-target-type") === "ip")
  );
}

/** This load balancer keeps the client's address only if it is configured to, or uses the proxy protocol. */
function keepsNoAddress({ props }: Resource): Match {
  const attributes = props.get("metadata", "annotations", `${aws}target-group-attributes`);
  const protocol = props.get("metadata", "annotations", `${aws}proxy-protocol`);
  const preserves = matchText(attributes, (text) =>
    /(?:^|,)\s*preserve_client_ip\.enabled\s*=\s*true\b/.test(text ?? ""),
  );
  return not(any([preserves, protocol.unknown ? unknown(protocol) : matchIf(!protocol.absent)]));
}

function hides({ props }: Resource): Match[] {
  const type = props.get("spec", "type");
  const policy = props.get("spec", "externalTrafficPolicy");
  return [
    matchText(type, (text) => text === "LoadBalancer" || text === "NodePort"),
    matchText(policy, (text) => text !== "Local"),
  ];
}

/** The chart has no value for the traffic policy, so users can't change it. */
function isOfChart({ props }: Resource): boolean {
  const label = props.get("metadata", "labels", "helm.sh/chart").string;
  return label?.startsWith("azure-api-management-gateway-") ?? false;
}

import { isIP } from "node:net";
import type { Gateway } from "../../gateway/model/gateway";
import { readCount } from "../../kubernetes/quantity";
import { labelSelector } from "../../kubernetes/selector";
import { all, any, type Match, matchIf, no, not, unclear, unknown, yes } from "../../pulumi/match";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { namespaceLabels, namespaceNameLabel } from "./neighbours";
import { selecting } from "./selectors";
import { isPort } from "./synchronization";

type Direction = "ingress" | "egress";

/** A NetworkPolicy that selects, or may select, the gateway's pods. */
export interface NetworkPolicy {
  readonly resource: Resource;
  readonly selects: Match;
}

/** The peer and port of a packet; without a port, any port. */
export interface Traffic {
  readonly direction: Direction;
  readonly with: "outside" | "replicas" | "anybody" | "dns";
  readonly protocol: "TCP" | "UDP";
  readonly port?: number;
}

/** Source: Kubernetes API reference, NetworkPolicySpec. */
export function findNetworkPolicies(gateway: Gateway, around: Stack): NetworkPolicy[] {
  const { pods } = gateway;
  if (!pods) return [];
  return selecting("NetworkPolicy", gateway, around)
    .map(([resource, beside]) => {
      const selector = resource.props.get("spec", "podSelector");
      // Without a selector, it selects every pod, unlike other selectors.
      const takes = selector.absent ? yes : labelSelector(selector, pods.labels);
      return { resource, selects: all([beside, takes]) };
    })
    .filter(({ selects }) => selects.kind !== "no");
}

/** Whether traffic is blocked, and the policies that affect it. */
export interface Closing {
  readonly closed: Match;
  readonly by: readonly Resource[];
}

/**
 * Whether the policies together block traffic: nothing is blocked for a pod that no policy selects, and traffic that
 * one policy allows is allowed.
 */
export function closes(
  policies: readonly NetworkPolicy[],
  traffic: Traffic,
  gateway: Gateway,
  around: Stack,
): Closing {
  const { direction } = traffic;
  const judging = policies
    .map(({ resource, selects }) => ({ resource, judges: all([selects, isOf(direction, resource)]) }))
    .filter(({ judges }) => judges.kind !== "no");
  const opened = judging.flatMap(({ resource }) => {
    const rules = resource.props.get("spec", direction);
    return rules.unknown
      ? [unknown(rules)]
      : rules.items.map((rule) => opens(rule, traffic, gateway, around));
  });
  const open = any(opened);
  const closed = all([any(judging.map(({ judges }) => judges)), not(open)]);
  return {
    closed,
    by: judging.filter(({ judges }) => judges.kind === "yes").map(({ resource }) => resource),
  };
}

/** The address ranges in the policies that Kubernetes would reject. */
export function unreadableRanges({ resource }: NetworkPolicy): Value[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    resource.props.get("spec", direction).items.flatMap((rule) =>
      peersOf(rule, direction).items.flatMap((peer) => {
        const block = peer.get("ipBlock");
        const ranges = [block.get("cidr"), ...block.get("except").items];
        return block.absent ? [] : ranges.filter((range) => !range.unknown && !isRange(range.string));
      }),
    ),
  );
}

/**
 * Without types, a policy applies to ingress and, if it has egress rules, to egress. An empty list isn't a rule.
 * Source: Kubernetes, SetDefaults_NetworkPolicy.
 */
function isOf(direction: Direction, { props }: Resource): Match {
  const types = props.get("spec", "policyTypes");
  if (types.unknown) return unknown(types);
  if (types.items.length === 0) {
    const out = props.get("spec", "egress");
    return direction === "ingress" ? yes : out.unknown ? unknown(out) : matchIf(out.items.length > 0);
  }
  return any(
    types.items.map((type) =>
      type.unknown ? unknown(type) : matchIf(type.string?.toLowerCase() === direction),
    ),
  );
}

function opens(rule: Value, traffic: Traffic, gateway: Gateway, around: Stack): Match {
  const peers = peersOf(rule, traffic.direction);
  const ports = rule.get("ports");
  return all([
    peers.unknown
      ? unknown(peers)
      : peers.items.length === 0
        ? yes
        : any(peers.items.map((peer) => isPeer(peer, traffic, gateway, around))),
    ports.unknown
      ? unknown(ports)
      : ports.items.length === 0
        ? yes
        : any(ports.items.map((port) => takesPort(port, traffic, gateway))),
  ]);
}

function peersOf(rule: Value, direction: Direction): Value {
  return rule.get(direction === "ingress" ? "from" : "to");
}

function isPeer(peer: Value, traffic: Traffic, gateway: Gateway, around: Stack): Match {
  if (peer.unknown) return unknown(peer);
  const [block, podSelector, namespaceSelector] = ["ipBlock", "podSelector", "namespaceSelector"].map((key) =>
    peer.get(key),
  );
  if (!block || !podSelector || !namespaceSelector) return unclear;
  if (traffic.with === "dns") return isDns(block, namespaceSelector);
  // Which hosts have addresses in a range isn't known here.
  if (!block.absent) return traffic.with === "replicas" ? unclear : block.unknown ? unknown(block) : yes;
  if (traffic.with === "anybody") return yes;
  if (traffic.with === "outside") return no;
  const labels = gateway.pods?.labels;
  return all([
    podSelector.absent || !labels ? yes : labelSelector(podSelector, labels),
    namespaceSelector.absent ? yes : ownNamespace(namespaceSelector, gateway, around),
  ]);
}

/** Namespaces in which clusters run their DNS: Kubernetes' own, and OpenShift's. */
const dnsNamespaces = ["kube-system", "openshift-dns"];

/**
 * Whether a peer can be the cluster's DNS: any address, since a node's cache has one, or pods in a namespace that may
 * run it, but not pods of the gateway's own namespace.
 */
function isDns(block: Value, namespaceSelector: Value): Match {
  if (!block.absent) return yes;
  if (namespaceSelector.absent) return no;
  if (namespaceSelector.unknown) return unknown(namespaceSelector);
  const about = aboutName(namespaceSelector);
  return any(dnsNamespaces.map((name) => labelSelector(about, about.with({ [namespaceNameLabel]: name }))));
}

function ownNamespace(selector: Value, gateway: Gateway, around: Stack): Match {
  const labels = namespaceLabels(gateway, around);
  const name = gateway.namespace?.string;
  if (labels) return labelSelector(selector, labels);
  if (name === undefined) return unclear;
  // For a namespace outside the stack, only the label that Kubernetes sets is known.
  const known = selector.with({ [namespaceNameLabel]: name });
  if (labelSelector(selector, known).kind === "yes") return yes;
  const named = labelSelector(aboutName(selector), known);
  return named.kind === "yes" ? unclear : named;
}

/** What a selector requires of the label that Kubernetes sets on a namespace. */
function aboutName(selector: Value): Value {
  const required = selector.get("matchLabels", namespaceNameLabel);
  const expressions = selector.get("matchExpressions").items;
  return selector.with({
    matchLabels: required.absent ? {} : { [namespaceNameLabel]: required.whole },
    matchExpressions: expressions
      .filter((expression) => expression.get("key").string === namespaceNameLabel)
      .map(({ whole }) => whole),
  });
}

function takesPort(entry: Value, { protocol, port, with: partner }: Traffic, { pods }: Gateway): Match {
  const own = entry.get("protocol");
  const value = entry.get("port");
  const end = readCount(entry.get("endPort"));
  const first = readCount(value);
  const spoken = own.unknown ? unknown(own) : matchIf((own.text ?? "TCP").toUpperCase() === protocol);
  if (port === undefined || value.absent) return spoken;
  if (first.kind === "number" && end.kind === "number") {
    return all([spoken, matchIf(first.number <= port && port <= end.number)]);
  }
  // The names of CoreDNS' ports in most clusters.
  if (partner === "dns" && first.kind === "unreadable")
    return all([spoken, matchIf(/dns/i.test(value.text ?? ""))]);
  // A name refers to a container's port, which a host outside the cluster doesn't have.
  const named = partner === "replicas" && pods ? pods.ports : value.with(undefined);
  return all([spoken, isPort(value, port, protocol, named)]);
}

/** Source: Kubernetes API validation, which accepts what Go's net.ParseCIDR accepts. */
function isRange(text: string | undefined): boolean {
  const [, address = "", bits = ""] = /^([0-9A-Fa-f.:]{2,45})\/(\d{1,3})$/.exec(text ?? "") ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}

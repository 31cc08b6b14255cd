import { connectedGateways } from "../analysis/connection/connected-gateway";
import { hidingServices } from "../analysis/operations/client-address";
import { closedPaths, findNetworkPolicies, unreadableRanges } from "../analysis/operations/network-policy";
import { nameOf } from "../analysis/operations/replicas";

import { tell } from "../analysis/operations/telemetry";
import { unknownOf } from "../pulumi/match";
import { stackPolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

export const gatewayNetwork = stackPolicy({
  name: "gateway-network",
  displayName: "Gateway reaches Azure, its replicas, and sees its callers",
  description:
    "A self-hosted gateway may call Azure on port 443, its replicas may talk to each other, and what stands in front of it does not hide the caller.",
  level: "advisory",
  severity: "medium",
  row: row("network"),
  remediationSteps:
    "Allow TCP 443 out and UDP 4290 and 4291 between replicas in the NetworkPolicies; set externalTrafficPolicy: Local on the Service; set net.server.http.forwarded.proto.enabled=true on Container Apps.",
  judges: connectedGateways,
  options: {},
  messages: {
    outside:
      "{policies} closes TCP 443 to the outside for the {host}, so it reaches neither its configuration nor Entra ID. Allow TCP 443 out.",
    replicas:
      "{policies} closes UDP {ports} between the replicas of the {host} ({direction}), so rate limits are not counted together. Allow both ports to and from its own pods.",
    range:
      "`{path}` of {policy} is no address range, so Kubernetes refuses the policy. Write one such as `10.0.0.0/8`.",
    hidden:
      "{service} opens the {host} without `externalTrafficPolicy: Local`, so it sees a node's address instead of the caller's. Write `Local`.",
    forwarded:
      "The {host} ends TLS in front of the gateway, which takes every call for plain HTTP unless `net.server.http.forwarded.proto.enabled` is true. Set it.",
    unseen:
      "Whether the gateway heeds the protocol of the caller may be set by {what}, which this stack does not hold; it is not judged.",
  },

  check(connected, { around, defect, notice, unknown }) {
    const { gateway, settings } = connected;
    const { host, partial, proxied } = gateway;
    if (partial) return;
    const policies = findNetworkPolicies(gateway, around);
    for (const policy of policies.filter(({ selects }) => selects.kind === "yes")) {
      const [range] = unreadableRanges(policy);
      if (range) defect("range", { path: pathText(range.path), policy: nameOf(policy.resource) });
    }
    for (const { id, closed, by, ports, direction } of closedPaths(policies, connected, around)) {
      const open = unknownOf(closed);
      if (open) unknown(open);
      const names = by.map(nameOf).join(" with ");
      if (closed.kind === "yes") defect(id, { host, policies: names, ports: ports.join(" and "), direction });
    }
    for (const { service, hides } of hidingServices(gateway, around)) {
      const open = unknownOf(hides);
      if (open) unknown(open);
      if (hides.kind === "yes") defect("hidden", { host, service: nameOf(service) });
    }
    if (!proxied || proxied.kind === "no") return;
    const told = tell(settings, "net.server.http.forwarded.proto.enabled", "false");
    const open = unknownOf(proxied);
    if ("unknown" in told) unknown(told.unknown);
    if ("unseen" in told) notice("unseen", { what: told.unseen.what });
    if (!("text" in told) || told.text === "true") return;
    if (open) unknown(open);
    else defect("forwarded", { host });
  },
});

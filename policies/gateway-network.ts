import { type ConnectedGateway, connectedGateways } from "../analysis/connection/connected-gateway";
import { hidingServices } from "../analysis/operations/client-address";
import { closedPaths, findNetworkPolicies, unreadableRanges } from "../analysis/operations/network-policy";
import { nameOf } from "../analysis/operations/replicas";
import { tell } from "../analysis/operations/telemetry";
import { settingName } from "../gateway/model/setting-names";
import { never } from "../pulumi/match";
import { type Judgement, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

const messages = {
  outside:
    "{policies} closes TCP 443 to the outside for the {host}, so it reaches neither its configuration nor Entra ID. Allow TCP 443 out.",
  dns: "{policies} blocks DNS (UDP port {ports}) for the {host}, so it can't resolve the hostname of its configuration endpoint. Allow UDP and TCP port 53 to the cluster's DNS.",
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
} as const;

type Say = Judgement<Record<never, never>, typeof messages, Stack>;

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
  messages,

  check(connected, say) {
    if (connected.gateway.partial) return;
    checkPolicies(connected, say);
    checkServices(connected, say);
    checkForwarding(connected, say);
  },
});

/** What NetworkPolicies close that the gateway needs. */
function checkPolicies(connected: ConnectedGateway, say: Say) {
  const { gateway } = connected;
  const policies = findNetworkPolicies(gateway, say.around);
  for (const policy of policies.filter(({ selects }) => selects.kind === "yes")) {
    const [range] = unreadableRanges(policy);
    if (range) say.defect("range", { path: pathText(range.path), policy: nameOf(policy.resource) });
  }
  for (const { id, closed, by, ports, direction } of closedPaths(policies, connected, say.around)) {
    if (closed.kind === "unknown") say.unknown(closed.value);
    if (closed.kind !== "yes") continue;
    const names = by.map(nameOf).join(" with ");
    say.defect(id, { host: gateway.host, policies: names, ports: ports.join(" and "), direction });
  }
}

/** Services that hide the caller's address. */
function checkServices({ gateway }: ConnectedGateway, say: Say) {
  for (const { service, hides } of hidingServices(gateway, say.around)) {
    if (hides.kind === "unknown") say.unknown(hides.value);
    if (hides.kind === "yes") say.defect("hidden", { host: gateway.host, service: nameOf(service) });
  }
}

/** TLS that ends in front of the gateway, which must be told so. */
function checkForwarding({ gateway, settings }: ConnectedGateway, say: Say) {
  const { host, proxied } = gateway;
  if (!proxied || proxied.kind === "no") return;
  const heeds = tell(settings, settingName.forwardedProto, "false");
  switch (heeds.kind) {
    case "unknown":
      return say.unknown(heeds.value);
    case "unseen":
      return say.notice("unseen", { what: heeds.unseen.what });
    case "elsewhere":
      return;
    case "text":
      if (heeds.text === "true") return;
      return proxied.kind === "unknown" ? say.unknown(proxied.value) : say.defect("forwarded", { host });
    default:
      never(heeds);
  }
}

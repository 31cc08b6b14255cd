import { type ConnectedGateway, connectedGateways } from "../analysis/connection/connected-gateway";
import { hidingServices } from "../analysis/operations/client-address";
import { closedPaths } from "../analysis/operations/closed-paths";
import { foreignPolicies } from "../analysis/operations/foreign-policies";
import { lostPorts, type TlsEnd, tlsEndOf } from "../analysis/operations/front";
import { findNetworkPolicies, unreadableRanges } from "../analysis/operations/network-policy";
import { nameOf } from "../analysis/operations/replicas";
import { stateOf } from "../analysis/operations/telemetry";
import type { Gateway } from "../gateway/model/gateway";
import { settingName } from "../gateway/model/setting-names";
import { unseenObject } from "../gateway/model/settings";
import { readCount } from "../kubernetes/quantity";
import { all, isOn, never } from "../pulumi/match";
import { listText } from "../pulumi/message";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { production } from "../support/production";
import { row } from "../support/responsibilities";

const messages = {
  outside:
    "Egress of the {host} on TCP 443 is blocked by {policies}, so the gateway reaches neither its configuration endpoint nor Entra ID. Allow egress on TCP 443.",
  dns: "DNS (UDP port {ports}) of the {host} is blocked by {policies}, so it can't resolve the hostname of its configuration endpoint. Allow egress on UDP and TCP port 53 to the cluster's DNS.",
  replicas:
    "UDP {ports} between the replicas of the {host} is blocked by {policies} ({direction}), so each replica counts rate limits separately. Allow both ports to and from its own pods.",
  range:
    "`{path}` of {policy} isn't a valid CIDR range, so Kubernetes rejects the policy. Use a range such as `10.0.0.0/8`.",
  foreign:
    "The {host} may be blocked by {policies}, which isn't checked; only `networking.k8s.io` policies are. Make sure that egress on TCP 443 and DNS is allowed, and UDP 4290 and 4291 between its pods.",
  hidden:
    "`externalTrafficPolicy` of {service} isn't `Local`, so the {host} sees a node's address instead of the client's. Set it to `Local`.",
  hiddenByTargets:
    "{service} exposes the {host} through an AWS load balancer with IP targets, so the gateway sees the balancer's address instead of the client's. Add `preserve_client_ip.enabled=true` to the annotation `service.beta.kubernetes.io/aws-load-balancer-target-group-attributes`.",
  targetPort:
    "`{path}` of the {host} is {port}, but the gateway listens on 8080 (HTTP) and 8081 (HTTPS), so no request reaches it. Set it to 8080.",
  tlsPort:
    "`{path}` of the {host} is 8081, where the gateway expects TLS, but the ingress terminates TLS and forwards plain HTTP. Set it to 8080.",
  insecure:
    "`{path}` of the {host} is `true` and its ingress is external, so clients can send tokens and data in plain text. Set it to `false`.",
  forwarded:
    "The ingress of the {host} terminates TLS, but `net.server.http.forwarded.proto.enabled` isn't `true`, so the gateway treats every request as plain HTTP. Set it to `true`.",
  forwardedBy:
    "{entry} terminates TLS in front of the {host}, but `net.server.http.forwarded.proto.enabled` isn't `true`, so the gateway treats every request as plain HTTP. Set it to `true`.",
  servicePort:
    "`{path}` of {service} leads to port {port}, but the gateway listens on 8080 (HTTP) and 8081 (HTTPS), so no request reaches the {host}. Set it to 8080.",
  servicePortName:
    "`{path}` of {service} is `{name}`, but no container port of the {host} has that name, so no request reaches it. Set it to 8080.",
  unseen:
    "`net.server.http.forwarded.proto.enabled` of the {host} may be set in {kind} `{name}`, which isn't in this stack; it isn't checked.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages, Stack>;

export const gatewayNetwork = stackPolicy({
  name: "gateway-network",
  displayName: "Network allows gateway traffic and preserves client addresses",
  description:
    "Requires network access to Azure and between replicas, and an ingress that preserves the client's address and protocol.",
  level: "advisory",
  severity: "medium",
  row: row("network"),
  remediationSteps:
    "Allow egress on TCP 443 and UDP 4290 and 4291 between replicas in the NetworkPolicies. Set externalTrafficPolicy: Local on the Service, and net.server.http.forwarded.proto.enabled=true if TLS ends in front of the gateway.",
  judges: connectedGateways,
  options: {},
  messages,

  check(connected, report) {
    if (connected.gateway.partial) return;
    checkPolicies(connected, report);
    checkForeign(connected, report);
    checkServices(connected, report);
    checkPorts(connected, report);
    checkIngress(connected, report);
    checkForwarding(connected, report);
  },
});

/** Connections that the gateway needs and NetworkPolicies block. */
function checkPolicies(connected: ConnectedGateway, report: Report) {
  const { gateway } = connected;
  const policies = findNetworkPolicies(gateway, report.around);
  for (const policy of policies.filter(({ selects }) => selects.kind === "yes")) {
    const [range] = unreadableRanges(policy);
    if (range) report.defect("range", { path: pathText(range.path), policy: nameOf(policy.resource) });
  }
  for (const { id, closed, by, ports, direction } of closedPaths(policies, connected, report.around)) {
    if (closed.kind === "unknown") report.unknown(closed.value);
    if (closed.kind !== "yes") continue;
    const names = by.map(nameOf).join(", ");
    report.defect(id, { host: gateway.host, policies: names, ports: ports.join(", "), direction });
  }
}

/** Policies of other projects, which aren't checked. */
function checkForeign({ gateway }: ConnectedGateway, report: Report) {
  const found = foreignPolicies(gateway, report.around);
  if (found.length > 0) report.note("foreign", { host: gateway.host, policies: listText(found, nameOf) });
}

/** Services that hide the client's address. */
function checkServices({ gateway }: ConnectedGateway, report: Report) {
  for (const { service, hides, by } of hidingServices(gateway, report.around)) {
    if (hides.kind === "unknown") report.unknown(hides.value);
    const id = by === "node" ? "hidden" : "hiddenByTargets";
    if (hides.kind === "yes") report.defect(id, { host: gateway.host, service: nameOf(service) });
  }
}

/** Services with a target port on which nothing listens. */
function checkPorts({ gateway }: ConnectedGateway, report: Report) {
  const { host } = gateway;
  for (const { service, target, port } of lostPorts(gateway, report.around)) {
    const place = { host, service: nameOf(service), path: pathText(target.path) };
    if (port === undefined) report.defect("servicePortName", { ...place, name: target.string ?? "" });
    else report.defect("servicePort", { ...place, port: `${port}` });
  }
}

/** The host's own ingress: its target port, and calls in plain text. */
function checkIngress({ gateway }: ConnectedGateway, report: Report) {
  const { host, ingress, proxied } = gateway;
  if (!ingress) return;
  const { allowInsecure, external, targetPort } = ingress;
  const port = readCount(targetPort);
  const place = { host, path: pathText(targetPort.path) };
  if (port.kind === "unknown") report.unknown(targetPort);
  if (port.kind === "number" && !production.ports.includes(port.number))
    report.defect("targetPort", { ...place, port: `${port.number}` });
  if (port.kind === "number" && port.number === tlsPort && proxied?.kind === "yes")
    report.defect("tlsPort", place);
  const insecure = all([isOn(external), isOn(allowInsecure)]);
  if (insecure.kind === "unknown") report.unknown(insecure.value);
  if (insecure.kind === "yes") report.defect("insecure", { host, path: pathText(allowInsecure.path) });
}

/** The port on which the gateway expects TLS. */
const tlsPort = 8081;

/** TLS that is terminated in front of the gateway, which needs a setting for it. */
function checkForwarding({ gateway, settings }: ConnectedGateway, report: Report) {
  const end = tlsEndOf(gateway, report.around);
  if (end.ends.kind === "no") return;
  const heeds = stateOf(settings, settingName.forwardedProto, "false");
  switch (heeds.kind) {
    case "unknown":
      return report.unknown(heeds.value);
    case "unseen":
      return report.note("unseen", { host: gateway.host, ...unseenObject(heeds.unseen) });
    case "elsewhere":
      return;
    case "text":
      return heeds.text === "true" ? undefined : reportEnd(end, gateway, report);
    default:
      never(heeds);
  }
}

function reportEnd({ ends, by }: TlsEnd, { host }: Gateway, report: Report) {
  if (ends.kind === "unknown") return report.unknown(ends.value);
  return by
    ? report.defect("forwardedBy", { host, entry: nameOf(by) })
    : report.defect("forwarded", { host });
}

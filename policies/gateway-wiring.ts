import type { ConnectedGateway } from "../analysis/connection/connected-gateway";
import { type WiredPart, wiredParts } from "../analysis/wiring";
import { judgeAudience, judgeEndpoint } from "../analysis/wiring/endpoint";
import { foreignClientId, judgeSubject } from "../analysis/wiring/federated-credential";
import { judgeName, type NameVerdict } from "../analysis/wiring/gateway-name";
import { judgePod } from "../analysis/wiring/pod-identity";
import { namelessReferences } from "../analysis/wiring/references";
import { nameOfSetting } from "../gateway/model/gateway";
import { settingName } from "../gateway/model/setting-names";
import { never } from "../pulumi/match";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

const messages = {
  typo: "`gateway.name` (`{path}`) is `{name}`; the leading `=` comes from `--set gateway.name=='…'`. Set the name without it.",
  typoHidden:
    "`gateway.name` (`{path}`) starts with `=`, which comes from `--set gateway.name=='…'`. Set the name without it.",
  serviceName:
    "`gateway.name` (`{path}`) is `{name}`, the name of the API Management service. Set it to the name of the Gateway resource in it: {declared}.",
  serviceNameOnly:
    "`gateway.name` (`{path}`) is `{name}`, the name of the API Management service. Set it to the name of the Gateway resource in it.",
  serviceNameHidden:
    "`gateway.name` (`{path}`) is the name of the API Management service. Set it to the name of the Gateway resource in it.",
  nameStranger:
    "`gateway.name` (`{path}`) is `{name}`, but the service's Gateway resources in this stack are {declared}. Set it to one of them.",
  nameHidden:
    "`gateway.name` (`{path}`) isn't a valid name; the service's Gateway resources in this stack are {declared}. Set it to one of them.",
  tokenStranger:
    "The access token (`{path}`) is for gateway `{name}`, but the service's Gateway resources in this stack are {declared}. Use a token for one of them.",
  tokenHidden:
    "The access token (`{path}`) isn't for a valid gateway name; the service's Gateway resources in this stack are {declared}. Use a token for one of them.",
  nameUndecided:
    "`gateway.name` is checked during the update, because the name of {declared} is unknown before it.",
  tokenUndecided:
    "The gateway in the access token is checked during the update, because the name of {declared} is unknown before it.",
  endpointMissing:
    "`{setting}` of the {host} isn't set, so the gateway can't get its configuration. Set it to `<service>.configuration.azure-api.net`.",
  endpointStranger:
    "`config.service.endpoint` of the {host} is `{endpoint}`, which belongs to no API Management service in this stack. Set it to {services}.",
  endpointCustom:
    "`config.service.endpoint` of the {host} is `{endpoint}`, which no API Management service in this stack has as a hostname of type `ConfigurationApi`. Add it to the service, or use {services}.",
  endpointUndecided:
    "`config.service.endpoint` of the {host} is checked during the update, because the name of service `{service}` is unknown before it.",
  audienceMissing:
    "`config.service.auth.tokenAudience` of the {host} isn't set, but Entra ID authentication to `{endpoint}` requires it. Set it to `{expected}`.",
  audienceWrong:
    "`config.service.auth.tokenAudience` of the {host} is for another cloud than `{endpoint}`. Set it to `{expected}`.",
  nameless:
    "`{path}` of the {host} must be the name of a {kind}, or Kubernetes rejects the pods. Set the name.",
  label:
    '`{path}` isn\'t `"true"`, so the pods of the {host} get no identity for `workloadIdentity`. Set it to `"true"`.',
  annotation:
    "ServiceAccount `{resource}` lacks the annotation `azure.workload.identity/client-id`, but the {host} uses workload identity as service account `{account}`. Set the annotation to the client ID of the app or identity.",
  account:
    "The {host} runs as service account `{account}`, but the client ID for workload identity is on ServiceAccount `{resource}`. Set `serviceAccountName: {name}`.",
  namespace:
    "The {host} runs as service account `{account}` in namespace `{here}`, but ServiceAccount `{resource}` with the client ID is in namespace `{there}`. Use the same namespace for both.",
  clientId:
    "The client ID on ServiceAccount `{account}` isn't that of the app or identity with the federated credential `{credential}`. Use the same app or identity for both.",
  subject:
    "`subject` is `{subject}`, but {gateways} runs as `{expected}`. Set `subject` to that, or change the namespace or service account.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages, Stack>;

export const gatewayWiring = stackPolicy({
  name: "gateway-wiring",
  displayName: "Gateway references match resources in the stack",
  description:
    "Requires the Gateway resource, the API Management service and the identity that a gateway names to match those in the stack.",
  level: "advisory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Make the two names in the violation match; best, define the name once and use it in both places.",
  judges: wiredParts,
  options: {},
  messages,

  check(part, report) {
    if (part.kind === "federated-credential") return checkSubject(part, report);
    checkName(part.connected, report);
    checkEndpoint(part.connected, report);
    checkAudience(part.connected, report);
    checkReferences(part.connected, report);
    checkPod(part.connected, report);
  },
});

function checkName(connected: ConnectedGateway, { around, defect, note, unknown }: Report) {
  const verdict = judgeName(connected, around);
  switch (verdict.kind) {
    case "fine":
      return;
    case "typo":
      return reportTypo(verdict, defect);
    case "service":
      return reportService(verdict, defect);
    case "stranger":
      return reportStranger(verdict, defect);
    case "unnamed":
      return note(verdict.from === "token" ? "tokenUndecided" : "nameUndecided", verdict);
    case "unknown":
      return unknown(verdict.value);
    default:
      never(verdict);
  }
}

function reportTypo({ name, path }: NameVerdict & { kind: "typo" }, defect: Report["defect"]) {
  return name === undefined ? defect("typoHidden", { path }) : defect("typo", { path, name });
}

function reportService(
  { name, path, declared }: NameVerdict & { kind: "service" },
  defect: Report["defect"],
) {
  if (name === undefined) return defect("serviceNameHidden", { path });
  const values = { path, name, declared };
  return defect(declared === "" ? "serviceNameOnly" : "serviceName", values);
}

function reportStranger(
  { from, name, path, declared }: NameVerdict & { kind: "stranger" },
  defect: Report["defect"],
) {
  if (name === undefined) return defect(from === "token" ? "tokenHidden" : "nameHidden", { path, declared });
  return defect(from === "token" ? "tokenStranger" : "nameStranger", { path, name, declared });
}

function checkEndpoint(connected: ConnectedGateway, { around, defect, note, unknown }: Report) {
  const verdict = judgeEndpoint(connected, around);
  const { host } = connected.gateway;
  switch (verdict.kind) {
    case "fine":
      return;
    case "missing":
      return defect("endpointMissing", {
        host,
        setting: nameOfSetting(settingName.endpoint, connected.gateway),
      });
    case "stranger":
      return defect("endpointStranger", { host, ...verdict });
    case "custom":
      return defect("endpointCustom", { host, ...verdict });
    case "unnamed":
      return note("endpointUndecided", { host, ...verdict });
    case "unknown":
      return unknown(verdict.value);
    default:
      never(verdict);
  }
}

function checkAudience(connected: ConnectedGateway, { defect, unknown }: Report) {
  const verdict = judgeAudience(connected);
  const { host } = connected.gateway;
  switch (verdict.kind) {
    case "fine":
      return;
    case "unknown":
      return unknown(verdict.value);
    case "missing":
      return defect("audienceMissing", { host, ...verdict });
    case "wrong":
      return defect("audienceWrong", { host, ...verdict });
    default:
      never(verdict);
  }
}

function checkReferences(connected: ConnectedGateway, { defect }: Report) {
  const { host } = connected.gateway;
  for (const { kind, name } of namelessReferences(connected)) {
    defect("nameless", { host, kind, path: pathText(name.path) });
  }
}

function checkPod(connected: ConnectedGateway, { around, defect, unknown }: Report) {
  const { gateway, method } = connected;
  if (method.kind !== "entra" || method.mode !== "workloadIdentity") return;
  const { host } = gateway;
  for (const verdict of judgePod(connected, around)) {
    switch (verdict.kind) {
      case "unknown":
        unknown(verdict.value);
        break;
      case "label":
        defect("label", { host, ...verdict });
        break;
      case "annotation":
        defect("annotation", { host, ...verdict });
        break;
      case "account":
        defect("account", { host, ...verdict });
        break;
      case "namespace":
        defect("namespace", { host, ...verdict });
        break;
      default:
        never(verdict);
    }
  }
  const foreign = foreignClientId(connected, around);
  if (foreign) defect("clientId", foreign);
}

function checkSubject({ credential }: WiredPart & { kind: "federated-credential" }, report: Report) {
  const verdict = judgeSubject(credential, report.around);
  switch (verdict.kind) {
    case "fine":
      return;
    case "near":
      return report.defect("subject", verdict);
    case "unknown":
      return report.unknown(verdict.value);
    default:
      never(verdict);
  }
}

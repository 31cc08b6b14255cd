import type { ConnectedGateway } from "../analysis/connection/connected-gateway";
import { type WiredPart, wiredParts } from "../analysis/wiring";
import { judgeAudience, judgeEndpoint } from "../analysis/wiring/endpoint";
import { foreignClientId, judgeSubject } from "../analysis/wiring/federated-credential";
import { judgeName } from "../analysis/wiring/gateway-name";
import { judgePod } from "../analysis/wiring/pod-identity";
import { namelessReferences } from "../analysis/wiring/references";
import { nameOfSetting } from "../gateway/model/gateway";
import { settingName } from "../gateway/model/setting-names";
import { never } from "../pulumi/match";
import { type Judgement, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

const messages = {
  typo: "`gateway.name` is {name}: `--set gateway.name=='…'` keeps the second `=`. Write the name without it.",
  serviceName:
    "`gateway.name` is {name}, the name of the API Management service. Write the name of the gateway in it: {declared}.",
  nameStranger:
    "{what} is {name}, but the service's Gateway resources in this stack are {declared}. Use one of them.",
  nameUndecided: "{what} is judged during the update: the name of {declared} is not known before.",
  endpointMissing:
    "Nothing sets `{setting}` of the {host}, so the gateway never gets its configuration. Set it to `<service>.configuration.azure-api.net`.",
  endpointStranger:
    "`config.service.endpoint` is `{endpoint}`, which is none of this stack's API Management services. Write {services}.",
  endpointCustom:
    "`config.service.endpoint` is `{endpoint}`, which no API Management service of this stack has as a host name of type ConfigurationApi. Add it there, or write {services}.",
  endpointUndecided:
    "`config.service.endpoint` is judged during the update: the name of the service `{service}` is not known before.",
  audienceMissing:
    "The {host} signs in to `{endpoint}` with Entra ID, but `config.service.auth.tokenAudience` is not set. Write `{expected}`.",
  audienceWrong:
    "The {host} signs in to `{endpoint}` with Entra ID, but `config.service.auth.tokenAudience` is that of another cloud. Write `{expected}`.",
  nameless: "`{path}` names no {kind}, so Kubernetes refuses the pods of the {host}. Write its name.",
  label:
    '`{path}` is not `"true"`, so the pods of the {host} get no identity, although it signs in with workload identity. Set it.',
  annotation:
    "The {host} signs in with workload identity as service account `{account}`, but ServiceAccount `{resource}` lacks the annotation `azure.workload.identity/client-id`. Set it to the client id of the app or identity.",
  account:
    "The {host} signs in with workload identity and runs as service account `{account}`, but the client id is on ServiceAccount `{resource}`. Write `serviceAccountName: {name}`.",
  namespace:
    "The {host} runs as service account `{account}` in namespace `{here}`, but ServiceAccount `{resource}`, which carries the client id, is in `{there}`. Put both into one namespace.",
  clientId:
    "The client id on ServiceAccount `{account}` is not that of the app or identity to which the federated credential `{credential}` belongs. Use one for both.",
  subject:
    "`subject` is `{subject}`, but {gateways} runs as `{expected}`. Write that, or change the namespace or service account.",
} as const;

type Say = Judgement<Record<never, never>, typeof messages, Stack>;

export const gatewayWiring = stackPolicy({
  name: "gateway-wiring",
  displayName: "The parts of a gateway name each other rightly",
  description:
    "What a gateway names (its Gateway resource, its API Management service, its identity) is what the stack declares.",
  level: "advisory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps: "Make both ends of the link that the finding names agree.",
  judges: wiredParts,
  options: {},
  messages,

  check(part, say) {
    if (part.kind === "federated-credential") return checkSubject(part, say);
    checkName(part.connected, say);
    checkEndpoint(part.connected, say);
    checkAudience(part.connected, say);
    checkReferences(part.connected, say);
    checkPod(part.connected, say);
  },
});

function checkName(connected: ConnectedGateway, { around, defect, notice, unknown }: Say) {
  const verdict = judgeName(connected, around);
  switch (verdict.kind) {
    case "fine":
      return;
    case "typo":
      return defect("typo", verdict);
    case "service":
      return defect("serviceName", verdict);
    case "stranger":
      return defect("nameStranger", verdict);
    case "unnamed":
      return notice("nameUndecided", verdict);
    case "unknown":
      return unknown(verdict.value);
    default:
      never(verdict);
  }
}

function checkEndpoint(connected: ConnectedGateway, { around, defect, notice, unknown }: Say) {
  const verdict = judgeEndpoint(connected, around);
  switch (verdict.kind) {
    case "fine":
      return;
    case "missing":
      return defect("endpointMissing", {
        host: connected.gateway.host,
        setting: nameOfSetting(settingName.endpoint, connected.gateway),
      });
    case "stranger":
      return defect("endpointStranger", verdict);
    case "custom":
      return defect("endpointCustom", verdict);
    case "unnamed":
      return notice("endpointUndecided", verdict);
    case "unknown":
      return unknown(verdict.value);
    default:
      never(verdict);
  }
}

function checkAudience(connected: ConnectedGateway, { defect, unknown }: Say) {
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

function checkReferences(connected: ConnectedGateway, { defect }: Say) {
  const { host } = connected.gateway;
  for (const { kind, name } of namelessReferences(connected)) {
    defect("nameless", { host, kind, path: pathText(name.path) });
  }
}

function checkPod(connected: ConnectedGateway, { around, defect, unknown }: Say) {
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

function checkSubject({ credential }: WiredPart & { kind: "federated-credential" }, say: Say) {
  const verdict = judgeSubject(credential, say.around);
  switch (verdict.kind) {
    case "fine":
      return;
    case "near":
      return say.defect("subject", verdict);
    case "unknown":
      return say.unknown(verdict.value);
    default:
      never(verdict);
  }
}

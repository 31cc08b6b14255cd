import { type ConnectedGateway, gatewayText, isMissing } from "../analysis/connection/connected-gateway";
import { endOf } from "../analysis/sign-in/app-credential";
import {
  type EntraPart,
  entraParts,
  foreignSettings,
  lacksCredential,
  lacksServiceAccount,
  missingForApp,
  oldImage,
} from "../analysis/sign-in/entra-setup";
import { mayBeAssigned } from "../azure/role";
import { nameOfSetting } from "../gateway/model/gateway";
import { imageFix, imagePlace } from "../gateway/model/image";
import { settingName } from "../gateway/model/setting-names";
import { addDays, clock, dayOf, today } from "../pulumi/clock";
import { never } from "../pulumi/match";
import { listText } from "../pulumi/message";
import { type Judgement, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { type EntraMode, minimumImage } from "../support/entra";
import { row } from "../support/responsibilities";
import { supportWindow } from "../support/window";

const options = {
  maxSecretDays: {
    type: "integer",
    minimum: 1,
    maximum: 3650,
    default: 180,
    description: "How many days ahead a secret or certificate of the gateway's app may end.",
  },
  warnDays: {
    type: "integer",
    minimum: 0,
    maximum: 3650,
    default: 30,
    description: "How many days before its end it is worth a notice.",
  },
} as const;

const messages = {
  name: "The {host} signs in with Entra ID, but nothing sets `gateway.name`. Set it to the name of its Gateway resource in API Management.",
  image: "{place}: `{mode}` needs {minimum} or newer. Write `{fix}`.",
  app: "`config.service.auth` of the {host} is `azureAdApp`, but nothing sets {missing}. Set it as the app registration shows it.",
  credential:
    "`config.service.auth` of the {host} is `azureAdApp`, but it has neither `config.service.auth.azureAd.clientSecret` nor `…certificatePath`. Set one, or use `workloadIdentity`.",
  elsewhere:
    "`config.service.auth` of the {host} is `workloadIdentity`, which takes the token of a service account of Kubernetes. Unless something else puts one there, use `azureAdApp`.",
  mixed:
    "The {host} signs in with {method}, but also has {settings}, which belongs to another method. Remove what is not meant.",
  identity:
    "`{path}` gives the service no system-assigned identity, without which it cannot check the rights of {users}. Write `{fix}`.",
  role: "`{path}` holds `Microsoft.ApiManagement/service/gateways/getConfiguration/action`, a data action that grants nothing there: gateways get 403. Move it to `{fix}`.",
  unassigned:
    "This role lets gateways read their configuration, but nothing in this stack assigns it. Unless it is done elsewhere, assign it to the app or identity of the gateways, at the API Management service.",
  ended:
    "`{path}`: this {kind} ended on {day}, so {users} cannot sign in with it. Make a new one that ends by {latest}.",
  long: "`{path}`: this {kind}, with which {users} signs in, ends on {day}, more than {days} days ahead. Let it end by {latest}, and renew it before.",
  soon: "`{path}`: this {kind}, with which {users} signs in, ends on {day}. Renew it before.",
  unset:
    "This {kind}, with which {users} signs in, says nothing of its end, so Entra ID makes it last about two years. Set `endDate` to {latest} at the latest.",
} as const;

type Say = Judgement<typeof options, typeof messages, Stack>;

export const gatewayEntraSetup = stackPolicy({
  name: "gateway-entra-setup",
  displayName: "Everything is there for signing in with Entra ID",
  description:
    "A gateway that signs in with Entra ID has every setting, right and credential that this takes, and no others.",
  level: "advisory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Complete the part that the finding names: the gateway's settings, the service's system-assigned identity, the role's data action, or the app's secret.",
  judges: entraParts,
  options,
  messages,

  check(part, say) {
    switch (part.kind) {
      case "gateway":
        return checkGateway(part, say);
      case "service":
        return checkIdentity(part, say);
      case "role":
        return checkRole(part, say);
      case "credential":
        return checkEnd(part, say);
      default:
        return never(part);
    }
  },
});

/** The identity with which the service checks the rights of gateways. */
function checkIdentity({ service, users }: EntraPart & { kind: "service" }, say: Say) {
  const { identity } = service;
  if (identity.unknown) return say.unknown(identity);
  const kinds = identity.string?.toLowerCase() ?? "";
  if (kinds.includes("systemassigned")) return;
  say.defect("identity", {
    path: pathText(identity.path),
    users: listText(users, gatewayText),
    fix: kinds.includes("userassigned") ? "SystemAssigned, UserAssigned" : "SystemAssigned",
  });
}

/** The role with which gateways read their configuration. */
function checkRole({ role, needed }: EntraPart & { kind: "role" }, say: Say) {
  const { granted, misplaced, open } = role;
  if (granted || !misplaced) {
    if (needed && !mayBeAssigned(role, say.around)) say.notice("unassigned", {});
    return;
  }
  if (open) return say.unknown(open);
  const [list, index] = misplaced.path.slice(0, 2);
  say.defect("role", {
    path: pathText(misplaced.path.slice(0, 3)),
    fix: pathText([list ?? "", index ?? 0, "dataActions"]),
  });
}

function checkGateway({ connected }: EntraPart & { kind: "gateway" }, say: Say) {
  const { method, gateway } = connected;
  if (method.kind === "unknown") return say.unknown(method.value);
  checkMixed(connected, say);
  if (method.kind !== "entra") return;
  checkSettings(connected, method.mode, say);
  checkVersion(connected, method.mode, say);
  if (gateway.image.kind === "unknown") say.unknown(gateway.image.value);
}

/** Settings of more than one method. */
function checkMixed(connected: ConnectedGateway, say: Say) {
  const foreign = foreignSettings(connected);
  if (foreign.length === 0) return;
  const { gateway, method } = connected;
  say.defect("mixed", {
    host: gateway.host,
    method: method.kind === "entra" ? `\`${method.mode}\`` : "a token",
    settings: codes(foreign),
  });
}

/** What the method needs and nothing sets. */
function checkSettings(connected: ConnectedGateway, mode: EntraMode, say: Say) {
  const { gateway } = connected;
  const { host } = gateway;
  if (isMissing(settingName.gatewayName, connected)) say.defect("name", { host });
  if (lacksServiceAccount(connected, mode)) say.notice("elsewhere", { host });
  if (mode !== "azureAdApp") return;
  const missing = missingForApp(connected).map((name) => nameOfSetting(name, gateway));
  if (missing.length > 0) say.defect("app", { host, missing: codes(missing) });
  if (lacksCredential(connected)) say.defect("credential", { host });
}

/** An image that is older than the method. An older chart leaves out the method, which gateway-auth-method reports. */
function checkVersion(connected: ConnectedGateway, mode: EntraMode, say: Say) {
  const image = oldImage(connected, mode);
  if (!image) return;
  const fix = imageFix(image, supportWindow().newest);
  say.defect("image", { place: imagePlace(image), mode, minimum: minimumImage[mode], fix });
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function checkEnd({ credential, users }: EntraPart & { kind: "credential" }, say: Say) {
  const { maxSecretDays, warnDays } = say.options;
  const latest = addDays(today(), maxSecretDays);
  const said = { kind: credential.kind, users: listText(users, gatewayText), latest };
  const end = endOf(credential);
  if (end.kind === "unknown") return say.unknown(end.value);
  if (end.kind === "unset") return say.notice("unset", said);
  if (end.kind === "untold") return;
  const day = dayOf(end.time);
  const dated = { ...said, path: pathText(end.value.path), day };
  if (end.time <= clock.now()) say.defect("ended", dated);
  else if (day > latest) say.defect("long", { ...dated, days: String(maxSecretDays) });
  else if (day <= addDays(today(), warnDays)) say.notice("soon", dated);
}

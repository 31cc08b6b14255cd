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
import { type Judgment, stackPolicy } from "../pulumi/policy";
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
    description: "The maximum number of days until a secret or certificate of the gateway's app expires.",
  },
  warnDays: {
    type: "integer",
    minimum: 0,
    maximum: 3650,
    default: 30,
    description: "The number of days before its expiration from which it is reported as an advisory.",
  },
} as const;

const messages = {
  name: "`gateway.name` of the {host} isn't set, but Entra ID authentication requires it. Set it to the name of the gateway's Gateway resource in API Management.",
  image: "`{path}` (`{text}`) is too old: `{mode}` requires image {minimum} or later. Use `{fix}`.",
  app: "`config.service.auth` of the {host} is `azureAdApp`, which requires {missing}. Set it to the value in the app registration in Entra ID.",
  credential:
    "`config.service.auth` of the {host} is `azureAdApp`, which requires `config.service.auth.azureAd.clientSecret` or `config.service.auth.azureAd.certificatePath`. Set one of them, or use `workloadIdentity`.",
  elsewhere:
    "`config.service.auth` of the {host} is `workloadIdentity`, which requires a token of a Kubernetes service account. Use `azureAdApp`, unless something else provides the token.",
  mixed:
    "The {host} authenticates with `{method}`, but also sets {settings}, which another method uses. Remove the settings of the method that isn't used.",
  mixedToken:
    "The {host} authenticates with an access token, but also sets {settings}, which Entra ID uses. Remove the settings of the method that isn't used.",
  identity:
    "`{path}` has no system-assigned identity, so the service can't verify the permissions of {users}. Set it to `{fix}`.",
  role: "`{path}` contains `Microsoft.ApiManagement/service/gateways/getConfiguration/action`, a data action that grants nothing there, so gateways get 403. Move it to `{fix}`.",
  unassigned:
    "This role allows gateways to read their configuration, but nothing in this stack assigns it. Assign it to the gateways' app or identity, with the API Management service as scope, unless that is done elsewhere.",
  ended:
    "`{path}` of this {kind} is {day}, which is past, so {users} can't authenticate. Create a new {kind} that expires by {latest}.",
  long: "`{path}` of this {kind}, for {users}, is {day}, more than {days} days ahead (option `maxSecretDays`). Set it to {latest} or earlier, and rotate the {kind} before then.",
  soon: "`{path}` of this {kind}, for {users}, is {day}. Create a new {kind} before then.",
  unset:
    "`endDate` of this {kind}, for {users}, isn't set, so Entra ID keeps it valid for about two years. Set it to {latest} or earlier.",
} as const;

type Report = Judgment<typeof options, typeof messages, Stack>;

export const gatewayEntraSetup = stackPolicy({
  name: "gateway-entra-setup",
  displayName: "Entra ID authentication is fully configured",
  description:
    "Requires every setting, permission and credential that a gateway needs for Entra ID authentication, and none of another method.",
  level: "advisory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Complete the part that the violation names: the gateway's settings, the service's system-assigned identity, the role's data action, or the app's secret.",
  judges: entraParts,
  options,
  messages,

  check(part, report) {
    switch (part.kind) {
      case "gateway":
        return checkGateway(part, report);
      case "service":
        return checkIdentity(part, report);
      case "role":
        return checkRole(part, report);
      case "credential":
        return checkEnd(part, report);
      default:
        return never(part);
    }
  },
});

/** The identity with which the service authorizes gateways. */
function checkIdentity({ service, users }: EntraPart & { kind: "service" }, report: Report) {
  const { identity } = service;
  if (identity.unknown) return report.unknown(identity);
  const kinds = identity.string?.toLowerCase() ?? "";
  if (kinds.includes("systemassigned")) return;
  report.defect("identity", {
    path: pathText(identity.path),
    users: listText(users, gatewayText),
    fix: kinds.includes("userassigned") ? "SystemAssigned, UserAssigned" : "SystemAssigned",
  });
}

/** The role that lets gateways read their configuration. */
function checkRole({ role, needed }: EntraPart & { kind: "role" }, report: Report) {
  const { granted, misplaced, open } = role;
  if (granted || !misplaced) {
    if (needed && !mayBeAssigned(role, report.around)) report.note("unassigned", {});
    return;
  }
  if (open) return report.unknown(open);
  const [list, index] = misplaced.path.slice(0, 2);
  report.defect("role", {
    path: pathText(misplaced.path.slice(0, 3)),
    fix: pathText([list ?? "", index ?? 0, "dataActions"]),
  });
}

function checkGateway({ connected }: EntraPart & { kind: "gateway" }, report: Report) {
  const { method, gateway } = connected;
  if (method.kind === "unknown") return report.unknown(method.value);
  checkMixed(connected, report);
  if (method.kind !== "entra") return;
  checkSettings(connected, method.mode, report);
  checkVersion(connected, method.mode, report);
  if (gateway.image.kind === "unknown") report.unknown(gateway.image.value);
}

/** Settings of more than one method. */
function checkMixed(connected: ConnectedGateway, report: Report) {
  const foreign = foreignSettings(connected);
  if (foreign.length === 0) return;
  const { gateway, method } = connected;
  const values = { host: gateway.host, settings: codes(foreign) };
  if (method.kind === "entra") report.defect("mixed", { ...values, method: method.mode });
  else report.defect("mixedToken", values);
}

/** The missing settings of the method. */
function checkSettings(connected: ConnectedGateway, mode: EntraMode, report: Report) {
  const { gateway } = connected;
  const { host } = gateway;
  if (isMissing(settingName.gatewayName, connected)) report.defect("name", { host });
  if (lacksServiceAccount(connected, mode)) report.note("elsewhere", { host });
  if (mode !== "azureAdApp") return;
  const missing = missingForApp(connected).map((name) => nameOfSetting(name, gateway));
  if (missing.length > 0) report.defect("app", { host, missing: codes(missing) });
  if (lacksCredential(connected)) report.defect("credential", { host });
}

/** An image that is older than the method. An older chart leaves out the method, which gateway-auth-method reports. */
function checkVersion(connected: ConnectedGateway, mode: EntraMode, report: Report) {
  const image = oldImage(connected, mode);
  if (!image) return;
  const fix = imageFix(image, supportWindow().newest);
  report.defect("image", { ...imagePlace(image), mode, minimum: minimumImage[mode], fix });
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function checkEnd({ credential, users }: EntraPart & { kind: "credential" }, report: Report) {
  const { maxSecretDays, warnDays } = report.options;
  const latest = addDays(today(), maxSecretDays);
  const values = { kind: credential.kind, users: listText(users, gatewayText), latest };
  const end = endOf(credential);
  if (end.kind === "unknown") return report.unknown(end.value);
  if (end.kind === "unset") return report.note("unset", values);
  if (end.kind === "undetermined") return;
  const day = dayOf(end.time);
  const dated = { ...values, path: pathText(end.value.path), day };
  if (end.time <= clock.now()) report.defect("ended", dated);
  else if (day > latest) report.defect("long", { ...dated, days: String(maxSecretDays) });
  else if (day <= addDays(today(), warnDays)) report.note("soon", dated);
}

import { bestMethod, isMethodWord, type Unrecognized } from "../analysis/connection/auth-method";
import { connectedGateways } from "../analysis/connection/connected-gateway";
import { placeOfSetting } from "../analysis/credentials/written-settings";
import { keepsOldToken } from "../analysis/sign-in/restart";
import {
  defaultRotation,
  type FixedInVault,
  findFixed,
  findRotation,
  type RotationWay,
  rotationKinds,
  waysToRotate,
} from "../analysis/sign-in/token-rotation";
import { type Gateway, nameOfSetting, type Unrendered } from "../gateway/model/gateway";
import { settingName } from "../gateway/model/setting-names";
import { type Setting, unseenObject } from "../gateway/model/settings";
import { any, never } from "../pulumi/match";
import { type Judgment, stackPolicy } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { pathText } from "../pulumi/value";
import { chartTooOld, minimumChart } from "../support/entra";
import { row } from "../support/responsibilities";

const options = {
  requireEntraId: {
    type: "boolean",
    default: false,
    description: "Whether a token is reported even if it is rotated.",
  },
  acceptedRotation: {
    type: "array",
    items: { type: "string", enum: rotationKinds },
    default: defaultRotation,
    description: "What counts as evidence that a token is rotated.",
  },
} as const;

const messages = {
  none: "`{setting}` of the {host} isn't set, so the gateway can't authenticate to Azure. Set it to `{best}`, or to a token that is rotated.",
  tokenless:
    "`{setting}` of the {host} isn't set, so the gateway can't authenticate to Azure. Set it to a token that is rotated.",
  noEntra:
    "`{setting}` of the {host} doesn't name a way to authenticate, and option `{option}` rejects access tokens. Set it to `{best}`.",
  keyless:
    "`config.service.auth` of the {host} is `key`, but `config.service.auth.key` isn't set, so the gateway can't authenticate to Azure. Set `config.service.auth` to `{best}`, or the key to a token that is rotated.",
  unrecognized:
    "`config.service.auth` ({place}) of the {host} must be `workloadIdentity`, `azureAdApp`, `key` or a token, or the gateway can't authenticate to Azure. Set it to `{best}`, or to a token that is rotated.",
  mistyped:
    "`{path}` of the {host} is `{value}`, but must be one of {expected}, or the gateway can't authenticate. Set it to one of these.",
  mistypedHidden:
    "`{path}` of the {host} must be one of {expected}, or the gateway can't authenticate. Set it to one of these.",
  chartNoKey:
    "Helm can't render the chart: `gateway.auth.key` of the {host} isn't set. Set `gateway.auth.type` to `WorkloadIdentity`, or `secret.createSecret` to false and `secret.existingSecretName` to a Secret whose token is rotated.",
  chartNoEntra:
    "Helm can't render the chart: `gateway.auth.key` of the {host} isn't set, and option `{option}` rejects access tokens. Set `gateway.auth.type` to `WorkloadIdentity`.",
  chartNoAppSecret:
    "Helm can't render the chart: `gateway.auth.azureAd.app.secret` of the {host} isn't set. Set it, or set `secret.createSecret` to false and `secret.existingSecretName` to a Secret with the key `azure-ad-app-secret`.",
  chartNoAppId:
    "Helm can't render the chart: `gateway.auth.azureAd.app.id` of the {host} isn't set. Set it to the client ID of the identity or app that the gateway authenticates with.",
  chartGiven:
    "Helm can't render the chart: the {host} sets `{given}`, which the chart doesn't read. Rename it to `{value}`.",
  oldChart:
    "`{path}` of the {host} is `{type}`, which chart {version} doesn't support, so the gateway gets no authentication settings. Use chart {minimum} or later.",
  unrotated:
    "The {host} authenticates with an access token, which expires after 30 days, and nothing in the stack rotates it. Use `{best}`, or declare what rotates the token: {ways}.",
  vaultVersion:
    "`{path}` of the {host} references one version of a Key Vault secret, so a rotated token never reaches the gateway, and this one expires after 30 days. Remove the version from the URL.",
  vaultWritten:
    "`{path}` of the {host} references Key Vault secret `{secret}`, which this program sets to a fixed value, so nothing rotates the token before it expires after 30 days. Let a job write it, or tag it `apim-gateway-token-rotation`.",
  notRestarted:
    'The {host} reads a rotated access token only when its pods restart, and nothing in the stack restarts them. Let the job that rotates the token run `kubectl rollout restart`, or use Reloader (`reloader.stakater.com/auto: "true"`).',
  unmarked:
    "The {host} authenticates with an access token, which expires after 30 days, and has no labels on which to declare a rotation. Make sure that the token is rotated.",
  token:
    "The {host} authenticates with an access token, but option `requireEntraId` requires Entra ID. Use `{best}`.",
  noneAccepted:
    "The {host} authenticates with an access token, but option `acceptedRotation` accepts no way to rotate it on this host. Use `{best}`.",
  tokensOnly:
    "The {host} supports access tokens only, which option `{option}` rejects. Install the gateway in another way, such as its Helm chart, and use `workloadIdentity`.",
  unseen:
    "How the {host} authenticates to Azure may be set in {kind} `{name}`, which isn't in this stack; it isn't checked.",
} as const;

type Report = Judgment<typeof options, typeof messages, Stack>;

export const gatewayAuthMethod = stackPolicy({
  name: "gateway-auth-method",
  displayName: "Gateway uses Entra ID or a rotated token",
  description:
    "Requires authentication to Azure with Entra ID, or with an access token that is rotated before it expires after 30 days.",
  level: "mandatory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Use workload identity (config.service.auth=workloadIdentity), outside of Kubernetes an Entra app (azureAdApp), or let an ExternalSecret, a SecretProviderClass, a CronJob or Key Vault rotate the token.",
  judges: connectedGateways,
  options,
  messages,

  check(connected, report) {
    const { gateway, method } = connected;
    if (gateway.unrendered) return reportUnrendered(gateway.unrendered, gateway, report);
    switch (method.kind) {
      case "entra":
        return;
      case "unknown":
        return report.unknown(method.value);
      case "unseen": {
        const { unseen } = method;
        return unseen.value.unknown
          ? report.unknown(unseen.value)
          : report.note("unseen", { host: gateway.host, ...unseenObject(unseen) });
      }
      case "none":
      case "keyless":
        // A partial gateway may have the setting elsewhere.
        return gateway.partial ? undefined : checkMissing(method.kind, gateway, report);
      case "unrecognized":
        return checkUnrecognized(method, gateway, report);
      case "token":
        return checkToken(method.settings, gateway, report);
      default:
        return never(method);
    }
  },
});

/** Helm fails before anything is deployed, regardless of labels about the token. */
function reportUnrendered({ kind, value, given }: Unrendered, { host }: Gateway, report: Report) {
  const option = rejectsTokens(report);
  if (kind === "key" && option) return report.defect("chartNoEntra", { host, option });
  if (given !== undefined) return report.defect("chartGiven", { host, given, value });
  report.defect(unrenderedMessages[kind], { host });
}

const unrenderedMessages = {
  key: "chartNoKey",
  "app-secret": "chartNoAppSecret",
  "app-id": "chartNoAppId",
} as const satisfies Record<Unrendered["kind"], string>;

/** The option with which an organization rejects every access token, and with it the advice to use one. */
function rejectsTokens({ options: { requireEntraId, acceptedRotation } }: Report) {
  if (requireEntraId) return "requireEntraId";
  return acceptedRotation.length === 0 ? "acceptedRotation" : undefined;
}

function hostAndBest(gateway: Gateway) {
  return { host: gateway.host, best: bestMethod(gateway) };
}

function checkMissing(kind: "none" | "keyless", gateway: Gateway, report: Report) {
  if (rejectsTokens(report)) return checkWithoutToken(gateway, report);
  if (kind === "keyless") return report.defect("keyless", hostAndBest(gateway));
  const setting = nameOfSetting(settingName.auth, gateway);
  return report.defect(gateway.supportsTokensOnly ? "tokenless" : "none", {
    ...hostAndBest(gateway),
    setting,
  });
}

/** The gateway cannot authenticate, and the organization rejects tokens, so the fix must not mention one. */
function checkWithoutToken(gateway: Gateway, report: Report) {
  const option = rejectsTokens(report) ?? "";
  const setting = nameOfSetting(settingName.auth, gateway);
  report.defect(gateway.supportsTokensOnly ? "tokensOnly" : "noEntra", {
    ...hostAndBest(gateway),
    setting,
    option,
  });
}

function checkUnrecognized({ setting, mustBe }: Unrecognized, gateway: Gateway, report: Report) {
  if (!mustBe || !setting.value) {
    if (rejectsTokens(report)) return checkWithoutToken(gateway, report);
    return report.defect("unrecognized", {
      ...hostAndBest(gateway),
      place: placeOfSetting(setting, gateway.resource),
    });
  }
  const path = pathText(setting.value.path);
  const version = gateway.chart?.string ?? "";
  const type = setting.value.text?.toLowerCase() === "workloadidentity" ? "WorkloadIdentity" : undefined;
  const minimum = minimumChart.workloadIdentity;
  if (type && chartTooOld(version, "workloadIdentity"))
    return report.defect("oldChart", { host: gateway.host, path, type, version, minimum });
  const types = rejectsTokens(report) ? mustBe.filter((name) => name !== "GatewayToken") : mustBe;
  const values = { host: gateway.host, path, expected: types.join(", ") };
  const value = setting.value.text;
  return value !== undefined && isMethodWord(value)
    ? report.defect("mistyped", { ...values, value })
    : report.defect("mistypedHidden", values);
}

/**
 * A token, by what the organization accepts and what the stack shows:
 *
 * | accepted     | evidence of rotation | finding                                       |
 * | ------------ | -------------------- | --------------------------------------------- |
 * | no token     | any                  | token, noneAccepted; tokensOnly if the host supports nothing else |
 * | a rotated one | yes                 | none; notRestarted if pods keep the old one |
 * |              | unknown              | the unknown value                             |
 * |              | no                   | unrotated; unmarked on a host without labels  |
 */
function checkToken(settings: readonly Setting[], gateway: Gateway, report: Report) {
  const { acceptedRotation } = report.options;
  const option = rejectsTokens(report);
  if (option) return rejectToken(option, gateway, report);
  const evidence = findRotation(gateway, settings, report.around);
  const accepted = evidence.filter(({ kind }) => acceptedRotation.includes(kind));
  const rotated = any(accepted.map(({ holds }) => holds));
  if (rotated.kind === "yes" && keepsOldToken(accepted, settings, gateway, report.around))
    return report.note("notRestarted", { host: gateway.host });
  if (rotated.kind === "yes") return;
  if (rotated.kind === "unknown") return report.unknown(rotated.value);
  if (gateway.labels.length === 0) return report.note("unmarked", { host: gateway.host });
  const fixed = findFixed(gateway, settings, report.around);
  if (fixed) return checkFixed(fixed, gateway, report);
  const ways = waysToRotate(gateway, acceptedRotation);
  const names = ways.map((kind) => words[kind] ?? kind).join(", ");
  return ways.length > 0
    ? report.defect("unrotated", { ...hostAndBest(gateway), ways: names })
    : report.defect("noneAccepted", hostAndBest(gateway));
}

/** What a user can declare, in words. */
const words: Readonly<Partial<Record<RotationWay, string>>> = {
  annotation: "annotation `apim-gateway/token-rotation`",
  tag: "tag `apim-gateway-token-rotation`",
  label: "label `apim-gateway/token-rotation`",
  "external-secret": "ExternalSecret",
  "secret-provider-class": "SecretProviderClass",
  "sealed-secret": "SealedSecret",
  "cron-job": "CronJob",
  "key-vault": "Key Vault secret",
};

/** A reference to Key Vault that looks like rotation, but whose value doesn't change. */
function checkFixed(fixed: FixedInVault, { host }: Gateway, report: Report) {
  const path = pathText(fixed.url.path);
  return fixed.kind === "version"
    ? report.defect("vaultVersion", { host, path })
    : report.defect("vaultWritten", { host, path, secret: fixed.secret.name });
}

function rejectToken(option: "requireEntraId" | "acceptedRotation", gateway: Gateway, report: Report) {
  return gateway.supportsTokensOnly
    ? report.defect("tokensOnly", { host: gateway.host, option })
    : report.defect(option === "requireEntraId" ? "token" : "noneAccepted", hostAndBest(gateway));
}

import { type CredentialCarrier, credentialCarriers } from "../analysis/credentials/exposure";
import { type KnownToken, knownTokens, vaultDate } from "../analysis/credentials/tokens";
import { expiryText, shownGatewayId } from "../gateway/model/token";
import { clock, days } from "../pulumi/clock";
import { type Judgment, resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

/** Azure issues tokens for at most 30 days; the margin allows for clocks that differ. */
const longestLife = days(30) + 600_000;

const options = {
  warnDays: {
    type: "integer",
    minimum: 0,
    maximum: 30,
    default: 7,
    description: "Days before its expiry from which a token is reported as an advisory.",
  },
} as const;

const messages = {
  form: "{place} isn't a valid access token, so the gateway can't authenticate. Use `GatewayKey <gateway>&<yyyyMMddHHmm>&<signature>` on one line, as the portal shows it.",
  date: "{place} is an access token with an invalid expiry time. Copy the whole token again.",
  prefix:
    "{place} is an access token without its prefix, so the gateway can't authenticate. Add `GatewayKey ` in front of it.",
  space: "{place} is an access token with white space or a line break around it. Remove that.",
  expired:
    "{place} is an access token of gateway `{gateway}` that expired on {expires}, so a gateway that starts gets no configuration. Generate a new one.",
  expiredUnnamed:
    "{place} is an access token that expired on {expires}, so a gateway that starts gets no configuration. Generate a new one.",
  tooLong:
    "{place} is an access token of gateway `{gateway}` that expires on {expires}, but Azure allows at most 30 days, so it was altered. Generate a new one.",
  tooLongUnnamed:
    "{place} is an access token that expires on {expires}, but Azure allows at most 30 days, so it was altered. Generate a new one.",
  soon: "{place} is an access token of gateway `{gateway}` that expires on {expires}. Generate a new one before then.",
  soonUnnamed: "{place} is an access token that expires on {expires}. Generate a new one before then.",
  unknown: "The access token in {where} is unknown before the update; it is checked during the update.",
  encrypted: "The access token in {where} is encrypted in this state, so it can't be checked.",
  vaultExpired:
    "`{path}`, the expiry date of the Key Vault secret, was {date}, although it holds an access token. Write a new token with a new date.",
  vaultLate:
    "`{path}`, the expiry date of the Key Vault secret, is {date}, but the access token in it expires on {expires}. Set the token's date.",
} as const;

type Report = Judgment<typeof options, typeof messages>;

export const gatewayTokenValid = resourcePolicy({
  name: "gateway-token-valid",
  displayName: "Gateway tokens are well-formed and not expired",
  description: "Requires access tokens of self-hosted gateways to be complete and not expired.",
  level: "mandatory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    'Generate a token in the portal or with generateToken and store it as "GatewayKey <token>" on one line. Better, rotate it automatically or use workload identity.',
  judges: credentialCarriers,
  options,
  messages,

  check(carrier, report) {
    checkVaultDate(carrier, report);
    for (const found of knownTokens(carrier, report.around)) {
      if (found.kind === "known") checkToken(found, report);
      else if (found.where)
        report.note(found.value.unknown === "encrypted" ? "encrypted" : "unknown", { where: found.where });
      else report.unknown(found.value);
    }
  },
});

function checkToken({ place, token, flaw }: KnownToken & { kind: "known" }, report: Report) {
  if (flaw) report.defect(flaw, { place });
  if (!token) return;
  const gateway = shownGatewayId(token);
  const values = { place, gateway: gateway ?? "", expires: expiryText(token.expires) };
  const left = token.expires - clock.now();
  const named = gateway !== undefined;
  if (left <= 0) report.defect(named ? "expired" : "expiredUnnamed", values);
  else if (left > longestLife) report.defect(named ? "tooLong" : "tooLongUnnamed", values);
  else if (left <= days(report.options.warnDays)) report.note(named ? "soon" : "soonUnnamed", values);
}

/** Key Vault does not enforce the date, so it is advice. Source: Key Vault, "About secrets", secret attributes. */
function checkVaultDate(carrier: CredentialCarrier, { note }: Report) {
  const found = vaultDate(carrier);
  if (!found) return;
  const { path, time, outlives } = found;
  const values = { path, date: expiryText(time) };
  if (time <= clock.now()) note("vaultExpired", values);
  else if (outlives !== undefined) note("vaultLate", { ...values, expires: expiryText(outlives) });
}

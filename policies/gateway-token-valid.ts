import { credentialCarriers } from "../analysis/credentials/exposure";
import { knownTokens } from "../analysis/credentials/tokens";
import { expiryText, tokenText } from "../gateway/model/token";
import { clock, days } from "../pulumi/clock";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

/** Azure gives a token at most 30 days; clocks that differ a little are no defect. */
const longestLife = days(30) + 600_000;

export const gatewayTokenValid = resourcePolicy({
  name: "gateway-token-valid",
  displayName: "Gateway tokens are well-formed and alive",
  description: "An access token of a self-hosted gateway is complete and has not expired.",
  level: "mandatory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Generate a new token in the portal or with `generateToken`, and store it as `GatewayKey <token>` on one line; better, let something renew it, or use workload identity.",
  judges: credentialCarriers,
  options: {
    warnDays: {
      type: "integer",
      minimum: 0,
      maximum: 30,
      default: 7,
      description: "Days before a token expires from which on it is an advisory finding.",
    },
  },
  messages: {
    form: "{place} is no access token that a gateway can read. Write `GatewayKey <gateway>&<yyyyMMddHHmm>&<signature>`, on one line, as the portal shows it.",
    date: "{place} is an access token whose time of expiry does not exist. Copy the whole token again.",
    prefix:
      "{place} is an access token without its prefix, so the gateway cannot sign in. Write `GatewayKey ` in front of it.",
    space: "{place} is an access token with white space or a line break around it. Remove that.",
    expired:
      "{place} is {what} that expired on {expires}: a gateway that starts with it gets no configuration. Generate a new one.",
    tooLong:
      "{place} is {what} that claims to live until {expires}; Azure gives at most 30 days, so it was altered or mistyped. Generate a new one.",
    soon: "{place} is {what} that expires on {expires}. Generate a new one before.",
    unknown: "The access token in {where} is not known before the update; it is judged during the update.",
  },

  check(carrier, { options, around, defect, notice, unknown }) {
    for (const found of knownTokens(carrier, around)) {
      if (found.kind === "unknown") {
        if (found.where) notice("unknown", { where: found.where });
        else unknown(found.value);
        continue;
      }
      const { place, token, flaw } = found;
      if (flaw) defect(flaw, { place });
      if (!token) continue;
      const said = { place, what: tokenText(token), expires: expiryText(token) };
      const left = token.expires - clock.now();
      if (left <= 0) defect("expired", said);
      else if (left > longestLife) defect("tooLong", said);
      else if (left <= days(options.warnDays)) notice("soon", said);
    }
  },
});

import { gateways } from "../gateway";
import { authMethod } from "../gateway/auth-method";
import { resolveSettings } from "../gateway/settings";
import { findRotation, rotationKinds } from "../gateway/token-rotation";
import { stackPolicy } from "../pulumi/policy";
import { pathText } from "../pulumi/value";
import { row } from "../support/responsibilities";

export const gatewayAuthMethod = stackPolicy({
  name: "gateway-auth-method",
  displayName: "Gateway signs in with Entra ID or a rotated token",
  description:
    "A self-hosted gateway signs in to Azure with Entra ID, or with an access token that is rotated before its 30 days are over.",
  level: "mandatory",
  severity: "high",
  row: row("securing-communication"),
  remediationSteps:
    "Use workload identity (config.service.auth=workloadIdentity), or let an ExternalSecret, a SecretProviderClass, a SealedSecret, a CronJob or Key Vault renew the token and its Secret.",
  judges: gateways,
  options: {
    requireEntraId: {
      type: "boolean",
      default: false,
      description: "Whether a token is a finding even if it is rotated.",
    },
    acceptedRotation: {
      type: "array",
      items: { type: "string", enum: rotationKinds },
      default: rotationKinds,
      description: "What counts as evidence that a token is rotated.",
    },
  },
  messages: {
    none: "The {host} sets no `config.service.auth`, so the gateway cannot sign in to Azure. Set it to `workloadIdentity`, or to a token that is rotated.",
    keyless:
      "`config.service.auth` of the {host} is `key`, but nothing sets `config.service.auth.key`, so the gateway cannot sign in to Azure. Use workload identity, or a token that is rotated.",
    unrecognised:
      "`config.service.auth` of the {host} is neither `workloadIdentity`, `azureAdApp`, `key` nor a token, so the gateway cannot sign in to Azure.",
    mistyped:
      "`{path}` of the {host} is none of {expected}, so the gateway gets no authentication at all. Write one of these.",
    unrotated:
      "The {host} signs in with an access token, which dies after 30 days, and nothing in the stack renews it. Use workload identity, or declare what renews the token: {accepted}.",
    unmarked:
      "The {host} signs in with an access token, which dies after 30 days. It carries no labels, so nothing can say here that the token is renewed; make sure that it is.",
    token:
      "The {host} signs in with an access token, but `requireEntraId` asks for Entra ID. Use workload identity.",
    noneAccepted:
      "The {host} signs in with an access token, and `acceptedRotation` accepts no way to rotate it. Use workload identity.",
    unseen:
      "How the {host} signs in to Azure may be set by {what}, whose content this stack does not tell; it is not judged.",
  },

  check(gateway, { options, around, defect, notice, unknown }) {
    const { host, resource, settings, partial } = gateway;
    const method = authMethod(resolveSettings(settings, resource, around));
    switch (method.kind) {
      case "entra":
        return;
      case "unknown":
        return unknown(method.value);
      case "unseen":
        return method.unseen.value.unknown
          ? unknown(method.unseen.value)
          : notice("unseen", { host, what: method.unseen.what });
      case "none":
      case "keyless":
        return partial ? undefined : defect(method.kind, { host });
      case "unrecognised": {
        const { setting, mustBe } = method;
        return mustBe && setting.value
          ? defect("mistyped", { host, path: pathText(setting.value.path), expected: mustBe.join(", ") })
          : defect("unrecognised", { host });
      }
      case "token": {
        if (options.requireEntraId) return defect("token", { host });
        if (options.acceptedRotation.length === 0) return defect("noneAccepted", { host });
        const accepted = findRotation(gateway, method.settings, around).filter(({ kind }) =>
          options.acceptedRotation.includes(kind),
        );
        if (accepted.some(({ undecided }) => !undecided)) return;
        const [open] = accepted.flatMap(({ undecided }) => undecided ?? []);
        if (open) return unknown(open);
        return gateway.marks.length === 0
          ? notice("unmarked", { host })
          : defect("unrotated", { host, accepted: options.acceptedRotation.join(", ") });
      }
    }
  },
});

import { bestMethod } from "../analysis/connection/auth-method";
import { connectedGateways } from "../analysis/connection/connected-gateway";
import { findRotation, rotationKinds, waysToRotate } from "../analysis/sign-in/token-rotation";
import { nameOfSetting } from "../gateway/model/gateway";
import { any } from "../pulumi/match";
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
    "Use workload identity (config.service.auth=workloadIdentity), outside of Kubernetes an Entra app (azureAdApp), or let an ExternalSecret, a SecretProviderClass, a SealedSecret, a CronJob or Key Vault renew the token and its Secret.",
  judges: connectedGateways,
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
    none: "The {host} sets no `{setting}`, so the gateway cannot sign in to Azure. Set it to `{best}`, or to a token that is rotated.",
    tokenless:
      "The {host} sets no `{setting}`, so the gateway cannot sign in to Azure. Set it to a token that is rotated.",
    keyless:
      "`config.service.auth` of the {host} is `key`, but nothing sets `config.service.auth.key`, so the gateway cannot sign in to Azure. Use {way}, or a token that is rotated.",
    unrecognised:
      "`config.service.auth` of the {host} is neither `workloadIdentity`, `azureAdApp`, `key` nor a token, so the gateway cannot sign in to Azure. Write `{best}`, or a token that is rotated.",
    mistyped:
      "`{path}` of the {host} is none of {expected}, so the gateway gets no authentication at all. Write one of these.",
    unrotated:
      "The {host} signs in with an access token, which dies after 30 days, and nothing in the stack renews it. Use {way}, or declare what renews the token: {ways}.",
    unmarked:
      "The {host} signs in with an access token, which dies after 30 days. It carries no labels, so nothing can say here that the token is renewed; make sure that it is.",
    token: "The {host} signs in with an access token, but `requireEntraId` asks for Entra ID. Use {way}.",
    noneAccepted:
      "The {host} signs in with an access token, and `acceptedRotation` accepts no way to rotate it there. Use {way}.",
    tokensOnly:
      "The {host} can sign in with an access token only, which `{option}` does not accept. Install the gateway in another way, such as its Helm chart, and use `workloadIdentity`.",
    unseen:
      "How the {host} signs in to Azure may be set by {what}, whose content this stack does not tell; it is not judged.",
  },

  check({ gateway, method }, { options, around, defect, notice, unknown }) {
    const { host, partial, takesTokensOnly } = gateway;
    const best = bestMethod(gateway);
    const said = { host, best, way: inWords[best] };
    switch (method.kind) {
      case "entra":
        return;
      case "unknown":
        return unknown(method.value);
      case "unseen":
        return method.unseen.value.unknown
          ? unknown(method.unseen.value)
          : notice("unseen", { host, what: method.unseen.what });
      case "none": {
        const setting = nameOfSetting("config.service.auth", gateway);
        return partial ? undefined : defect(takesTokensOnly ? "tokenless" : "none", { ...said, setting });
      }
      case "keyless":
        return partial ? undefined : defect("keyless", said);
      case "unrecognised": {
        const { setting, mustBe } = method;
        return mustBe && setting.value
          ? defect("mistyped", { host, path: pathText(setting.value.path), expected: mustBe.join(", ") })
          : defect("unrecognised", said);
      }
      case "token": {
        const { requireEntraId, acceptedRotation } = options;
        if (requireEntraId || acceptedRotation.length === 0) {
          const option = requireEntraId ? "requireEntraId" : "acceptedRotation";
          if (takesTokensOnly) return defect("tokensOnly", { host, option });
          return defect(requireEntraId ? "token" : "noneAccepted", said);
        }
        const accepted = findRotation(gateway, method.settings, around).filter(({ kind }) =>
          acceptedRotation.includes(kind),
        );
        const rotated = any(accepted.map(({ holds }) => holds));
        if (rotated.kind === "yes") return;
        if (rotated.kind === "unknown") return unknown(rotated.value);
        if (gateway.marks.length === 0) return notice("unmarked", { host });
        const ways = waysToRotate(gateway, acceptedRotation);
        return ways ? defect("unrotated", { ...said, ways }) : defect("noneAccepted", said);
      }
    }
  },
});

/** Ways to sign in with Entra ID, for messages. */
const inWords = { workloadIdentity: "workload identity", azureAdApp: "an Entra app (`azureAdApp`)" };

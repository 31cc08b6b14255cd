import { credentialCarriers, exposedCredentials, howToHide } from "../analysis/credentials/exposure";
import { never } from "../pulumi/match";
import { resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const gatewayTokenProtected = resourcePolicy({
  name: "gateway-token-protected",
  displayName: "Gateway credentials are kept in secrets",
  description:
    "The access token or client secret of a self-hosted gateway stands in a secret, never where everybody who may read the resource sees it.",
  level: "mandatory",
  severity: "critical",
  row: row("securing-communication"),
  remediationSteps:
    "Keep the credential in a Secret of Kubernetes or in a secret of the host's own, refer to it from the gateway, and replace the one that was exposed. With workload identity there is none to keep.",
  judges: credentialCarriers,
  options: {},
  messages: {
    plain: "{place} holds {kind} in plain text. {move}, and replace the exposed one.",
    becomesSecret:
      "{place} holds {kind}: it ends in a Secret, but stays readable in the values of the installation. Make the Secret yourself and name it in `secret.existingSecretName`.",
    unseen:
      "`{name}` holds {kind}, but comes from {where}, which is no secret and not in this stack. Refer to a Secret instead.",
  },

  check(carrier, { defect, notice, unknown }) {
    for (const credential of exposedCredentials(carrier)) {
      switch (credential.kind) {
        case "unknown":
          unknown(credential.value);
          break;
        case "unseen":
          notice("unseen", { ...credential, kind: credential.credential });
          break;
        case "found":
          if (credential.exposure === "becomes-secret")
            notice("becomesSecret", { ...credential, kind: credential.credential });
          else defect("plain", { ...credential, kind: credential.credential, move: howToHide(carrier) });
          break;
        default:
          never(credential);
      }
    }
  },
});

import {
  type CredentialKind,
  credentialCarriers,
  type ExposedCredential,
  exposedCredentials,
  secretStoreFor,
} from "../analysis/credentials/exposure";
import { objectText, type SecretStore } from "../gateway/model/settings";
import { holdsToken } from "../gateway/model/token";
import { never } from "../pulumi/match";
import { type Judgment, resourcePolicy } from "../pulumi/policy";
import { row } from "../support/responsibilities";

const messages = {
  "plain-secret":
    "`{setting}` ({place}) holds {kind} in plain text. Move it to a Secret, reference that here, and regenerate the exposed one.",
  "plain-chart":
    "`{setting}` ({place}) holds {kind} in plain text. Create a Secret, set `secret.createSecret: false` and `secret.existingSecretName`, and regenerate the exposed one.",
  "plain-app":
    "`{setting}` ({place}) holds {kind} in plain text. Move it to a secret of the Container App, reference that with `secretRef`, and regenerate the exposed one.",
  "plain-protected":
    "`{setting}` ({place}) holds {kind} in plain text. Move it to `configurationProtectedSettings`, and regenerate the exposed one.",
  "plain-secure":
    "`{setting}` ({place}) holds {kind} in plain text. Make it a secure variable, reference that in the command, and regenerate the exposed one.",
  "plain-none":
    "`{setting}` ({place}) holds {kind} in plain text. Docker has no secret that a gateway can read: limit who can inspect the container.",
  stray: "{place} contains an access token in plain text. Remove it, and regenerate the gateway's key.",
  becomesSecret:
    "{place} holds {kind}, which is stored in a Secret but stays readable in the values of the release. Create the Secret yourself and set `secret.existingSecretName`.",
  unseen:
    "`{setting}` holds {kind}, but comes from {object} `{name}`, which isn't a Secret and isn't in this stack. Reference a Secret instead.",
} as const;

type Report = Judgment<Record<never, never>, typeof messages>;

export const gatewayTokenProtected = resourcePolicy({
  name: "gateway-token-protected",
  displayName: "Gateway credentials are stored in secrets",
  description:
    "Disallows access tokens and client secrets of self-hosted gateways in plain text, where everyone who can read the resource sees them.",
  level: "mandatory",
  severity: "critical",
  row: row("securing-communication"),
  remediationSteps:
    "Move the credential to a Secret or to a secret of the host, reference it from the gateway, and regenerate the exposed one. Workload identity needs no credential.",
  judges: credentialCarriers,
  options: {},
  messages,

  check(carrier, report) {
    for (const credential of exposedCredentials(carrier)) {
      switch (credential.kind) {
        case "unknown":
          report.unknown(credential.value);
          break;
        case "unseen":
          reportUnseen(credential, report);
          break;
        case "found":
          reportFound(credential, secretStoreFor(carrier), report);
          break;
        default:
          never(credential);
      }
    }
  },
});

function reportFound(found: ExposedCredential & { kind: "found" }, store: SecretStore, report: Report) {
  const { exposure, name, place } = found;
  const kind = nouns[found.credential];
  if (exposure === "becomes-secret") return report.note("becomesSecret", { place, kind });
  if (name === undefined) return report.defect("stray", { place });
  // A credential at the wrong place may even be a name.
  const setting = holdsToken(name) ? "…" : name;
  if (store === "none") return report.note("plain-none", { setting, place, kind });
  report.defect(`plain-${store}`, { setting, place, kind });
}

function reportUnseen(
  { credential, name: setting, object }: ExposedCredential & { kind: "unseen" },
  report: Report,
) {
  const { kind, name } = objectText(object);
  report.note("unseen", { setting, kind: nouns[credential], object: kind, name });
}

const nouns: Readonly<Record<CredentialKind, string>> = {
  token: "an access token",
  "client-secret": "a client secret",
  credential: "a credential",
};

import type { Value } from "../pulumi/value";
import { isReference, type Setting, type Settings, type Unseen } from "./settings";
import { looksLikeToken } from "./token";

/** How a gateway proves to Azure who it is. */
export type AuthMethod =
  | { readonly kind: "entra"; readonly mode: "azureAdApp" | "workloadIdentity" }
  /** An access token; `settings` are the ones that carry it, as far as they can be seen. */
  | { readonly kind: "token"; readonly settings: readonly Setting[] }
  /** Nothing is set. */
  | { readonly kind: "none" }
  /** Something is set that is none of the documented values. */
  | { readonly kind: "unrecognised"; readonly setting: Setting }
  /** The deciding value is not known. */
  | { readonly kind: "unknown"; readonly value: Value }
  /** The deciding value is outside the stack. */
  | { readonly kind: "unseen"; readonly unseen: Unseen };

/**
 * Source: "Self-hosted gateway settings reference", and the articles on authentication with a token, with an Entra app
 * and with workload identity. `config.service.auth` holds the token itself, or names the method.
 */
export function authMethod({ found, unseen }: Settings): AuthMethod {
  const auth = found.get("config.service.auth");
  const key = found.get("config.service.auth.key");
  const text = auth?.value?.text?.trim();
  // A value that is set but empty is as good as none.
  if (auth && text !== "" && !auth.value?.absent) return fromSetting(auth, text, found);
  if (key) return { kind: "token", settings: [key] };
  const [first] = unseen;
  return first ? { kind: "unseen", unseen: first } : { kind: "none" };
}

function fromSetting(auth: Setting, text: string | undefined, found: Settings["found"]): AuthMethod {
  switch (text?.toLowerCase()) {
    case "azureadapp":
      return { kind: "entra", mode: "azureAdApp" };
    case "workloadidentity":
      return { kind: "entra", mode: "workloadIdentity" };
    case "key": {
      const key = found.get("config.service.auth.key");
      return { kind: "token", settings: key ? [key] : [auth] };
    }
  }
  // Only a token is kept in a Secret, so its value need not be seen.
  if (auth.secret || (text !== undefined && (looksLikeToken(text) || isReference(text))))
    return { kind: "token", settings: [auth, ...referred(text, found)] };
  if (text !== undefined) return { kind: "unrecognised", setting: auth };
  if (auth.value?.unknown) return { kind: "unknown", value: auth.value };
  if (auth.source.kind === "key") {
    const { object } = auth.source;
    return {
      kind: "unseen",
      unseen: { what: `${object.kind} ${object.name.text ?? ""}`.trim(), value: object.name },
    };
  }
  return { kind: "unrecognised", setting: auth };
}

/** Other variables that Kubernetes puts into the value: `GatewayKey $(TOKEN)`. */
function referred(text: string | undefined, found: Settings["found"]): Setting[] {
  return [...(text ?? "").matchAll(/\$\(([^)]+)\)/g)].flatMap(([, name]) => found.get(name ?? "") ?? []);
}

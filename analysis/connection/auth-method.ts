import type { Gateway } from "../../gateway/model/gateway";
import { methodNamed, settingName } from "../../gateway/model/setting-names";
import { isReference, type Setting, type Settings, type Unseen } from "../../gateway/model/settings";
import { looksLikeToken } from "../../gateway/model/token";
import { type Unknown, unknown } from "../../pulumi/match";
import type { EntraMode } from "../../support/entra";

/** How a gateway authenticates to Azure. */
export type AuthMethod =
  | { readonly kind: "entra"; readonly mode: EntraMode }
  /** An access token; `settings` are the readable settings that contain it. */
  | { readonly kind: "token"; readonly settings: readonly Setting[] }
  /** Nothing is set. */
  | { readonly kind: "none" }
  /** A token is required, but nothing sets it. */
  | { readonly kind: "keyless" }
  | Unrecognized
  /** The deciding value is unknown. */
  | Unknown
  /** The deciding value is outside the stack. */
  | { readonly kind: "unseen"; readonly unseen: Unseen };

/** A value that isn't documented; `mustBe` lists the values that the host allows, if it restricts them. */
export interface Unrecognized {
  readonly kind: "unrecognized";
  readonly setting: Setting;
  readonly mustBe?: readonly string[] | undefined;
}

/**
 * Source: "Self-hosted gateway settings reference", and the articles on authentication with a token, with an Entra app
 * and with workload identity. `config.service.auth` holds the token itself, or names the method.
 */
export function authMethod({ found, unseen }: Settings): AuthMethod {
  const auth = found.get(settingName.auth);
  const key = found.get(settingName.authKey);
  const text = auth?.value?.text?.trim();
  // An empty value counts as not set, unless it has a meaning on the host.
  if (auth && (isDecided(auth) || (text !== "" && !auth.value?.absent))) {
    return fromSetting(auth, text, { found, unseen });
  }
  if (key) return { kind: "token", settings: [key] };
  const [first] = unseen;
  return first ? { kind: "unseen", unseen: first } : { kind: "none" };
}

/**
 * The authentication that needs the least maintenance on the gateway's host. Workload identity requires Kubernetes.
 * Source: "Use Microsoft Entra workload identity authentication for the self-hosted gateway".
 */
export function bestMethod({ platform }: Gateway): EntraMode {
  return platform === "kubernetes" ? "workloadIdentity" : "azureAdApp";
}

function fromSetting(auth: Setting, text: string | undefined, settings: Settings): AuthMethod {
  const { isToken, mustBe } = meaning(auth);
  if (isToken) return { kind: "token", settings: [auth] };
  if (mustBe) return { kind: "unrecognized", setting: auth, mustBe };
  const method = text === undefined ? undefined : methodNamed(text);
  if (method === "key") return ofKey(settings);
  if (method) return { kind: "entra", mode: method };
  // Only a token is stored in a Secret, so its value isn't needed.
  if (auth.secret || (text !== undefined && (looksLikeToken(text) || isReference(text))))
    return { kind: "token", settings: [auth, ...referred(text, settings.found)] };
  return text === undefined ? ofUnread(auth) : { kind: "unrecognized", setting: auth };
}

/** The token in its own setting, or in one of the objects with unreadable keys. */
function ofKey({ found, unseen }: Settings): AuthMethod {
  const name = settingName.authKey;
  const key = found.get(name);
  if (key) return { kind: "token", settings: [key] };
  const settings = unseen.map(({ source }): Setting => ({ name, value: undefined, source, secret: false }));
  return settings.length > 0 ? { kind: "token", settings } : { kind: "keyless" };
}

/** A value that is unknown, or not in the stack. */
function ofUnread(auth: Setting): AuthMethod {
  const { source, value } = auth;
  if (value?.unknown) return unknown(value);
  if (source.kind !== "key") return { kind: "unrecognized", setting: auth };
  return { kind: "unseen", unseen: { value: source.object.name, source } };
}

/** The host determines its meaning, or it is one key of a Secret, or a secret of the host, which may be in a vault. */
function isDecided(auth: Setting): boolean {
  const { isToken, mustBe } = meaning(auth);
  return isToken || mustBe !== undefined || (auth.secret && auth.source.kind !== "all");
}

function meaning({ source }: Setting): { isToken: boolean; mustBe?: readonly string[] | undefined } {
  return source.kind === "all" || source.kind === "unreadable"
    ? { isToken: false }
    : { isToken: source.isToken ?? false, mustBe: source.mustBe };
}

/** Other variables that Kubernetes inserts into the value: `GatewayKey $(TOKEN)`. */
function referred(text: string | undefined, found: Settings["found"]): Setting[] {
  return [...(text ?? "").matchAll(/\$\(([^)]+)\)/g)].flatMap(([, name]) => found.get(name ?? "") ?? []);
}

/** Whether a value looks like the name of a method. Any other value may be a misplaced credential. */
export function isMethodWord(value: string): boolean {
  return methodWords.has(value.toLowerCase().replace(/[-_ ]/g, ""));
}

const methodWords: ReadonlySet<string> = new Set([
  ...["token", "accesstoken", "gatewaytoken", "gatewaykey", "key"],
  ...["entra", "entraid", "entraapp", "azuread", "azureadapp", "aad", "aadapp", "app", "certificate"],
  ...["workloadidentity", "managedidentity", "identity", "none"],
]);

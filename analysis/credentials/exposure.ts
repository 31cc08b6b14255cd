import { gateways, hostOf } from "../../gateway";
import { isGatewaySetting, settingName } from "../../gateway/model/setting-names";
import { type Exposure, isReference, type SecretStore } from "../../gateway/model/settings";
import { holdsToken, looksLikeSignature, mayBeToken } from "../../gateway/model/token";
import type { ObjectReference } from "../../kubernetes/object";
import { type Unknown, unknown } from "../../pulumi/match";
import { perResource } from "../../pulumi/per-stack";
import type { Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import { someText, textsBelow } from "../../pulumi/texts";
import { covers, type Path, type Value } from "../../pulumi/value";
import {
  isDataObject,
  placeOf,
  type SettingsHolder,
  settingsHolders,
  type WrittenSetting,
  writtenIn,
} from "./written-settings";

/** A credential that authenticates the gateway to Azure. */
export type CredentialKind = "token" | "client-secret" | "credential";

/** A resource that contains, or may contain, credentials of gateways. */
export interface CredentialCarrier extends SettingsHolder {
  /** Strings outside the settings that contain a token: annotations, command lines, other containers. */
  readonly strays: readonly Value[];
}

/** A credential that isn't protected: users who may not read secrets can read it. */
export type ExposedCredential =
  | {
      readonly kind: "found";
      readonly credential: CredentialKind;
      /** The setting; undefined if the token is in another string. */
      readonly name: string | undefined;
      readonly place: string;
      readonly exposure: Exposure;
    }
  /** It is in an object outside the stack; the setting `name` shows its purpose. */
  | {
      readonly kind: "unseen";
      readonly credential: CredentialKind;
      readonly name: string;
      readonly object: ObjectReference;
    }
  /** It depends on an unknown value whether it is a credential. */
  | Unknown;

/** Settings and chart values that always contain a credential. Names in lower case, so a misspelled one counts too. */
const credentialKeys: ReadonlyMap<string, CredentialKind> = new Map([
  [settingName.authKey.toLowerCase(), "token"],
  [settingName.clientSecret.toLowerCase(), "client-secret"],
  ["gateway.auth.key", "token"],
  ["gateway.auth.token", "token"],
  ["gateway.auth.azuread.app.secret", "client-secret"],
]);

/** kubectl's annotation with a copy of the object. */
const copy = "kubectl.kubernetes.io/last-applied-configuration";

/** The resources whose credentials are checked. */
export const credentialCarriers: Subjects<CredentialCarrier> = {
  ...settingsHolders,
  noun: "self-hosted gateway or credential of one",

  find: perResource((resource, around) => {
    const settings = writtenIn(resource, around);
    const strays = findStrays(resource, settings);
    const concerned =
      gateways.find(resource, around).length > 0 ||
      strays.length > 0 ||
      settings.some((setting) => isGatewaySetting(setting.name) || holdsToken(setting.value?.text ?? ""));
    return concerned || settings.some(({ name, value }) => name === "gateway-key" && mayBeToken(value))
      ? [{ resource, settings, strays }]
      : [];
  }),
};

/** The unprotected credentials of a carrier. */
export function exposedCredentials({ settings, strays }: CredentialCarrier): ExposedCredential[] {
  return [
    ...settings.flatMap(exposedIn),
    ...strays.map(
      (value): ExposedCredential => ({
        kind: "found",
        credential: "token",
        name: undefined,
        place: placeOf(value),
        exposure: "plain",
      }),
    ),
  ];
}

/** Where a user can store a credential instead. */
export function secretStoreFor({ resource }: CredentialCarrier): SecretStore {
  return hostOf(resource.type)?.secretStore ?? "secret";
}

/** The only kind of credential that is valid at a place, whatever its value. */
export function kindByKey({ name, value, meantSecret }: WrittenSetting): CredentialKind | undefined {
  const byName = credentialKeys.get(name.toLowerCase());
  if (byName) return byName;
  if (meantSecret) return name.toLowerCase().endsWith("secret") ? "client-secret" : "token";
  const path = dotted(value?.path ?? []);
  for (const [key, kind] of credentialKeys) if (path.endsWith(`.${key}`)) return kind;
  return undefined;
}

function exposedIn(setting: WrittenSetting): ExposedCredential[] {
  const { value, exposure, elsewhere } = setting;
  if (exposure === "secret") return [];
  const credential = kindOf(setting);
  if (!credential) return [];
  if (elsewhere) {
    const { object } = elsewhere;
    if (!value)
      return credential === "unknown" ? [] : [{ kind: "unseen", credential, name: setting.name, object }];
    // An object whose content shows its purpose is checked as a resource of its own.
    if (kindOf({ ...setting, name: elsewhere.key, meantSecret: false }) === credential) return [];
  }
  if (!value) return [];
  return credential === "unknown"
    ? [unknown(value)]
    : [{ kind: "found", credential, name: setting.name, place: placeOf(value, elsewhere), exposure }];
}

/** The credential at a place, if there is one; "unknown" if there may be one. */
function kindOf(setting: WrittenSetting): CredentialKind | "unknown" | undefined {
  const { name, value } = setting;
  const byKey = kindByKey(setting);
  const method = name === settingName.auth;
  if (!value) return byKey;
  if (value.unknown) return byKey ? kindOfUnknown(setting, value, byKey) : method ? "unknown" : undefined;
  const { text } = value;
  if (text === undefined || text.trim() === "" || isPlaceholder(text)) return undefined;
  return byKey ? kindOfKnown(byKey, text) : kindByValue(text, method);
}

/** The value of a token's key is a credential. Messages call it a token only if it has the format of one. */
function kindOfKnown(byKey: CredentialKind, text: string): CredentialKind {
  return byKey === "token" && !isTokenLike(text) ? "credential" : byKey;
}

function kindByValue(text: string, isMethod: boolean): CredentialKind | undefined {
  return holdsToken(text) || (isMethod && looksLikeSignature(text)) ? "token" : undefined;
}

function isTokenLike(text: string): boolean {
  return holdsToken(text) || looksLikeSignature(text);
}

/** Another controller sets ignored properties. If an object above is unknown, it may not have the key. */
function kindOfUnknown(
  setting: WrittenSetting,
  value: Value,
  byKey: CredentialKind,
): CredentialKind | "unknown" {
  const decided = value.unknown !== "ignored" && (setting.elsewhere || isKeysPlace(setting, value.path));
  return decided ? byKey : "unknown";
}

function isKeysPlace({ name }: WrittenSetting, path: Path): boolean {
  const last = path.at(-1);
  return (
    last === "value" ||
    last === name ||
    [...credentialKeys.keys()].some((key) => dotted(path).endsWith(`.${key}`))
  );
}

function dotted(path: Path): string {
  return `.${path.join(".").toLowerCase()}`;
}

/** A reference, or a placeholder that a program or a tool should have replaced: `${TOKEN}`. */
function isPlaceholder(text: string): boolean {
  return isReference(text) || /\$\{[^}]+\}/.test(text);
}

function findStrays(resource: Resource, settings: readonly WrittenSetting[]): Value[] {
  const { props, type } = resource;
  // A Pod of a controller is checked with the object that it is created from.
  const owned = !isDataObject(resource) && props.get("metadata", "ownerReferences").items.length > 0;
  if (owned || !someText(props, holdsToken)) return [];
  const secret = isDataObject(resource)
    ? [["data"], ["stringData"], ["binaryData"]]
    : (hostOf(type)?.secretPlaces ?? []);
  const own = settings.flatMap(({ value, elsewhere }) => (value && !elsewhere ? [value] : []));
  const strays = [...textsBelow(props)].filter(
    (text) =>
      holdsToken(text.string ?? "") &&
      !secret.some((place) => covers(place, text.path)) &&
      !own.some((value) => isTextOf(value, text, props)),
  );
  // The copy adds nothing if the original is found or is protected.
  const isCopy = ({ path }: Value): boolean => path.at(-1) === copy;
  const original =
    type.name.startsWith("Secret") ||
    strays.some((stray) => !isCopy(stray)) ||
    own.some(({ text }) => holdsToken(text ?? ""));
  return original ? strays.filter((stray) => !isCopy(stray)) : strays;
}

/** Whether a setting's value was read from this string: at the same place, or from its YAML or list of parameters. */
function isTextOf({ path, text }: Value, whole: Value, props: Value): boolean {
  let depth = path.length;
  while (depth > 0 && props.get(...path.slice(0, depth)).absent) depth--;
  const read = depth === path.length || (holdsToken(text ?? "") && whole.string?.includes(text ?? ""));
  return Boolean(read) && covers(path.slice(0, depth), whole.path);
}

import { readVaultSecret, vaultSecretAt, vaultSecretExpiry } from "../../azure/vault-secret";
import { gateways, hostOf } from "../../gateway";
import type { Gateway } from "../../gateway/model/gateway";
import { isGatewaySetting, methodNamed, settingName } from "../../gateway/model/setting-names";
import { isReference } from "../../gateway/model/settings";
import {
  isMeantAsToken,
  looksLikeToken,
  mayBeToken,
  readToken,
  type Token,
  type TokenFlaw,
  tokensIn,
} from "../../gateway/model/token";
import { clusterOf, findObject, namespaceKey, objectName, whereIs } from "../../kubernetes/object";
import { Join } from "../../pulumi/join";
import type { Resource } from "../../pulumi/resource";
import { type KeysOf, type ResourceSet, Seen } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";
import { type CredentialCarrier, kindByKey } from "./exposure";
import { isDataObject, placeOf, type WrittenSetting } from "./written-settings";

/** What is known about a token at a place. */
export type KnownToken =
  | {
      readonly kind: "known";
      readonly place: string;
      readonly token: Token | undefined;
      readonly flaw: TokenFlaw | undefined;
    }
  /** Its value is unknown: in the resource itself, or in the resource `where`. */
  | { readonly kind: "unknown"; readonly value: Value; readonly where: string | undefined };

/**
 * The tokens of a carrier. A value counts only if it is certainly meant to be one: by its setting, its key or its
 * format.
 */
export function knownTokens({ resource, settings }: CredentialCarrier, around: ResourceSet): KnownToken[] {
  return [
    ...settings.flatMap((setting) => fromSetting(setting, resource, around)),
    ...withoutPrefixInVault(resource, around),
  ];
}

/** A prefix isn't added between the vault's secret and the host's; other defects are found in the host's secret. */
function withoutPrefixInVault(resource: Resource, around: ResourceSet): KnownToken[] {
  const sources = gateways.find(resource, around).flatMap(({ settings }) => settings);
  return sources.flatMap((source): KnownToken[] => {
    if (source.kind !== "host-secret" || !takesToken(source.name) || source.keyVault.absent) return [];
    const value = vaultSecretAt(source.keyVault, resource, around)?.value;
    if (!value || readToken(value.text ?? "").flaw !== "prefix") return [];
    return [
      {
        kind: "known",
        place: `${placeOf(value)} of ${value.origin.label}`,
        token: undefined,
        flaw: "prefix",
      },
    ];
  });
}

function takesToken(name: string): boolean {
  return name === settingName.auth || name === settingName.authKey;
}

/** An expiration date of a vault's secret with a token. `outlives` is when the token expires, if earlier. */
export interface VaultDate {
  readonly path: string;
  readonly time: number;
  readonly outlives: number | undefined;
}

export function vaultDate({ resource }: CredentialCarrier): VaultDate | undefined {
  const secret = readVaultSecret(resource);
  const time = secret && vaultSecretExpiry(secret);
  if (!secret || time === undefined) return undefined;
  const token = readToken(secret.value.text ?? "").token?.expires;
  // The date has seconds, the token only minutes.
  const outlives = token !== undefined && time - token >= 60_000 ? token : undefined;
  return { path: pathText(secret.expires.path), time, outlives };
}

function fromSetting(setting: WrittenSetting, resource: Resource, around: ResourceSet): KnownToken[] {
  const { value, elsewhere } = setting;
  if (!value) return [];
  // An object whose content shows its purpose is checked as a resource of its own.
  const judgedThere =
    elsewhere !== undefined && isTokenPlace({ ...setting, name: elsewhere.key, meantSecret: false });
  if (value.unknown) return fromUnknown(setting, value, judgedThere);
  const { text } = value;
  if (judgedThere || text === undefined || text.trim() === "" || isReference(text)) return [];
  if (isAuth(setting) && methodNamed(text)) return [];
  const place = named(setting, value, placeOf(value, elsewhere));
  const certain = isTokenPlace(setting) || (isAuth(setting) && looksLikeToken(text));
  if (certain || isMeantAsToken(text)) return fromToken(setting, text, { place, certain }, resource, around);
  // Tokens inside a string of another object are found there.
  return elsewhere ? [] : tokensIn(text).map((token) => ({ kind: "known", place, token, flaw: undefined }));
}

/** The place of a setting, with its name unless the place contains it. */
function named({ name }: WrittenSetting, { path }: Value, place: string): string {
  return isGatewaySetting(name) && path.at(-1) !== name ? `\`${name}\` (${place})` : place;
}

function isAuth({ name }: WrittenSetting): boolean {
  return name.toLowerCase() === settingName.auth;
}

function fromUnknown(setting: WrittenSetting, value: Value, judgedThere: boolean): KnownToken[] {
  const { elsewhere } = setting;
  const isReportedThere = judgedThere && value.path.at(-1) === elsewhere?.key;
  // gateway-token-protected reports a token in plain text, even if its value is unknown.
  const isPlain = setting.exposure !== "secret";
  if (isReportedThere || isPlain || !(isAuth(setting) || isTokenPlace(setting))) return [];
  return [{ kind: "unknown", value, where: elsewhere && placeOf(value, elsewhere) }];
}

/** A string that is a token and nothing else. */
function fromToken(
  { elsewhere, name }: WrittenSetting,
  text: string,
  { place, certain }: { readonly place: string; readonly certain: boolean },
  resource: Resource,
  around: ResourceSet,
): KnownToken[] {
  const { token, flaw } = readToken(text);
  if (elsewhere && isMeantAsToken(text)) {
    return flaw === "prefix" && certain ? [{ kind: "known", place, token: undefined, flaw }] : [];
  }
  // If no setting uses the token directly, the prefix may be added later.
  const prefixLater = flaw === "prefix" && !certain && !isTakenAsToken(resource, name, around);
  return [{ kind: "known", place, token, flaw: prefixLater ? undefined : flaw }];
}

/** Whether any value here must be a token: in a secret, these settings contain nothing else. */
function isTokenPlace(setting: WrittenSetting): boolean {
  const { name, exposure } = setting;
  const key = name.toLowerCase();
  if (key === settingName.auth) return exposure !== "plain" || setting.meantSecret || byChart(setting);
  // The key that the official chart reads from a Secret.
  return (
    key === settingName.authKey ||
    (key === "gateway-key" && exposure === "secret" && mayBeToken(setting.value))
  );
}

function byChart(setting: WrittenSetting): boolean {
  return kindByKey({ ...setting, meantSecret: false }) === "token";
}

/** Whether a gateway that was registered before uses this key of a ConfigMap or Secret, unchanged, as its token. */
function isTakenAsToken(object: Resource, key: string, around: ResourceSet): boolean {
  const name = objectName(object).string;
  if (name === undefined || !isDataObject(object)) return false;
  const takes = (resource: Resource) =>
    tokenKeys(gateways.find(resource, around)).some(
      (source) =>
        source.key.string === key && findObject(source.object, resource, around)?.urn === object.urn,
    );
  const asked = [`${object.type.name} ${name}`, key, ...whereIs(object)] as const;
  return takers.find(asked, around).some(takes) || around.lookUp(readsOthers, "").some(takes);
}

/** Resources that host gateways, by the key that they use as a token, read without the rest of the stack. */
const takers = new Join((resource) =>
  tokenKeys(readAlone(resource)).map(({ key, object: { kind, name, namespace } }) => [
    `${kind} ${name.string}`,
    key.string,
    clusterOf(resource),
    namespaceKey(namespace),
  ]),
);

/** Resources that can be recognized as a gateway's host only with other resources. */
const readsOthers: KeysOf = (resource) =>
  hostOf(resource.type)?.affects && readAlone(resource).length === 0 ? "" : undefined;

function readAlone(resource: Resource): readonly Gateway[] {
  return hostOf(resource.type)?.read(resource, nothing) ?? [];
}

const nothing = new Seen();

function tokenKeys(hosted: readonly Gateway[]) {
  return hosted
    .flatMap(({ settings }) => settings)
    .flatMap((source) =>
      source.kind === "key" && /^config\.service\.auth(?:\.key)?$/.test(source.name) ? source : [],
    );
}

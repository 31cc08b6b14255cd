import { readVaultSecret, type VaultSecret } from "../../azure/vault-secret";
import { gateways } from "../../gateway";
import { isGatewaySetting } from "../../gateway/model/setting-names";
import { type Exposure, objectText, type Setting, type SettingSource } from "../../gateway/model/settings";
import { holdsToken, isMeantAsToken } from "../../gateway/model/token";
import { findObject, type ObjectReference, objectData, objectEntries } from "../../kubernetes/object";
import { perResource } from "../../pulumi/per-stack";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";

/** A setting at the place where it is written. */
export interface WrittenSetting {
  /**
   * The gateway's name for it. In a ConfigMap or Secret that is checked by itself: the key, which may not be a setting.
   */
  readonly name: string;
  /** Undefined if it is in an object that isn't, or isn't yet, in the stack. */
  readonly value: Value | undefined;
  readonly exposure: Exposure;
  /** The object and key that contain it, if that is another resource whose content doesn't show its purpose. */
  readonly elsewhere: { readonly object: ObjectReference; readonly key: string } | undefined;
  /** True if only a credential is valid there, whatever the value: the host or another setting determines it. */
  readonly meantSecret: boolean;
}

/** A resource that contains settings of gateways: a gateway's host, a ConfigMap, a Secret. */
export interface SettingsHolder extends Subject {
  readonly settings: readonly WrittenSetting[];
}

/** The places of gateways' settings, each once, regardless of how many gateways read it. */
export const settingsHolders: Subjects<SettingsHolder> = {
  ...gateways,
  noun: "self-hosted gateway or settings of one",

  find: perResource((resource, around) => {
    const settings = writtenIn(resource, around);
    const isHost = gateways.find(resource, around).length > 0;
    return isHost || settings.some(({ name }) => isGatewaySetting(name)) ? [{ resource, settings }] : [];
  }),
};

/** A setting's value, its place for messages, and whether that is in another object than the holder. */
export interface Written {
  readonly value: Value;
  readonly place: string;
  readonly elsewhere: boolean;
}

/**
 * The places where the holder sets the setting `name`. A value that comes from another object under the same name is
 * left out: that object is checked by itself.
 */
export function settingsNamed({ settings }: SettingsHolder, name: string): Written[] {
  return settings.flatMap(({ name: other, value, elsewhere }) =>
    value && other === name && elsewhere?.key !== name
      ? [{ value, place: placeOf(value, elsewhere), elsewhere: elsewhere !== undefined }]
      : [],
  );
}

/** Everything in a resource that can be a setting. */
export const writtenIn = perResource((resource, around): readonly WrittenSetting[] => {
  const vaultSecret = readVaultSecret(resource);
  if (vaultSecret) return inVault(vaultSecret);
  if (isDataObject(resource)) {
    const exposure = resource.type.name.startsWith("Secret") ? "secret" : "plain";
    return objectEntries(resource).map(([name, value]) => ({
      name,
      value,
      exposure,
      elsewhere: undefined,
      meantSecret: false,
    }));
  }
  const written = new Map<string, WrittenSetting>();
  for (const { settings } of gateways.find(resource, around)) {
    const referred = new Set(settings.flatMap(referredToken));
    for (const source of settings) {
      for (const setting of fromSource(source, referred, resource, around)) {
        const { name, value, elsewhere } = setting;
        // Two containers can share one secret of the host's.
        written.set(JSON.stringify([name, value?.path, elsewhere?.object.name.string]), setting);
      }
    }
  }
  return [...written.values()];
});

/** A vault's secret doesn't show its purpose, so only a token is recognized. */
function inVault({ value }: VaultSecret): WrittenSetting[] {
  return isMeantAsToken(value.text ?? "")
    ? [{ name: "", value, exposure: "secret", elsewhere: undefined, meantSecret: false }]
    : [];
}

/** Whether the resource stores settings for others. */
export function isDataObject({ type }: Resource): boolean {
  return type.package === "kubernetes" && /^(?:ConfigMap|Secret)(?:Patch)?$/.test(type.name);
}

/** The place of the value, for messages. A key that is a misplaced credential is not shown. */
export function placeOf(value: Value, elsewhere?: { readonly object: ObjectReference }): string {
  const path = value.path.map((key) => (typeof key === "string" && holdsToken(key) ? "…" : key));
  if (!elsewhere) return `\`${pathText(path)}\``;
  const { kind, name } = objectText(elsewhere.object);
  return `\`${kind} ${name}: ${pathText(path)}\``;
}

/** The place of a setting's value: in the gateway's own resource, or in an object that it reads. */
export function placeOfSetting({ source, value }: Setting, resource: Resource): string {
  if (!("object" in source)) return placeOf(value ?? source.value);
  const { object } = source;
  return placeOf(value ?? object.name, value?.origin.urn === resource.urn ? undefined : { object });
}

function fromSource(
  source: SettingSource,
  referred: ReadonlySet<string>,
  resource: Resource,
  around: ResourceSet,
): WrittenSetting[] {
  switch (source.kind) {
    case "literal":
    case "host-secret":
      return [here(source, source.value, referred)];
    case "key": {
      const { name, object, key, value: own } = source;
      if (own) return [here(source, own, referred)];
      if (key.string === undefined) return [];
      const found = findObject(object, resource, around);
      const value = found && (entriesOf(found).get(key.string) ?? unknownData(found, key.string));
      if (found && !value) return [];
      return [fromObject(name, value, { object, key: key.string }, referred)];
    }
    case "all": {
      const { object, prefix } = source;
      const found = findObject(object, resource, around);
      // Without a prefix, the key is the setting's name, and the object is checked as a resource of its own.
      if (!found || prefix === "") return [];
      return [...entriesOf(found)].map(([key, value]) =>
        fromObject(prefix + key, value, { object, key }, referred),
      );
    }
    case "unreadable":
      return [];
  }
}

function here(
  { kind, name, isToken, exposure }: Exclude<SettingSource, { kind: "all" | "unreadable" }>,
  value: Value,
  referred: ReadonlySet<string>,
): WrittenSetting {
  return {
    name,
    value,
    exposure: exposure ?? (kind === "host-secret" ? "secret" : "plain"),
    elsewhere: undefined,
    meantSecret: isToken || referred.has(name),
  };
}

function fromObject(
  name: string,
  value: Value | undefined,
  elsewhere: NonNullable<WrittenSetting["elsewhere"]>,
  referred: ReadonlySet<string>,
): WrittenSetting {
  const exposure = elsewhere.object.kind === "Secret" ? "secret" : "plain";
  return { name, value, exposure, elsewhere, meantSecret: referred.has(name) };
}

function entriesOf(object: Resource): ReadonlyMap<string, Value> {
  return new Map(objectEntries(object));
}

/** The data as a whole, if it is unknown. */
function unknownData(object: Resource, key: string): Value | undefined {
  const value = objectData(object, key);
  return value.unknown ? value : undefined;
}

/** The variable that contains the whole credential: TOKEN in `config.service.auth=GatewayKey $(TOKEN)`. */
function referredToken(source: SettingSource): string[] {
  if (source.kind !== "literal" || !/^config\.service\.auth(?:$|\.)/.test(source.name)) return [];
  const [, name] = /^\s*(?:GatewayKey\s+)?\$\(([^)]+)\)\s*$/.exec(source.value.string ?? "") ?? [];
  return name && /(?:auth|\.key|\.clientSecret)$/i.test(source.name) ? [name] : [];
}

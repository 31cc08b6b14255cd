import { findObject, type ObjectReference, objectData, objectKeys } from "../../kubernetes/object";
import { findFeeders } from "../../kubernetes/secret-writer";
import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";

/**
 * Who may read a value: every user who may read the resource (`plain`), or only users who may read secrets (`secret`).
 * `becomes-secret`: a plain value of an installation, which stores it in a Secret.
 */
export type Exposure = "plain" | "becomes-secret" | "secret";

/**
 * Where a gateway's credential can be stored: a Secret, a Secret that the chart references, a secret of the Container
 * App, the extension's protected settings, a secure variable; `none` if every way to set it is plain.
 */
export type SecretStore = "secret" | "chart" | "app" | "protected" | "secure" | "none";

/** A source of a gateway's settings: a part of its environment. */
export type SettingSource =
  /** Written in the gateway's own resource, in plain text. */
  | ({ readonly kind: "literal"; readonly name: string; readonly value: Value } & Meaning)
  /** One key of a ConfigMap or Secret. If a chart creates the object, `value` is the content. */
  | ({
      readonly kind: "key";
      readonly name: string;
      readonly object: ObjectReference;
      readonly key: Value;
      readonly value?: Value;
    } & Meaning)
  /** Every key of a ConfigMap or Secret. */
  | { readonly kind: "all"; readonly object: ObjectReference; readonly prefix: string }
  /** A secret of the host, such as a Container App's: its value, or the vault that has it. */
  | ({
      readonly kind: "host-secret";
      readonly name: string;
      readonly value: Value;
      readonly keyVault: Value;
    } & Meaning)
  /** An unreadable source, which may contain any setting. */
  | { readonly kind: "unreadable"; readonly value: Value };

/** What a host determines about a setting besides its value. */
interface Meaning {
  /** True if the host treats the value as a token, regardless of its format. */
  readonly isToken?: boolean;
  /** Set if the host doesn't support the value, so it leaves the setting out. */
  readonly mustBe?: readonly string[];
  /** Set if the value is more or less exposed than the kind of its source implies. */
  readonly exposure?: Exposure;
}

/** A setting in the container's environment. */
export interface Setting {
  readonly name: string;
  /** Undefined if the value is in an object outside the stack. */
  readonly value: Value | undefined;
  readonly source: SettingSource;
  /** True if the value is in a secret of the host or of Kubernetes, readable or not. */
  readonly secret: boolean;
}

/** An object outside the stack, or an unknown value, that may contain any setting. */
export interface Unseen {
  /** The reference to the object, or the unknown value. */
  readonly value: Value;
  readonly source: SettingSource;
}

/** Everything that is known about a gateway's settings. */
export interface Settings {
  readonly found: ReadonlyMap<string, Setting>;
  readonly unseen: readonly Unseen[];
}

/** Resolves the sources as the platform does: the later of two sources of one name takes precedence. */
export function resolveSettings(
  sources: readonly SettingSource[],
  resource: Resource,
  around: ResourceSet,
): Settings {
  const found = new Map<string, Setting>();
  const unseen: Unseen[] = [];
  const set = (setting: Setting): void => void found.set(setting.name, setting);
  for (const source of sources) {
    switch (source.kind) {
      case "literal":
        set({ name: source.name, value: source.value, source, secret: false });
        break;
      case "host-secret":
        set({ name: source.name, value: source.value, source, secret: true });
        break;
      case "key": {
        const object = findObject(source.object, resource, around);
        const key = source.key.string;
        const value = source.value ?? (object && key !== undefined ? objectData(object, key) : undefined);
        set({ name: source.name, value, source, secret: source.object.kind === "Secret" });
        break;
      }
      case "all": {
        const { settings, complete, open = source.object.name } = everyKey(source, resource, around);
        for (const setting of settings) set(setting);
        if (!complete) unseen.push({ value: open, source });
        break;
      }
      case "unreadable":
        unseen.push({ value: source.value, source });
    }
  }
  return { found, unseen };
}

function everyKey(
  source: SettingSource & { kind: "all" },
  resource: Resource,
  around: ResourceSet,
): { settings: Setting[]; complete: boolean; open?: Value | undefined } {
  const { object: reference, prefix } = source;
  const secret = reference.kind === "Secret";
  const object = findObject(reference, resource, around);
  const own = object ? objectKeys(object) : { keys: [], complete: false, open: undefined };
  const settings = own.keys.map((key) => ({
    name: prefix + key,
    value: object && objectData(object, key),
    source,
    secret,
  }));
  const { complete, open } = own;
  if (complete || !secret) return { settings, complete, open };

  // The Secret's writer declares its keys, but not their values.
  const feeders = findFeeders(reference, resource, around);
  const fed = feeders.flatMap(({ keys }) => keys ?? []);
  settings.push(...fed.map((key) => ({ name: prefix + key, value: undefined, source, secret })));
  return { settings, complete: feeders.length > 0 && feeders.every(({ keys }) => keys !== undefined), open };
}

/**
 * Whether it is a placeholder that is replaced before a gateway reads it: `$(TOKEN)`, `<path:vault#key>` of Argo CD.
 */
export function isReference(text: string): boolean {
  return /\$\([^)]+\)|^\s*<path:[^>]+>\s*$/.test(text);
}

/** The kind and name of the object that may contain a setting, for messages. */
export function unseenObject({ source, value }: Unseen): { readonly kind: string; readonly name: string } {
  return "object" in source ? objectText(source.object) : { kind: "value", name: pathText(value.path) };
}

/** The kind and name of an object; the name is `…` if it is unknown. */
export function objectText({ kind, name }: ObjectReference): {
  readonly kind: string;
  readonly name: string;
} {
  return { kind, name: name.text ?? "…" };
}

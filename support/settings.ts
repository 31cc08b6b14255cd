import data from "./settings.json";

/** A setting of the gateway's container. */
export interface KnownSetting {
  readonly name: string;
  /** The first image version with it, if newer than 2.0.0. */
  readonly since?: string;
  /** Its allowed values. */
  readonly values?: readonly string[];
  /** The value that enables a feature outside Microsoft's support. */
  readonly unsupported?: string;
}

const settings: ReadonlyMap<string, KnownSetting> = new Map(
  data.settings.map((setting: KnownSetting) => [setting.name, setting]),
);
const internal: ReadonlySet<string> = new Set(data.internal);

export const settingNames: readonly string[] = [...settings.keys()];

export function findSetting(name: string): KnownSetting | undefined {
  return settings.get(name);
}

/** Whether a name has a prefix of the gateway's settings, but is neither documented nor read. */
export function isUndocumentedSetting(name: string): boolean {
  const lower = name.toLowerCase();
  return data.prefixes.some((prefix) => lower.startsWith(prefix)) && !isTolerated(name);
}

/** Names of which it isn't documented whether the gateway reads them. */
export function isTolerated(name: string): boolean {
  const lower = name.toLowerCase();
  return internal.has(name) || data.silent.some((prefix) => lower.startsWith(prefix));
}

import data from "./settings.json";

/** A setting of the gateway's container. */
export interface KnownSetting {
  readonly name: string;
  /** The first image version that has it, where that is newer than 2.0.0. */
  readonly since?: string;
  /** All values that it may have. */
  readonly values?: readonly string[];
  /** The value with which it enables what Microsoft's support doesn't cover. */
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

/** Whether a name belongs to the gateway's settings, but is neither documented nor read. */
export function isUndocumentedSetting(name: string): boolean {
  const lower = name.toLowerCase();
  return data.prefixes.some((prefix) => lower.startsWith(prefix)) && !isTolerated(name);
}

/** Names of which it isn't documented whether the gateway reads them. */
export function isTolerated(name: string): boolean {
  const lower = name.toLowerCase();
  return internal.has(name) || data.silent.some((prefix) => lower.startsWith(prefix));
}

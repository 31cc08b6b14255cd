import data from "./arc-settings.json";

/** A setting of the Azure Arc extension. */
interface ArcSetting {
  readonly key: string;
  /** True if the properties below it are defined by Kubernetes. */
  readonly freeForm?: boolean;
  /** Its allowed values. */
  readonly values?: readonly string[];
  /** The value that enables a feature outside Microsoft's support. */
  readonly unsupported?: string;
}

const settings: ReadonlyMap<string, ArcSetting> = new Map(
  data.settings.map((setting: ArcSetting) => [setting.key, setting]),
);
const renamed: ReadonlyMap<string, string> = new Map(data.renamed.map(({ from, to }) => [from, to]));

export const arcSettingKeys: readonly string[] = [...settings.keys()];

/** The setting with this key, or the one that contains it: `resources` of `resources.requests.cpu`. */
export function findArcSetting(key: string): ArcSetting | undefined {
  const own = settings.get(key);
  if (own) return own;
  const parts = [...key.matchAll(/[.[]/g)].map(({ index }) => settings.get(key.slice(0, index)));
  return parts.find((setting) => setting?.freeForm);
}

/** The extension's name for a setting that has another name in older pages or in the Helm chart. */
export function arcReplacementOf(key: string): string | undefined {
  return renamed.get(key);
}

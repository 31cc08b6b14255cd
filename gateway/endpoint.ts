export type Cloud = "public" | "usgov" | "china";

/** A configuration endpoint taken apart. */
export interface Endpoint {
  readonly host: string;
  /** The API Management service, where the host is its configuration endpoint. */
  readonly service?: string;
  readonly cloud?: Cloud;
  /** True for a host of the user's own, false for one of Azure's, right or wrong. */
  readonly custom: boolean;
}

const clouds: Readonly<Record<string, Cloud>> = { net: "public", us: "usgov", cn: "china" };

/** Parses `<service>.configuration.azure-api.net`, with or without scheme; undefined where there is no host in it. */
export function parseEndpoint(text: string): Endpoint | undefined {
  if (text.length > 2_000) return undefined;
  const bare = text.trim().replace(/^[a-z]+:\/\//i, "");
  const [, name] = /^([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)\.?(?::\d{1,5})?(?:[/?#]|$)/.exec(bare) ?? [];
  // A word without dots is no host that Azure could have, and may be anything.
  if (!name?.includes(".")) return undefined;
  const host = name.toLowerCase();
  const [, prefix = "", suffix = ""] = /^(.+)\.azure-api\.(net|us|cn)$/.exec(host) ?? [];
  const cloud = clouds[suffix];
  if (!cloud)
    return { host, custom: !/^management\.(?:azure\.com|usgovcloudapi\.net|chinacloudapi\.cn)$/.test(host) };
  const [, service] = /^([a-z0-9-]+)\.configuration$/.exec(prefix) ?? [];
  return service === undefined ? { host, cloud, custom: false } : { host, service, cloud, custom: false };
}

/** The clouds in which Azure runs API Management, by the suffix of a service's hostnames. */
export type CloudSuffix = "net" | "us" | "cn";

/** What a value of `config.service.endpoint` refers to. */
export type Endpoint =
  | { readonly kind: "empty" }
  /** It contains no readable hostname. */
  | { readonly kind: "unreadable" }
  /** A hostname. `insecure`: over http. `userinfo`: with a user name or password, which is not repeated here. */
  | EndpointUrl;

export type EndpointUrl = EndpointHost & {
  readonly host: string;
  readonly insecure: boolean;
  readonly userinfo: boolean;
};

type EndpointHost =
  /** What a gateway needs: `<service>.configuration.azure-api.net`. */
  | { readonly kind: "configuration"; readonly service: string; readonly suffix: CloudSuffix }
  /** The configuration endpoint of version 1, which is retired: `<service>.management.azure-api.net`. */
  | { readonly kind: "retired"; readonly service: string; readonly suffix: CloudSuffix }
  /** Another of Azure's hosts: the service's gateway, its portals, Azure Resource Manager. */
  | {
      readonly kind: "foreign";
      readonly role: ForeignHost;
      readonly service: string | undefined;
      readonly suffix: CloudSuffix | undefined;
    }
  /** A custom hostname. */
  | { readonly kind: "custom" };

/** What another of Azure's hosts is; `other` if its role is not documented. */
export type ForeignHost =
  | "resource-manager"
  | "azure-portal"
  | "entra-id"
  | "gateway"
  | "regional-gateway"
  | "publisher-portal"
  | "developer-portal"
  | "git"
  | "other";

/** Azure hostnames that users confuse with the endpoint, with their subdomains. */
const azureHosts: readonly (readonly [string, ForeignHost])[] = [
  ["management.azure.com", "resource-manager"],
  ["management.usgovcloudapi.net", "resource-manager"],
  ["management.chinacloudapi.cn", "resource-manager"],
  ["portal.azure.com", "azure-portal"],
  ["portal.azure.us", "azure-portal"],
  ["portal.azure.cn", "azure-portal"],
  ["login.microsoftonline.com", "entra-id"],
];

/** The part between a service's name and `azure-api.net`. Source: "Default and custom host names" of API Management. */
const serviceHosts: ReadonlyMap<string, ForeignHost> = new Map<string, ForeignHost>([
  ["", "gateway"],
  ["regional", "regional-gateway"],
  ["portal", "publisher-portal"],
  ["developer", "developer-portal"],
  ["scm", "git"],
]);

const longest = 4_000;
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Reads a value of `config.service.endpoint`: a hostname, with or without `https://`, a port and a path. */
export function readEndpoint(text: string): Endpoint {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "empty" };
  const url = parseUrl(trimmed);
  if (!url) return { kind: "unreadable" };
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  if (!isHost(host)) return { kind: "unreadable" };
  const insecure = url.protocol !== "https:";
  return { ...classify(host), host, insecure, userinfo: url.username !== "" || url.password !== "" };
}

/** The value to use instead: the configuration endpoint of the service in the value. */
export function endpointFix(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "configuration":
    case "retired":
    case "foreign": {
      const { service = "<service>", suffix = "net" } = endpoint;
      return configurationEndpoint(service, suffix);
    }
    case "custom":
      return `https://${endpoint.host}`;
    default:
      return configurationEndpoint("<service>", "net");
  }
}

/** The configuration endpoint of a service, as users should write it. */
export function configurationEndpoint(service: string, suffix: CloudSuffix): string {
  return `https://${service}.configuration.azure-api.${suffix}`;
}

function parseUrl(text: string): URL | undefined {
  if (text.length > longest || /\s/.test(text)) return undefined;
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text) ?? [];
  if (scheme && !/^https?:/i.test(scheme)) return undefined;
  try {
    return new URL(scheme ? text : `https://${text}`);
  } catch {
    // URL.canParse isn't a substitute: on Node.js 20 and 22 it rejects non-ASCII hostnames once it has run some 4,000
    // times.
    return undefined;
  }
}

function isHost(host: string): boolean {
  return (
    /^\[[0-9a-f:.]+\]$/.test(host) ||
    (host.length <= 253 && host.split(".").every((part) => label.test(part)))
  );
}

function classify(host: string): EndpointHost {
  const azure = azureHosts.find(([name]) => host === name || host.endsWith(`.${name}`));
  if (azure) return { kind: "foreign", role: azure[1], service: undefined, suffix: undefined };
  const [, front, suffix] = /^(?:(.+)\.)?azure-api\.(net|us|cn)$/.exec(host) ?? [];
  if (!isCloudSuffix(suffix)) return { kind: "custom" };
  const [service, ...middle] = front?.split(".") ?? [];
  const role = middle.join(".");
  if (service && role === "configuration") return { kind: "configuration", service, suffix };
  if (service && role === "management") return { kind: "retired", service, suffix };
  // `configuration.azure-api.net` lacks the service; other hostnames with this suffix are Microsoft's, but not a
  // configuration endpoint.
  const named = service && serviceHosts.has(role) && service !== "configuration";
  return {
    kind: "foreign",
    role: (named && serviceHosts.get(role)) || "other",
    // A regional gateway's hostname consists of service and region.
    service: named && role !== "regional" ? service : undefined,
    suffix,
  };
}

function isCloudSuffix(text: string | undefined): text is CloudSuffix {
  return text === "net" || text === "us" || text === "cn";
}

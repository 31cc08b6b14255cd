/** `repository` of package.json, as npm writes it. */
interface Repository {
  readonly url: string;
  /** The package's folder, if that isn't the root of the repository. */
  readonly directory?: string;
}

/** The path of a file on the default branch in a repository's URL, by a label of the hostname. */
const forges: Readonly<Record<string, (file: string) => string>> = {
  github: (file) => `/blob/HEAD/${file}`,
  gitlab: (file) => `/-/blob/HEAD/${file}`,
  azure: (file) => `?path=/${file}`,
};

/** Without a repository, or on an unknown host, a policy has no page: a wrong URL is worse than none. */
export function pageIn(repository: Repository | undefined, policy: string): string | undefined {
  const address = /^(?:git\+)?(https:\/\/.+?)(?:\.git)?\/?$/.exec(repository?.url ?? "")?.[1];
  if (!address || !URL.canParse(address)) return undefined;
  const { hostname, origin, pathname } = new URL(address);
  const forge = hostname.split(".").find((label) => Object.hasOwn(forges, label));
  const folder = repository?.directory ? [repository.directory] : [];
  const file = [...folder, "docs", "policies", `${policy}.md`].join("/");
  return forge && `${origin}${pathname}${forges[forge]?.(file)}`;
}

/** The URLs come from this package's package.json only. */
const { repository } = require("pulumi-policy-apim-self-hosted-gateway/package.json");

/** The URL of a policy's page. */
export function pageOf(policy: string): string | undefined {
  return pageIn(repository, policy);
}

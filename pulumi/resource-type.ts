/** A parsed Pulumi type token: `kubernetes:apps/v1:Deployment` → kubernetes, apps, v1, Deployment. */
export interface ResourceType {
  readonly token: string;
  /** The provider's package. A local SDK of one API version (`azure-native_app_v20240301`) counts as `azure-native`. */
  readonly package: string;
  /** The module without its API version, in lower case: `apps`, `apimanagement`, `containerapp/app`. */
  readonly module: string;
  readonly name: string;
}

const known = new Map<string, ResourceType>();

/** Parses a type token. A malformed token gets empty parts, so it matches no type. */
export function parseType(token: string): ResourceType {
  let type = known.get(token);
  if (!type) {
    type = parse(token);
    // A stack has few types; the limit only protects a process that gets random ones.
    if (known.size >= 5_000) known.clear();
    known.set(token, type);
  }
  return type;
}

/** Caches a predicate by type: a stack has many resources but few types. */
export function perType(ask: (type: ResourceType) => boolean): (token: string) => boolean {
  const answers = new WeakMap<ResourceType, boolean>();
  return (token) => {
    const type = parseType(token);
    const known = answers.get(type);
    if (known !== undefined) return known;
    const answer = ask(type);
    answers.set(type, answer);
    return answer;
  };
}

/** Whether it is Pulumi Cloud's resource that runs a Pulumi operation on a stack periodically. */
export function isDeploymentSchedule({ package: provider, name }: ResourceType): boolean {
  return provider === "pulumiservice" && name === "DeploymentSchedule";
}

function parse(token: string): ResourceType {
  const [pkg, module, name, ...rest] = token.split(":");
  if (!pkg || !module || !name || rest.length > 0) return { token, package: "", module: "", name: "" };
  return {
    token,
    package: pkg.replace(/_.*$/, ""),
    module: module.toLowerCase().replace(/\/v\d[a-z0-9_]*$/, ""),
    name,
  };
}

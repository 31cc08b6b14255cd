/** A Pulumi type token taken apart: `kubernetes:apps/v1:Deployment` → kubernetes, apps, v1, Deployment. */
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
    // The types of one stack are few; the bound only guards against a process that is fed random ones.
    if (known.size >= 5_000) known.clear();
    known.set(token, type);
  }
  return type;
}

/** Asks a question about a type once: the resources of a stack are many, their types are few. */
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

/** Whether it is Pulumi Cloud's own resource that runs a command of Pulumi on a stack again and again. */
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

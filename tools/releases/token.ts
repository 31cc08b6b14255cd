import type { Http } from "./http";
import { Problem } from "./problem";
import { isTrustworthy, type Repository } from "./repository";

/** The registry's challenge, which names the server that issues tokens. */
interface Challenge {
  readonly realm: string;
  readonly service: string | undefined;
  readonly scope: string | undefined;
}

/**
 * Returns the token that a registry requires, requested without credentials.
 * Source: distribution/distribution docs/spec/auth/token.md.
 */
export async function anonymousToken(header: string, repository: Repository, http: Http): Promise<string> {
  const { registry, name } = repository;
  const challenge = parseChallenge(header);
  const realm = challenge && URL.canParse(challenge.realm) ? new URL(challenge.realm) : undefined;
  if (!challenge || !realm || !isTrustworthy(realm))
    throw new Problem(
      "registry",
      `${registry.origin} doesn't allow anonymous access to ${name}: it requires another authentication method than a token. Only public images are supported.`,
    );
  if (challenge.service) realm.searchParams.set("service", challenge.service);
  realm.searchParams.set("scope", challenge.scope ?? `repository:${name}:pull`);

  const { status, text } = await http.get(realm);
  const token = status === 200 ? readToken(text) : undefined;
  if (token) return token;
  throw new Problem(
    "registry",
    `${realm.origin} issues no anonymous token for ${name} (status ${status}). Only public images are supported.`,
  );
}

/** Returns the Bearer challenge in a `WWW-Authenticate` header, which may contain several challenges. */
function parseChallenge(header: string): Challenge | undefined {
  const start = /(?:^|,\s*)Bearer\s+/i.exec(header);
  if (!start) return undefined;
  const parameter = /\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y;
  parameter.lastIndex = start.index + start[0].length;
  const found = new Map<string, string>();
  for (let match = parameter.exec(header); match; match = parameter.exec(header)) {
    const [, key = "", quoted, bare = ""] = match;
    found.set(key.toLowerCase(), quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1"));
  }
  const realm = found.get("realm");
  return realm === undefined
    ? undefined
    : { realm, service: found.get("service"), scope: found.get("scope") };
}

function readToken(text: string): string | undefined {
  try {
    const { token, access_token } = JSON.parse(text) as { token?: unknown; access_token?: unknown };
    return [token, access_token].find((each) => typeof each === "string" && /^[\w.~+/-]+=*$/.test(each)) as
      | string
      | undefined;
  } catch {
    return undefined;
  }
}

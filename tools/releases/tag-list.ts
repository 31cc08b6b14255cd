import type { Answer, Http } from "./http";
import { Problem } from "./problem";
import type { Repository } from "./repository";
import { anonymousToken } from "./token";

/** All tags of an image that its registry lists. */
export interface TagList {
  readonly tags: ReadonlySet<string>;
  readonly pages: number;
  /** The URL of the list. */
  readonly url: string;
}

/** The maximum number of pages. No list has more, even with ten tags per page. */
const mostPages = 1_000;
const tagForm = /^\w[\w.-]{0,127}$/;

/**
 * Reads the list of tags page by page.
 * Source: opencontainers/distribution-spec, spec.md, "Content discovery".
 */
export async function readTags(repository: Repository, http: Http, pageSize?: number): Promise<TagList> {
  const { registry, name } = repository;
  const first = new URL(`/v2/${name}/tags/list`, registry);
  const tags = new Set<string>();
  const seen = new Set<string>();
  const get = authorized(repository, http);

  let next: URL | undefined = new URL(first);
  if (pageSize) next.searchParams.set("n", `${pageSize}`);
  while (next) {
    if (seen.has(next.href) || seen.size >= mostPages)
      throw broken(
        first,
        `the list has no last page (page ${seen.size + 1} is ${next.pathname}${next.search})`,
      );
    seen.add(next.href);
    const answer = await get(next);
    for (const tag of readPage(answer, next, name)) tags.add(tag);
    next = nextPage(answer, next);
  }
  return { tags, pages: seen.size, url: first.href };
}

/** Adds the token that the registry requires. A token that expires between two pages is replaced. */
function authorized(repository: Repository, http: Http): (url: URL) => Promise<Answer> {
  let token: string | undefined;
  const get = (url: URL) =>
    http.get(url, { accept: "application/json", ...(token && { authorization: `Bearer ${token}` }) });
  return async (url) => {
    const answer = await get(url);
    if (answer.status !== 401) return answer;
    token = await anonymousToken(answer.headers.get("www-authenticate") ?? "", repository, http);
    return get(url);
  };
}

function readPage({ status, headers, text }: Answer, url: URL, name: string): string[] {
  if (status === 404)
    throw new Problem("registry", `${url.origin} has no image ${name} (404). Check --image and --registry.`);
  if (status === 401 || status === 403)
    throw new Problem(
      "registry",
      `${url.origin} doesn't allow anonymous access to ${name} (${status}). Only public images are supported.`,
    );
  if (status !== 200) throw broken(url, `the response has status ${status}`);
  if (/\bhtml\b/.test(headers.get("content-type") ?? "") || /^\s*</.test(text))
    throw broken(url, "the response is a web page, perhaps of a proxy or a sign-in");
  const tags = tagsOf(text);
  if (tags === undefined) throw broken(url, "the response isn't a list of tags");
  return tags;
}

function tagsOf(text: string): string[] | undefined {
  try {
    const { tags } = JSON.parse(text) as { tags?: unknown };
    // Some registries return null if there are no tags.
    if (tags === null) return [];
    const areTags = Array.isArray(tags) && tags.every((tag) => typeof tag === "string" && tagForm.test(tag));
    return areTags ? tags : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the URL of the next page in the `Link` header, which is absolute or relative to this page (RFC 8288). */
function nextPage({ headers }: Answer, current: URL): URL | undefined {
  for (const [, target = "", parameters = ""] of (headers.get("link") ?? "").matchAll(/<([^>]*)>([^<]*)/g)) {
    if (!/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters)) continue;
    if (!URL.canParse(target, current)) throw broken(current, "its link to the next page isn't a URL");
    const url = new URL(target, current);
    if (url.hostname !== current.hostname)
      throw broken(current, `its next page is on another host, ${url.hostname}`);
    // A registry behind a proxy may not know its external scheme and port.
    return new URL(url.pathname + url.search, current);
  }
  return undefined;
}

function broken(url: URL, reason: string): Problem {
  return new Problem(
    "registry",
    `Could not read the tags at ${url.href}: ${reason}. Nothing was changed; check --registry and the proxy settings.`,
  );
}

import { setTimeout as sleep } from "node:timers/promises";
import { EnvHttpProxyAgent, fetch, type Headers, type Response } from "undici";
import { messageOf, Problem } from "./problem";
import { isTrustworthy } from "./repository";

/** Timeouts and retries of the client. */
export interface Patience {
  /** Timeout of one request including its body, in milliseconds. */
  readonly timeout: number;
  readonly attempts: number;
  /** Delay before the second attempt in milliseconds. It doubles with each further attempt. */
  readonly firstDelay: number;
  /** The longest delay in milliseconds, even if the server requests a longer one. */
  readonly longestDelay: number;
}

export const patience: Patience = {
  timeout: 30_000,
  attempts: 5,
  firstDelay: 1_000,
  longestDelay: 60_000,
};

/** A response of a server. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An HTTP client with retries. */
export interface Http {
  get(url: URL, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** The maximum size of a response in bytes. No list of tags is longer. */
const longestBody = 16 * 1024 * 1024;
/** Status codes of temporary errors, after which the client retries. */
const passing = new Set([408, 429, 500, 502, 503, 504]);

/** Explanations of network errors, by the pattern of their codes. */
const hints: [RegExp, string][] = [
  [/^ECONNREFUSED$/, "the connection was refused"],
  [/^ENOTFOUND$/, "the hostname can't be resolved"],
  [/^EAI_AGAIN$/, "the DNS server doesn't respond"],
  [/CERT|^UNABLE_TO_/, "its certificate isn't trusted on this machine; see NODE_EXTRA_CA_CERTS"],
];

/** Returns a client that uses the usual proxy variables. Node's own fetch doesn't support them before version 24. */
export function openHttp(
  { timeout, attempts, firstDelay, longestDelay }: Patience,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Http {
  const [httpProxy, httpsProxy] = [proxyUrl("HTTP_PROXY", env), proxyUrl("HTTPS_PROXY", env)];
  const noProxy = variable("NO_PROXY", env);
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
  const proxied = httpProxy || httpsProxy ? " (HTTP_PROXY or HTTPS_PROXY is set: check its value)" : "";

  const once = async (url: URL, headers: Record<string, string>): Promise<Answer> => {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { headers, dispatcher, signal });
    if (!isTrustworthy(new URL(response.url)))
      throw new Problem(
        "registry",
        `${url.origin} redirects to ${new URL(response.url).origin}, which is plain HTTP.`,
      );
    const text = await bodyOf(response, url);
    return { status: response.status, headers: response.headers, text };
  };

  /** Makes one attempt. `failure` is the reason for a retry, and undefined if the response is usable. */
  const attempted = async (url: URL, headers: Record<string, string>) => {
    try {
      const answer = await once(url, headers);
      return { answer, failure: passing.has(answer.status) ? `status ${answer.status}` : undefined };
    } catch (error) {
      return { answer: undefined, failure: networkError(error, timeout) };
    }
  };

  const giveUp = (url: URL, failure: string | undefined, asked: number | undefined, attempt: number) => {
    const later = asked === undefined ? "" : ` with a requested delay of ${Math.ceil(asked / 1000)} s`;
    return new Problem(
      "registry",
      `Could not read ${url.href}: ${failure}${later}, after ${times(attempt)}${proxied}. Nothing was changed; run it again later.`,
    );
  };

  const get: Http["get"] = async (url, headers = {}) => {
    for (let attempt = 1; ; attempt++) {
      const { answer, failure } = await attempted(url, headers);
      if (answer && failure === undefined) return answer;
      const asked = answer && retryAfter(answer.headers);
      if (attempt >= attempts || (asked ?? 0) > longestDelay) throw giveUp(url, failure, asked, attempt);
      // Random jitter, so that clients that failed at the same time don't retry at the same time.
      const backOff = firstDelay * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      const delay = Math.min(Math.max(asked ?? 0, backOff), longestDelay);
      say(`${url.host}: ${failure}; retry in ${(delay / 1000).toFixed(1)} s (${attempt} of ${attempts}).`);
      await sleep(delay);
    }
  };
  return { get, close: () => dispatcher.destroy() };
}

/** Reads a body as text. Throws if it is too long. */
async function bodyOf(response: Response, url: URL): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > longestBody)
      throw new Problem(
        "registry",
        `${url.href} is longer than ${longestBody} bytes, so it isn't a list of tags.`,
      );
  }
  return Buffer.concat(parts).toString("utf8");
}

function variable(name: string, env: NodeJS.ProcessEnv): string {
  return env[name.toLowerCase()] ?? env[name] ?? "";
}

/**
 * Returns the URL of a proxy, whose scheme is optional in the variable. Messages don't show it, as it may contain a
 * password.
 */
function proxyUrl(name: string, env: NodeJS.ProcessEnv): string {
  const text = variable(name, env);
  const url = text === "" || /^https?:\/\//i.test(text) ? text : `http://${text}`;
  if (url === "" || URL.canParse(url)) return url;
  throw new Problem(
    "usage",
    `${name} isn't the URL of a proxy. Use one such as http://proxy.example.com:3128.`,
  );
}

function times(attempt: number): string {
  return attempt === 1 ? "one attempt" : `${attempt} attempts`;
}

/** Describes a network error. Errors for which a retry is useless are rethrown. */
function networkError(error: unknown, timeout: number): string {
  if (error instanceof Problem) throw error;
  if (error instanceof Error && error.name === "TimeoutError")
    return `no complete response within ${timeout / 1000} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  const [, hint] = hints.find(([form]) => form.test(code ?? "")) ?? [];
  return [code ?? messageOf(cause), hint].filter(Boolean).join(", ");
}

/**
 * Returns the delay that the server requests in `Retry-After`, in milliseconds. The header contains seconds or a date.
 */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

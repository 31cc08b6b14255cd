import { setTimeout as sleep } from "node:timers/promises";
import { EnvHttpProxyAgent, fetch, type Headers, type Response } from "undici";
import { messageOf, Problem } from "./problem";
import { isTrustworthy } from "./repository";

/** How patient the client is. */
export interface Patience {
  /** Milliseconds that one request may take, its body included. */
  readonly timeout: number;
  readonly attempts: number;
  /** Milliseconds before the second attempt; they double from one to the next. */
  readonly firstDelay: number;
  /** The longest wait in milliseconds, also where the server asks for more. */
  readonly longestDelay: number;
}

export const patience: Patience = {
  timeout: 30_000,
  attempts: 5,
  firstDelay: 1_000,
  longestDelay: 60_000,
};

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A client of HTTP that can wait. */
export interface Http {
  get(url: URL, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** No list of tags is longer than this. */
const longestBody = 16 * 1024 * 1024;
const passing = new Set([408, 429, 500, 502, 503, 504]);

/** What tells more of a network error than its code. */
const hints: [RegExp, string][] = [
  [/^ECONNREFUSED$/, "nothing listens there"],
  [/^ENOTFOUND$/, "there is no host of that name, or no name server"],
  [/^EAI_AGAIN$/, "the name server does not answer"],
  [/CERT|^UNABLE_TO_/, "its certificate is not trusted here; see NODE_EXTRA_CA_CERTS"],
];

/** A client that obeys the usual proxy variables, which Node's own fetch does not before version 24. */
export function openHttp(
  { timeout, attempts, firstDelay, longestDelay }: Patience,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Http {
  const [httpProxy, httpsProxy] = [proxyUrl("HTTP_PROXY", env), proxyUrl("HTTPS_PROXY", env)];
  const noProxy = variable("NO_PROXY", env);
  const dispatcher = new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy });
  const proxied = httpProxy || httpsProxy ? " (HTTP_PROXY or HTTPS_PROXY is set: see that it is right)" : "";

  const once = async (url: URL, headers: Record<string, string>): Promise<Answer> => {
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { headers, dispatcher, signal });
    if (!isTrustworthy(new URL(response.url)))
      throw new Problem(
        "registry",
        `${url.origin} leads to ${new URL(response.url).origin}, which is plain HTTP.`,
      );
    const text = await bodyOf(response, url);
    return { status: response.status, headers: response.headers, text };
  };

  /** One attempt: the answer, and why it does not do, which is undefined where it does. */
  const attempted = async (url: URL, headers: Record<string, string>) => {
    try {
      const answer = await once(url, headers);
      return { answer, failure: passing.has(answer.status) ? `it answered ${answer.status}` : undefined };
    } catch (error) {
      return { answer: undefined, failure: networkError(error, timeout) };
    }
  };

  const giveUp = (url: URL, failure: string | undefined, asked: number | undefined, attempt: number) => {
    const later = asked === undefined ? "" : ` and asks to wait ${Math.ceil(asked / 1000)} s`;
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
      // Some of it at random, so that those who failed together do not come back together.
      const backOff = firstDelay * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      const delay = Math.min(Math.max(asked ?? 0, backOff), longestDelay);
      say(`${url.host}: ${failure}; again in ${(delay / 1000).toFixed(1)} s (${attempt} of ${attempts}).`);
      await sleep(delay);
    }
  };
  return { get, close: () => dispatcher.destroy() };
}

/** Reads a body as text; ends where it is too long. */
async function bodyOf(response: Response, url: URL): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > longestBody)
      throw new Problem("registry", `${url.href} doesn't end, so it isn't a list of tags.`);
  }
  return Buffer.concat(parts).toString("utf8");
}

function variable(name: string, env: NodeJS.ProcessEnv): string {
  return env[name.toLowerCase()] ?? env[name] ?? "";
}

/** The URL of a proxy, which may be written without its scheme; it can hold a password, so no message shows it. */
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

/** What a network error means; what no further attempt can help is thrown on. */
function networkError(error: unknown, timeout: number): string {
  if (error instanceof Problem) throw error;
  if (error instanceof Error && error.name === "TimeoutError")
    return `no full answer within ${timeout / 1000} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  const [, hint] = hints.find(([form]) => form.test(code ?? "")) ?? [];
  return [code ?? messageOf(cause), hint].filter(Boolean).join(", ");
}

/** Milliseconds that the server asks to wait: it writes seconds or a date. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("retry-after")?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

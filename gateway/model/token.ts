import type { Value } from "../../pulumi/value";

/**
 * An access token of a gateway: `GatewayKey <gateway id>&<yyyyMMddHHmm>&<base64 signature>`. The portal shows it with
 * the prefix; the call `generateToken` of Azure Resource Manager answers without it, and a gateway needs it.
 * Source: REST reference, "Gateway - Generate Token"; "Use token authentication for the self-hosted gateway".
 */
export interface Token {
  readonly gatewayId: string;
  /** When it expires, in milliseconds since 1970. The token contains the minute, in UTC. */
  readonly expires: number;
}

/**
 * What keeps a gateway from reading a token: no token at all, a day that does not exist, no prefix, white space around.
 */
export type TokenFlaw = "form" | "date" | "prefix" | "space";

/** The result of reading a string that is meant to be a token. Without a token it always has a flaw. */
export interface TokenReading {
  readonly token: Token | undefined;
  readonly flaw: TokenFlaw | undefined;
}

const form = /^(GatewayKey )?([^&\s]+)&(\d{12})&[A-Za-z0-9+/]+={0,2}$/;
const stamp = /&(\d{12})&/;
const longestId = 80;
/**
 * A text without the prefix, in the midst of another, is a token only with a signature about as long as a real one's
 * 88.
 */
const shortestBareSignature = 40;

/** Reads a text that is meant to be a token and nothing else. */
export function readToken(text: string): TokenReading {
  const trimmed = text.trim();
  const [whole, prefix, gatewayId, minute] = form.exec(trimmed) ?? [];
  if (!whole || !gatewayId || !minute) return { token: undefined, flaw: "form" };
  const expires = parseMinute(minute);
  if (expires === undefined) return { token: undefined, flaw: "date" };
  const flaw = prefix ? (trimmed === text ? undefined : "space") : "prefix";
  return { token: { gatewayId, expires }, flaw };
}

/** Whether a value of `config.service.auth` is a token rather than the name of a method, well-formed or not. */
export function looksLikeToken(text: string): boolean {
  return /^\s*GatewayKey\b/i.test(text) || stamp.test(text);
}

/** Whether what is kept under the chart's key can be a token: other software has keys of its own for other gateways. */
export function mayBeToken(value: Value | undefined): boolean {
  const text = value?.text?.trim();
  return !text || looksLikeToken(text);
}

/** Whether a string at any place is meant as a token and nothing else, well-formed or not. */
export function isMeantAsToken(text: string): boolean {
  const trimmed = text.trim();
  if (/^GatewayKey\b/i.test(trimmed)) return /^\w+\s+\S+$/.test(trimmed) || stamp.test(trimmed);
  return /^[\w.-]{1,80}&\d{12}&[A-Za-z0-9+/=\r\n]+$/.test(trimmed);
}

/** The tokens in the midst of a text: a command line, the content of a file. */
export function tokensIn(text: string): Token[] {
  return [...text.matchAll(new RegExp(stamp, "g"))].flatMap(({ 1: minute = "", index }) => {
    let start = index;
    while (index - start < longestId && /[\w.-]/.test(text[start - 1] ?? "")) start--;
    const rest = index + minute.length + 2;
    const [signature = ""] = /^[A-Za-z0-9+/]+={0,2}/.exec(text.slice(rest, rest + 200)) ?? [];
    const prefixed = /GatewayKey[ \t]+$/.test(text.slice(Math.max(0, start - 12), start));
    const expires = parseMinute(minute);
    const long = signature.length >= (prefixed ? 1 : shortestBareSignature);
    return start < index && long && expires !== undefined
      ? [{ gatewayId: text.slice(start, index), expires }]
      : [];
  });
}

/** Whether there is a token in the text, as a whole or in its midst. */
export function holdsToken(text: string): boolean {
  // Nearly no text of a stack comes further than this.
  return /&\d{12}&|GatewayKey/i.test(text) && (isMeantAsToken(text) || tokensIn(text).length > 0);
}

/** Whether the text may be the signature of a token alone: what base64 makes of 64 bytes. */
export function looksLikeSignature(text: string): boolean {
  return /^[A-Za-z0-9+/]{86}==$/.test(text.trim());
}

/** The gateway's id if it is a name as in Azure, so that it may be shown; never more of the token. */
export function shownGatewayId({ gatewayId }: Token): string | undefined {
  return /^[A-Za-z0-9][\w-]{0,79}$/.test(gatewayId) ? gatewayId : undefined;
}

/** The minute of expiry, for people. */
export function expiryText(expires: number): string {
  return `${new Date(expires).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `yyyyMMddHHmm` in UTC, or undefined if this minute doesn't exist. */
function parseMinute(text: string): number | undefined {
  const iso = text.replace(/^(....)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:00.000Z");
  const milliseconds = Date.parse(iso);
  return Number.isNaN(milliseconds) || new Date(milliseconds).toISOString() !== iso
    ? undefined
    : milliseconds;
}

import type { Value } from "../../pulumi/value";

/**
 * An access token of a gateway: `GatewayKey <gateway id>&<yyyyMMddHHmm>&<base64 signature>`. The portal shows it with
 * the prefix, which a gateway requires; `generateToken` of Azure Resource Manager returns it without.
 * Source: REST reference, "Gateway - Generate Token"; "Use token authentication for the self-hosted gateway".
 */
export interface Token {
  readonly gatewayId: string;
  /** When it expires, in milliseconds since 1970. The token contains the minute, in UTC. */
  readonly expires: number;
}

/**
 * Why a gateway can't read a token: it isn't one, its date doesn't exist, the prefix is missing, or it has surrounding
 * white space.
 */
export type TokenFlaw = "form" | "date" | "prefix" | "space";

/** The result of parsing a string that is meant to be a token. Without a token it always has a flaw. */
export interface TokenReading {
  readonly token: Token | undefined;
  readonly flaw: TokenFlaw | undefined;
}

const form = /^(GatewayKey )?([^&\s]+)&(\d{12})&[A-Za-z0-9+/]+={0,2}$/;
const stamp = /&(\d{12})&/;
const longestId = 80;
/**
 * Inside another string, a token without the prefix must have a signature of about 88 characters, the length of a real
 * one.
 */
const shortestBareSignature = 40;

/** Parses a string that is meant to be a token and nothing else. */
export function readToken(text: string): TokenReading {
  const trimmed = text.trim();
  const [whole, prefix, gatewayId, minute] = form.exec(trimmed) ?? [];
  if (!whole || !gatewayId || !minute) return { token: undefined, flaw: "form" };
  const expires = parseMinute(minute);
  if (expires === undefined) return { token: undefined, flaw: "date" };
  const flaw = prefix ? (trimmed === text ? undefined : "space") : "prefix";
  return { token: { gatewayId, expires }, flaw };
}

/** Whether a value of `config.service.auth` is a token, well-formed or not, rather than the name of a method. */
export function looksLikeToken(text: string): boolean {
  return /^\s*GatewayKey\b/i.test(text) || stamp.test(text);
}

/** Whether the value of the chart's key can be a token: other software uses the same key for other gateways. */
export function mayBeToken(value: Value | undefined): boolean {
  const text = value?.text?.trim();
  return !text || looksLikeToken(text);
}

/** Whether a string is meant to be a token and nothing else, well-formed or not. */
export function isMeantAsToken(text: string): boolean {
  const trimmed = text.trim();
  if (/^GatewayKey\b/i.test(trimmed)) return /^\w+\s+\S+$/.test(trimmed) || stamp.test(trimmed);
  return /^[\w.-]{1,80}&\d{12}&[A-Za-z0-9+/=\r\n]+$/.test(trimmed);
}

/** The tokens inside a string, such as a command line or the content of a file. */
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

/** Whether the string is or contains a token. */
export function holdsToken(text: string): boolean {
  // Few strings in a stack get further than this.
  return /&\d{12}&|GatewayKey/i.test(text) && (isMeantAsToken(text) || tokensIn(text).length > 0);
}

/** Whether the string may be a token's signature alone: 64 bytes in base64. */
export function looksLikeSignature(text: string): boolean {
  return /^[A-Za-z0-9+/]{86}==$/.test(text.trim());
}

/** The gateway's ID if it is a valid name in Azure, which is safe to show; never another part of the token. */
export function shownGatewayId({ gatewayId }: Token): string | undefined {
  return /^[A-Za-z0-9][\w-]{0,79}$/.test(gatewayId) ? gatewayId : undefined;
}

/** The minute of expiry, for messages. */
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

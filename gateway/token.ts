/** A gateway's access token, as far as it can be read. */
export interface Token {
  readonly gatewayId: string;
  readonly expires: Date;
}

/** Parses `GatewayKey <gateway id>&<yyyyMMddHHmm>&<signature>`, also without the prefix; undefined where it is none. */
export function parseToken(text: string): Token | undefined {
  if (text.length > 2_000) return undefined;
  const [, gatewayId, stamp = ""] = /^\s*(?:GatewayKey\s+)?([\w.-]{1,80})&(\d{12})&\S+\s*$/i.exec(text) ?? [];
  if (gatewayId === undefined) return undefined;
  const expires = new Date(
    stamp.replace(
      /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/,
      (_, ...[y, m, d, h, min]) => `${y}-${m}-${d}T${h}:${min}Z`,
    ),
  );
  return Number.isNaN(expires.getTime()) ? undefined : { gatewayId, expires };
}

/** The placeholders of a message: `"{path} is {image}"` has `path` and `image`. */
export type Places<M extends string> = M extends `${string}{${infer P}}${infer Rest}`
  ? P | Places<Rest>
  : never;

/**
 * Fills in a message. Values are names, paths, versions and the like, never the content of a setting. Excess length and
 * unprintable characters are removed, so that input can't disguise the message.
 */
export function fill<M extends string>(message: M, values: { readonly [P in Places<M>]: string }): string {
  return message.replace(/\{(\w+)\}/g, (_, place: string) => printable(values[place as Places<M>] ?? ""));
}

export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
  return clean.length > 300 ? `${clean.slice(0, 300)}…` : clean;
}

/** A list in words. After three items, the rest is counted. */
export function listText<T>(things: readonly T[], text: (thing: T) => string): string {
  const shown = things.slice(0, 3).map(text).join(", ");
  return things.length > 3 ? `${shown} and ${things.length - 3} more` : shown;
}

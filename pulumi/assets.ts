import { promisedText, unwrapped } from "./sdk";

/**
 * Texts of string assets. The SDK hands a text over as a promise, so it is fetched before a policy
 * looks, and found here by the asset that it belongs to.
 */
const texts = new WeakMap<object, string>();

/** The text of a string asset that `afterAssets` has waited for; undefined for every other value. */
export function assetText(raw: unknown): string | undefined {
  return typeof raw === "object" && raw !== null ? texts.get(raw) : undefined;
}

/** Runs `then` when the texts of all string assets in `props` are known: at once where there are none. */
export function afterAssets<T>(props: object, then: () => T): T | Promise<T> {
  const pending: Promise<void>[] = [];
  const open: unknown[] = [props];
  while (open.length > 0) {
    const value = unwrapped(open.pop());
    if (typeof value !== "object" || value === null) continue;
    const text = promisedText(value);
    if (text) pending.push(text.then((read) => keep(value, read)));
    else for (const child of Object.values(value)) open.push(child);
  }
  return pending.length > 0 ? Promise.all(pending).then(then) : then();
}

function keep(asset: object, text: unknown): void {
  if (typeof text === "string") texts.set(asset, text);
}

import { promisedText, unwrapped } from "./sdk";

/**
 * The texts of string assets. The SDK passes a text as a promise, so it is awaited before a policy runs and stored here
 * by its asset.
 */
const texts = new WeakMap<object, string>();

/** The text of a string asset that `afterAssets` has awaited; undefined for any other value. */
export function assetText(raw: unknown): string | undefined {
  return typeof raw === "object" && raw !== null ? texts.get(raw) : undefined;
}

/** Runs `then` when the texts of all string assets in `props` are known: immediately if there are none. */
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

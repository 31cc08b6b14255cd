/**
 * Property values as the engine and a provider exchange them: JSON, with markers for values that JSON can't express.
 */
export type Value = unknown;
export type Properties = Record<string, Value>;

const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";
const referenceMark = "5cf8f73096256a8f31e491e813e4eb8e";

/** The marker for a value that is unknown during a preview. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The engine has one such marker for each type of value. */
const unknowns = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export function isUnknown(value: Value): boolean {
  return typeof value === "string" && unknowns.has(value);
}

export function isObject(value: Value): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSecret(value: Value): value is { value: Value } {
  return isObject(value) && value[signature] === secretMark;
}

export function secret(value: Value): Properties {
  return { [signature]: secretMark, value };
}

/** A reference to a resource of the stack. */
export function reference(urn: string, id: string): Properties {
  return { [signature]: referenceMark, urn, id };
}

/**
 * Changes an object, which may be a secret and then stays one. Other values, including unknown ones, are returned
 * unchanged.
 */
export function change(value: Value, how: (properties: Properties) => Value): Value {
  if (isSecret(value)) return secret(change(value.value, how));
  return isObject(value) ? how(value) : value;
}

/** Returns the value with all secrets, at any depth, replaced by their plain values. */
export function plain(value: Value): Value {
  if (isSecret(value)) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

/** Returns true if the value or a part of it, at any depth, matches. */
export function contains(value: Value, fits: (part: Value) => boolean): boolean {
  if (fits(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((part) => contains(part, fits));
}

/** Returns the string at a path, also in secrets. Undefined if there is no string or if it is unknown. */
export function text(value: Value, ...path: string[]): string | undefined {
  const [key, ...rest] = path;
  if (isSecret(value)) return text(value.value, ...path);
  if (key !== undefined) return isObject(value) ? text(value[key], ...rest) : undefined;
  return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

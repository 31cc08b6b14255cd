import { isObject, isSecret, isUnknown, type Properties, secret, unknown, type Value } from "../wire";
import { type Fields, nestedType } from "./schema";

/** Returns the value of an output without an input of that name. Undefined if the output has no value. */
export type Rest = (name: string) => Value | undefined;

/** During a preview, all outputs without an input are unknown. */
export const inPreview: Rest = () => unknown;

/**
 * Returns the properties of a response. Each is the input of that name if it has a value, otherwise the result of
 * `rest`.
 */
export function respond(inputs: Properties, fields: Fields, rest: Rest): Properties {
  const values = [...fields].map(([name, type]) => [name, respondWith(inputs[name], name, type, rest)]);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function respondWith(value: Value, name: string, declared: string, rest: Rest): Value | undefined {
  if (value === undefined || value === null) return rest(name);
  if (isUnknown(value)) return value;
  if (isSecret(value)) return secret(respondWith(value.value, name, declared, rest));
  const type = declared.replace(/ \| undefined$/, "");
  if (Array.isArray(value)) {
    const item = type.replace(/\[\]$/, "");
    return value.map((each) => respondWith(each, name, item, rest));
  }
  if (!isObject(value)) return value;
  if (/^outputs\.\w+\.\w+$/.test(type)) return respond(value, nestedType(type), rest);
  const each = /^\{\s*\[key: string\]: ([\s\S]*?);\s*\}$/.exec(type)?.[1];
  if (!each) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, respondWith(part, key, each, rest)]);
  return Object.fromEntries(entries);
}

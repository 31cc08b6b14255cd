import { isObject, isSecret, isUnknown, type Properties, secret, unknown, type Value } from "../wire";
import { type Fields, nestedType } from "./schema";

/** What stands in for an output that no input gives: unknown during preview, later what Azure would say, or nothing. */
export type Rest = (name: string) => Value | undefined;

/** All that is not given by an input is unknown during preview. */
export const inPreview: Rest = () => unknown;

/** Properties of a response: each from the input of that name, as far as it goes, else from `rest`. */
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

import { type Unknown, unknown } from "../pulumi/match";
import type { Value } from "../pulumi/value";

/** A number as a host parses it, or why it can't. */
export type Reading =
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable" }
  | Unknown;

const suffixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const form = /^([+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30}))(?:([eE][+-]?\d{1,3})|([numkKMGTPE]i?))?$/;

/** An amount of CPU or memory: `2`, `2000m`, `0.5`, `1e3`, `2Gi`. Source: apimachinery, resource.Quantity. */
export function readQuantity(value: Value): Reading {
  return read(value, (text) => {
    const [, digits, exponent = "", suffix = ""] = form.exec(text) ?? [];
    const factor = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined;
    return digits === undefined || factor === undefined ? undefined : Number(digits + exponent) * factor;
  });
}

/** A non-negative integer: replicas, seconds, a user. */
export function readCount(value: Value): Reading {
  return read(value, (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined));
}

function read(value: Value, parse: (text: string) => number | undefined): Reading {
  if (value.unknown) return unknown(value);
  if (value.absent) return { kind: "absent" };
  const number = value.boolean === undefined ? parse(value.text ?? "") : undefined;
  return number === undefined ? { kind: "unreadable" } : { kind: "number", number };
}

import fc from "fast-check";

const codePoint = fc.nat({ max: 0x10ffff }).map((code) => String.fromCodePoint(code));

/**
 * Any string, with lone surrogates. `fc.string({ unit: "binary" })` makes the same strings, but first builds a table of
 * all code points, which takes a second.
 */
export function anyText(constraints: fc.StringSharedConstraints = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: codePoint });
}

/** Values of wrong types at every place of a resource: the pack must handle all of them. */
import assert from "node:assert/strict";
import {
  fileAsset,
  type Pack,
  type Resource,
  secret,
  stringAsset,
  unknown,
  unknownOf,
} from "../../testkit/pack";

const wrong: readonly unknown[] = [
  null,
  0,
  2.13,
  true,
  "",
  " \n",
  "\u0000{{",
  "[secret]",
  unknown,
  unknownOf("object"),
  unknownOf("array"),
  secret("text"),
  [],
  [null],
  [[]],
  {},
  { a: null, constructor: 1, ["__proto__"]: 2 },
  stringAsset("a: [b"),
  fileAsset("./values.yaml"),
];

/** Each property gets every n-th wrong value: `npm run test:quick` tries a part of them. */
const every = Number(process.env.HOSTILE_EVERY ?? 1);

/** Checks the resource with each of its properties replaced by each wrong value, one property at a time. */
export async function assertStands(pack: Pack, good: Resource): Promise<void> {
  for (const [turn, path] of [...pathsOf(good.props)].entries()) {
    const values = wrong.filter((_, index) => (index + turn) % every === 0);
    const stack = values.map((value, index): Resource => {
      const props = replaced(good.props, path, value) as Resource["props"];
      return { ...good, name: `wrong-${index}`, props };
    });
    const { diagnostics } = await pack.preview(stack);
    const bug = diagnostics.find(({ message }) => message.includes("failed because of a defect"));
    assert.equal(bug, undefined, `${path.join(".")}, ${bug?.urn}: ${bug?.message}`);
  }
}

/** The key that marks an object as an asset or a secret. The SDK itself rejects an invalid one. */
const [signature = ""] = Object.keys(stringAsset("text"));

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== "object" || value === null || signature in value) return;
  for (const [key, child] of Object.entries(value)) yield* pathsOf(child, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  Object.assign(copy, { [key]: replaced((value as Record<string, unknown>)[key], rest, by) });
  return copy;
}

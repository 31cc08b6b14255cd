import type { Path } from "./value";

/** A change that a remediation makes: the property at `path` becomes `value`. */
export interface Edit {
  readonly path: Path;
  readonly value: string | number | boolean;
}

/**
 * Writes the edits into the properties that the SDK handed over and says whether there were any. Writing goes through
 * the SDK's own wrapper, which keeps a secret secret.
 */
export function applyEdits(props: Record<string, unknown>, edits: readonly Edit[]): boolean {
  for (const { path, value } of edits) {
    let parent: Record<string | number, unknown> = props;
    for (const [index, key] of path.slice(0, -1).entries()) {
      // A place in a list needs a list.
      if (parent[key] === undefined || parent[key] === null)
        parent[key] = typeof path[index + 1] === "number" ? [] : {};
      parent = parent[key] as Record<string | number, unknown>;
    }
    const last = path.at(-1);
    if (last !== undefined) parent[last] = value;
  }
  return edits.length > 0;
}

import { isRecord } from "./plain";
import type { Path, Value } from "./value";

/** A change by a remediation: sets the property at `path` to `value`. */
export interface Edit {
  readonly path: Path;
  readonly value: string | number | boolean;
}

/**
 * Writes the edits to the properties from the SDK and returns whether there were any. It writes through the SDK's
 * wrapper, which keeps secrets secret.
 */
export function applyEdits(props: Record<string, unknown>, edits: readonly Edit[]): boolean {
  for (const { path, value } of edits) {
    let parent: Record<string | number, unknown> = props;
    for (const [index, key] of path.slice(0, -1).entries()) {
      // An index needs a list.
      if (parent[key] === undefined || parent[key] === null)
        parent[key] = typeof path[index + 1] === "number" ? [] : {};
      parent = parent[key] as Record<string | number, unknown>;
    }
    const last = path.at(-1);
    if (last !== undefined) parent[last] = value;
  }
  return edits.length > 0;
}

/** Whether the path leads only through objects, existing list entries and absent properties. */
export function isEditable(props: Value, path: Path): boolean {
  return path.slice(0, -1).every((_, index) => {
    const parent = props.get(...path.slice(0, index + 1));
    if (parent.unknown) return false;
    const inList = typeof path[index + 1] === "number";
    return inList ? parent.items.length > Number(path[index + 1]) : parent.absent || isRecord(parent.whole);
  });
}

/**
 * Parses an entry of the resource option `ignoreChanges`: dots, brackets, quoted keys and `*` for any key.
 * Source: pulumi/pulumi, sdk/go/common/resource/property_path.go.
 */
export function parsePath(text: string): (string | number)[] {
  const path: (string | number)[] = [];
  for (const [, quoted, index, plain] of text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)) {
    if (quoted !== undefined) path.push(quoted.replace(/\\(.)/g, "$1"));
    else if (index !== undefined) path.push(index === "*" ? "*" : Number(index));
    else if (plain !== undefined) path.push(plain);
  }
  return path;
}

export function isRecord(raw: unknown): raw is Record<string, unknown> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return false;
  // Assets and archives are class instances, whose fields aren't properties.
  const prototype = Object.getPrototypeOf(raw);
  return prototype === Object.prototype || prototype === null;
}

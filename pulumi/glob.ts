/** Whether a string matches. */
export type Matcher = (text: string) => boolean;

/**
 * Compiles a glob in which `*` matches any characters, `?` one, and `[a-c]` or `[!a-c]` one of a set. `*` crosses `/`
 * and `:`, since it is matched against URNs, image repositories and hostnames. Returns undefined if the glob is
 * invalid: empty, or with a set that is empty or not closed.
 */
export function compileGlob(glob: string): Matcher | undefined {
  if (glob.trim() === "") return undefined;
  const parts: (Matcher | "*")[] = [];
  for (const [part] of glob.matchAll(/\*+|\[!?[^\]]*\]?|[\s\S]/g)) {
    const matcher = part.startsWith("*") ? "*" : compilePart(part);
    if (!matcher) return undefined;
    parts.push(matcher);
  }
  return (text) => matches(parts, text);
}

/** Whether one of the globs matches. Case-insensitive, like hostnames and image repositories. */
export function matchesAny(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => compileGlob(glob.toLowerCase())?.(text.toLowerCase()));
}

/** Compiles a user's regular expression. Returns undefined if it is invalid. */
export function compilePattern(pattern: string): Matcher | undefined {
  try {
    const expression = new RegExp(pattern);
    return (text) => expression.test(text);
  } catch {
    return undefined;
  }
}

function compilePart(part: string): Matcher | undefined {
  if (part === "?") return () => true;
  if (!part.startsWith("[")) return (character) => character === part;
  const set = /^\[(!?)([^\]]+)\]$/.exec(part);
  return set?.[2]
    ? compilePattern(`^[${set[1] ? "^" : ""}${set[2].replace(/[\\^[]/g, "\\$&")}]$`)
    : undefined;
}

/** Backtracks only to the last `*`, so the time for any glob is bounded by the product of both lengths. */
function matches(parts: readonly (Matcher | "*")[], text: string): boolean {
  let part = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const matcher = parts[part];
    if (matcher === "*") {
      star = part++;
      resume = at;
    } else if (matcher?.(text[at] ?? "")) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === "*");
}

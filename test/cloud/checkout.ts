import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";

export const root = join(__dirname, "..", "..");

/**
 * A copy of this repository that a test may change, with the repository's dependencies. A built copy isn't compiled
 * again when it is packed.
 */
export function copyCheckout(to: string, { built }: { built: boolean }): string {
  const left = new Set(["node_modules", ".git", built ? "tsconfig.build.json" : "dist"]);
  mkdirSync(to, { recursive: true });
  cpSync(root, to, { recursive: true, filter: (path) => !left.has(relative(root, path)) });
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"), "junction");
  return to;
}

/**
 * Hard links to the files of a folder except those `left` out, which is faster than a copy. The files must not be
 * changed in place: both folders have them.
 */
export function linkFolder(from: string, to: string, left: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (left.includes(source)) continue;
    if (entry.isDirectory()) linkFolder(source, target, left);
    else if (entry.isFile()) linkSync(source, target);
    else symlinkSync(readlinkSync(source), target);
  }
}

/** A copy of an example as a separate program. */
export function copyExample(name: string, to: string): string {
  cpSync(join(root, "examples", name), to, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"), "junction");
  return to;
}

/** Changes a JSON file. */
export function editJson<T>(file: string, edit: (content: T) => void): void {
  const content = readJson<T>(file);
  edit(content);
  writeFileSync(file, JSON.stringify(content, undefined, 2));
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, "utf8")) as T;
}

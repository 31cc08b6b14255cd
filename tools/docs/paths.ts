import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** Returns the path of a policy's page, relative to the root of the repository. */
export const pageOf = (policy: string) => `docs/policies/${policy}.md`;

/**
 * Returns the content of a file by its path relative to the root, with `\n` as line ending. Empty if there is no file.
 */
export function read(path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
}

export function write(path: string, content: string | Buffer): void {
  writeFileSync(join(root, path), content);
}

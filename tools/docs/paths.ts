import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** A file of the repository by its path from the root. */
export const pageOf = (policy: string) => `docs/policies/${policy}.md`;

export function read(path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : "";
}

export function write(path: string, content: string | Buffer): void {
  writeFileSync(join(root, path), content);
}

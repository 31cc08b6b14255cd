import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../problem";
import type { Source } from "./input";

/** A rendered cluster with thousands of objects has a tenth of this. */
const mostBytes = 128 * 1024 * 1024;
const manifest = /\.(ya?ml|json)$/i;
const skipped = /^(\.|node_modules$)/;

/** Reads files and folders. In a folder only YAML and JSON files are read, in a stable order. */
export function readSources(paths: readonly string[], stdin: () => string): Source[] {
  return paths.flatMap((path) => {
    if (path === "-") return [toSource("stdin", Buffer.from(stdin()))];
    const files = statOf(path).isDirectory() ? walk(path) : [path];
    return files.map((file) => toSource(file, read(file)));
  });
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function read(file: string): Buffer {
  const { size } = statOf(file);
  if (size > mostBytes)
    throw new Problem(`${file}: the file has ${size} bytes; at most ${mostBytes} are read.`);
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Links to folders aren't followed, so a loop of links ends. */
function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !skipped.test(name));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return manifest.test(entry.name) && isFile(path) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function toSource(file: string, bytes: Buffer): Source {
  if (bytes.includes(0)) throw new Problem(`${file}: the file isn't text. Pass UTF-8 encoded YAML or JSON.`);
  return { file: file.replaceAll("\\", "/"), text: bytes.toString("utf8").replace(/^\uFEFF/, "") };
}

function unreadable(path: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  return new Problem(`${path}: the file can't be read (${code}).`);
}

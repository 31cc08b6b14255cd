import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../problem";
import type { Source } from "./input";

/** Ten times the size of a rendered cluster with thousands of objects. */
const mostBytes = 128 * 1024 * 1024;
const manifest = /\.(ya?ml|json)$/i;
const skipped = /^(\.|node_modules$)/;

/** Reads files and folders, each file once. In a folder only YAML and JSON files are read, in a stable order. */
export function readSources(paths: readonly string[], stdin: () => Buffer): Source[] {
  const files = paths.flatMap((path) => (path !== "-" && statOf(path).isDirectory() ? walk(path) : [path]));
  const seen = new Set<string>();
  return files.flatMap((file) => {
    const identity = file === "-" ? file : attempt(file, () => realpathSync(file));
    if (seen.has(identity)) return [];
    seen.add(identity);
    if (file === "-") return [toSource("stdin", attempt("stdin", stdin))];
    return [toSource(file, read(file))];
  });
}

function statOf(path: string) {
  return attempt(path, () => statSync(path));
}

function read(file: string): Buffer {
  const { size } = statOf(file);
  if (size > mostBytes)
    throw new Problem(`${file}: the file has ${size} bytes; at most ${mostBytes} are read.`);
  const opened = attempt(file, () => openSync(file, "r"));
  try {
    return attempt(file, () => readAll(file, opened));
  } finally {
    closeSync(opened);
  }
}

/** Reads to the end of a file, a pipe or standard input, up to a limit: a device may have no end. */
export function readAll(file: string, opened: number): Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (let chunk = readChunk(opened); chunk.length > 0; chunk = readChunk(opened)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Problem(`${file}: at most ${mostBytes} bytes are read.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A non-blocking pipe has no data yet. */
function readChunk(opened: number): Buffer {
  const chunk = Buffer.allocUnsafe(1 << 18);
  for (;;)
    try {
      return chunk.subarray(0, readSync(opened, chunk));
    } catch (error) {
      const code = codeOf(error);
      // Windows reports the end of a pipe as an error.
      if (code === "EOF") return chunk.subarray(0, 0);
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
}

/** Links to folders aren't followed, so circular links are harmless. */
function walk(folder: string): string[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  const shown = entries.filter(({ name }) => !skipped.test(name));
  shown.sort((a, b) => (a.name < b.name ? -1 : 1));
  return shown.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return manifest.test(entry.name) && isFile(path) ? [path] : [];
  });
}

/** False for a link to nothing or to itself. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function toSource(file: string, bytes: Buffer): Source {
  return { file: file.replaceAll("\\", "/"), text: decode(file, bytes) };
}

/** UTF-8, or what PowerShell writes with `>`: UTF-16 with a byte order mark. */
function decode(file: string, bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  let text: string | undefined;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {}
  if (text === undefined || text.includes("\0"))
    throw new Problem(`${file}: the file isn't text. Pass UTF-8 encoded YAML or JSON.`);
  return text;
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${path}: the file can't be read (${codeOf(error)}).`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

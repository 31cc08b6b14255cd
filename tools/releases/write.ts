import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Replaces a file atomically: even if this process is killed, the file has either the old or the new content. */
export async function replaceFile(path: string, text: string): Promise<void> {
  // If the path is a symbolic link, its target is replaced.
  const target = await realpath(path);
  const { mode } = await stat(target);
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = await open(unfinished, "w", mode & 0o777);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}

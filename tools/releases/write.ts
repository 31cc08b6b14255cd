import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Replaces a file in one step: whoever reads it, whenever, and whatever stops this, finds the old content or the new one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  // Where the path is a link, what it leads to is replaced.
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

import { readFileSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const inMemory = "/dev/shm";
/** An installation of this package takes 100 MB, and several tests run at the same time. */
const enough = 4 * 1024 ** 3;

/**
 * The folder for temporary files: the user's TMPDIR, or memory on Linux if there is enough and programs can run there.
 * An installation has 10,000 small files, and for minutes after as many were deleted, ext4 creates them several times
 * as slowly (its function recently_deleted).
 */
export function scratchFolder(mounts = "/proc/mounts", env = process.env): string {
  if (env.TMPDIR) return tmpdir();
  try {
    const mount = readFileSync(mounts, "utf8")
      .split("\n")
      .find((line) => line.includes(` ${inMemory} `));
    const options = mount?.split(" ")[3]?.split(",") ?? ["noexec"];
    const { bavail, bsize } = statfsSync(inMemory);
    if (!options.includes("noexec") && bavail * bsize > enough) return inMemory;
  } catch {} // Another platform.
  return tmpdir();
}

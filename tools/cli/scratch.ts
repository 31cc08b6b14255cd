import { readFileSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const inMemory = "/dev/shm";
/** An installation of this package takes 100 MB, and several tests run at the same time. */
const enough = 4 * 1024 ** 3;

/**
 * The folder for temporary files: in memory, on Linux with enough of it, if programs can run there. An installation has
 * 10,000 small files, which ext4 creates up to five times as slowly for minutes after as many were deleted. Source: its function
 * recently_deleted.
 */
export function scratchFolder(): string {
  try {
    const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
    const [, , , options = "noexec"] =
      mounts.find((line) => line.includes(` ${inMemory} `))?.split(" ") ?? [];
    const { bavail, bsize } = statfsSync(inMemory);
    if (!options.split(",").includes("noexec") && bavail * bsize > enough) return inMemory;
  } catch {} // Another platform.
  return tmpdir();
}

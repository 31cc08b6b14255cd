import { mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * An owner updates the lock every second. A lock that has not been updated for this long is stale: its owner was
 * killed.
 */
const staleMs = 20_000;

/**
 * Runs `work` while no other process runs it with the same lock, which is a folder at `path`. The lock only avoids
 * duplicate work. `work` must be correct even if two processes run it at once: after a machine has slept, the lock of a
 * live owner looks stale.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  signal?: AbortSignal,
  onWait: () => void = () => {},
): Promise<T> {
  for (let waiting = false; !(await take(path)); waiting = true) {
    if (!waiting) onWait();
    await sleep(500, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, 1_000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { recursive: true, force: true });
  }
}

async function take(path: string): Promise<boolean> {
  const made = await mkdir(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return false;
    },
  );
  if (made) return true;
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > staleMs) {
    // Only one of the waiting processes can rename it, so none of them removes the lock of the next owner by mistake.
    const dead = `${path}.${process.pid}`;
    await rename(path, dead).catch(() => {});
    await rm(dead, { recursive: true, force: true });
  }
  return false;
}

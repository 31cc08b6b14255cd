import { mkdir, rename, rm, stat, utimes } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** An owner shows every second that it lives; one that has been silent this long was killed. */
const staleMs = 20_000;

/**
 * Runs `work` while no other process does so under the same lock, which is a folder at `path`. It saves work, no more:
 * what `work` does must be right even when two do it at once (a machine that slept makes a live owner look dead).
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
    // Only one of those that wait can rename it, so nobody removes the lock of the next owner by mistake.
    const dead = `${path}.${process.pid}`;
    await rename(path, dead).catch(() => {});
    await rm(dead, { recursive: true, force: true });
  }
  return false;
}

import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the main function of a command, which returns the exit code of this process. SIGINT (Ctrl-C), SIGTERM and SIGHUP
 * abort the signal that the function receives, so that its `finally` blocks clean up.
 */
export async function main(command: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const controller = new AbortController();
  for (const name of signals) process.on(name, () => controller.abort(name));
  try {
    process.exitCode = await command(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) {
      process.exitCode = 128 + constants.signals[controller.signal.reason as (typeof signals)[number]];
    } else {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      process.exitCode = 1;
    }
  }
  // The command has ended. A remaining listener would prevent Ctrl-C from ending a process that hangs.
  for (const name of signals) process.removeAllListeners(name);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

const startLimitMs = 60_000;
const stopLimitMs = 2_000;

/** The process of a policy pack, started as Pulumi's language host starts it. */
export interface PackProcess {
  readonly pid: number;
  readonly port: number;
  /** Milliseconds from the start of the process to the line with its port. */
  readonly startMs: number;
  /** The output of the pack so far, without the line with its port. */
  readonly output: { stdout: string; stderr: string };
  /** Ends the process, if it hasn't ended by itself, and returns how it ended. */
  stop(): Promise<string>;
}

/** How to start the process of a pack. */
export interface ProcessOptions {
  env: NodeJS.ProcessEnv;
  /** A module of plain JavaScript that is loaded before the SDK. It ends the process at the end of stdin. */
  preload: string;
  /** The Node.js that runs the pack. Default: the one that runs this. */
  node?: string | undefined;
}

/** Starts the pack in a folder. Rejects with its stderr if it ends, or writes anything before its port. */
export async function startProcess(
  folder: string,
  { env, preload, node = process.execPath }: ProcessOptions,
): Promise<PackProcess> {
  const began = performance.now();
  // The engine's address comes first; the SDK ignores it.
  const args = ["--require", preload, sdkRunner(folder), "127.0.0.1:1", folder];
  const child = spawn(node, args, { cwd: folder, env, stdio: "pipe" });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);

  const output = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  // "close" comes after the last byte of both streams; "exit" may come earlier.
  const closed = once(child, "close").then(([code, signal]) => {
    process.off("exit", kill);
    return `the policy pack in ${folder} ended (${signal ?? `exit code ${code}`}): ${output.stderr.trim()}`;
  });
  // The end of stdin ends the pack (see `preload`): output is flushed, and coverage is saved.
  child.stdin.on("error", () => {});
  const stop = () => {
    child.stdin.end();
    return within(stopLimitMs, closed, kill);
  };

  try {
    const deadEarly = closed.then((death) => Promise.reject(new Error(death)));
    const port = await within(startLimitMs, Promise.race([readPort(child.stdout, output), deadEarly]), kill);
    const startMs = performance.now() - began;
    // From here on, only pending calls keep this process alive, so a test without stop() still ends.
    for (const handle of [child, child.stdin, child.stdout, child.stderr]) (handle as typeof child).unref();
    return { pid: child.pid as number, port, startMs, output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The SDK that the pack itself depends on, not the one of the tests. */
function sdkRunner(folder: string): string {
  return createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
}

/** Like the engine: the first line must be the port; anything else is an error. */
function readPort(stdout: NodeJS.ReadableStream, output: { stdout: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    let port: number | undefined;
    stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
      const end = output.stdout.indexOf("\n");
      if (port !== undefined || end < 0) return;
      const line = output.stdout.slice(0, end);
      output.stdout = output.stdout.slice(end + 1);
      port = Number(line);
      if (Number.isInteger(port) && port > 0) resolve(port);
      else reject(new Error(`could not read policy pack port: the pack wrote ${JSON.stringify(line)} first`));
    });
  });
}

/** Waits for a promise, and calls `late` if it takes too long. */
async function within<T>(ms: number, promise: Promise<T>, late: () => void): Promise<T> {
  const timer = setTimeout(late, ms);
  return promise.finally(() => clearTimeout(timer));
}

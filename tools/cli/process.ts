import { spawn } from "node:child_process";

/** How long an interrupted process may take to end by itself. */
const graceMs = 10_000;

/** How a process is to be run. */
export interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** When it aborts, the process is interrupted as by Ctrl-C, and given time to end. */
  signal?: AbortSignal | undefined;
  /** The process writes to our own stdout and stderr instead of into the result. */
  inherit?: boolean;
}

/** How a process ended. `code` is 128 where a signal ended it. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program without standard input and waits for its end; rejects only when it cannot be started or was interrupted. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { cwd, env = process.env, signal, inherit = false } = options;
  signal?.throwIfAborted();
  // In a process group of its own it hears of Ctrl-C once, from us, and nothing that it started can outlive it.
  const ownGroup = process.platform !== "win32";
  const stdio = inherit ? "inherit" : "pipe";
  const child = spawn(command, args, { cwd, env, detached: ownGroup, stdio: ["ignore", stdio, stdio] });

  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });

  const killAll = () => {
    try {
      if (child.pid) process.kill(ownGroup ? -child.pid : child.pid, "SIGKILL");
    } catch {} // Nothing of it is left.
  };
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill("SIGINT");
    timer = setTimeout(killAll, graceMs);
  };
  signal?.addEventListener("abort", interrupt, { once: true });

  return new Promise<RunResult>((resolve, reject) => {
    child.once("error", reject);
    // What it left behind would hold our pipes open, so it goes as soon as the process itself has ended.
    child.once("exit", () => ownGroup && killAll());
    child.once("close", (code) => {
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code: code ?? 128, ...output });
    });
  }).finally(() => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
  });
}

/** Runs a script of this repository in TypeScript. */
export function runScript(path: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return run(process.execPath, ["--require", require.resolve("tsx/cjs"), path, ...args], options);
}

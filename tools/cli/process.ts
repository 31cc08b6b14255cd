import { spawn } from "node:child_process";

/** How long an interrupted process has to end by itself, in milliseconds. */
const graceMs = 10_000;

/** Options for running a process. */
export interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** If it aborts, the process receives SIGINT as from Ctrl-C, and has time to end. */
  signal?: AbortSignal | undefined;
  /** The process writes to our own stdout and stderr instead of into the result. */
  inherit?: boolean;
}

/** The result of a process. `code` is 128 if a signal ended it. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a program without standard input and waits for its end. Rejects only if it can't be started or was interrupted.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { cwd, env = process.env, signal, inherit = false } = options;
  signal?.throwIfAborted();
  // In its own process group, it receives Ctrl-C only once, from this process, and its children can be ended with it.
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
    } catch {} // All its processes have ended.
  };
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill("SIGINT");
    timer = setTimeout(killAll, graceMs);
  };
  signal?.addEventListener("abort", interrupt, { once: true });

  return new Promise<RunResult>((resolve, reject) => {
    child.once("error", reject);
    // Remaining child processes would keep the pipes open, so they are killed when the process itself has ended.
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

/** Runs a TypeScript script of this repository. */
export function runScript(path: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return run(process.execPath, ["--require", require.resolve("tsx/cjs"), path, ...args], options);
}

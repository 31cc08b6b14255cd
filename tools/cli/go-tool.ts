import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache";
import { withLock } from "./lock";
import { run } from "./process";
import { showProgress } from "./progress";

/** A program that is built from a Go module instead of being downloaded. */
export interface GoTool {
  /** Name of the executable. */
  name: string;
  version: string;
  /** The folder whose go.mod and go.sum pin the program and all its dependencies. */
  module: string;
  /** The import path of its main package. */
  package: string;
  /** The variable to which the linker writes the version. */
  versionVariable: string;
  /** The argument with which the program prints its version. Default: `version`. */
  versionArgument?: string;
  /** How long the build takes on a machine without a build cache, for the notice: "several minutes". */
  buildTime: string;
  /** The alternative to building it, as the end of a sentence: "or …". */
  otherwise: string;
}

/** Returns the path of the executable. It is built on first use and kept in the user's cache folder. */
export async function goTool(tool: GoTool, signal?: AbortSignal): Promise<string> {
  const file = process.platform === "win32" ? `${tool.name}.exe` : tool.name;
  const folder = join(cacheFolder(), `${tool.name}-${tool.version}`);
  const executable = join(folder, file);
  if (existsSync(executable)) return executable;

  await mkdir(folder, { recursive: true });
  const build = async () => {
    // The previous owner of the lock may have built it.
    if (existsSync(executable)) return;
    await sweep(folder, file);
    // Only a complete and tested executable gets the final name, so a file with that name is always usable.
    const unfinished = join(folder, `${process.pid}-${file}`);
    try {
      await compile(tool, unfinished, signal);
      await rename(unfinished, executable);
    } finally {
      await rm(unfinished, { force: true });
    }
  };
  const waiting = () =>
    process.stderr.write(`Another process is building ${tool.name} ${tool.version}; waiting for it.\n`);
  await withLock(join(folder, "lock"), build, signal, waiting).catch(async (error) => {
    // Remove the folder if the build failed. If another process is using the folder, it isn't empty and stays.
    await rmdir(folder).catch(() => {});
    throw error;
  });
  return executable;
}

/** Removes unfinished executables of builds that were killed. */
async function sweep(folder: string, file: string): Promise<void> {
  for (const left of await readdir(folder)) {
    const [pid, ...name] = left.split("-");
    if (name.join("-") === file && !isAlive(Number(pid))) await rm(join(folder, left), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function compile(tool: GoTool, output: string, signal?: AbortSignal): Promise<void> {
  const { name, version } = tool;
  process.stderr.write(
    `Building ${name} ${version} from its Go module, once on this machine. This takes ${tool.buildTime}.\n`,
  );
  const progress = showProgress(`Building ${name} ${version}`);
  const flags = `-s -w -X ${tool.versionVariable}=${version}`;
  const result = await run("go", ["build", "-ldflags", flags, "-o", output, tool.package], {
    cwd: tool.module,
    signal,
  })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw failure(tool, "Go isn't installed: `go` isn't on PATH.");
    })
    .finally(() => progress.end());
  if (result.code !== 0) throw failure(tool, `\`go build\` failed:\n${lastLines(result.stderr)}`);

  const tried = await run(output, [tool.versionArgument ?? "version"], { cwd: tool.module, signal });
  if (tried.code !== 0 || !tried.stdout.includes(version))
    throw failure(tool, `the built program doesn't run:\n${lastLines(tried.stdout + tried.stderr)}`);
}

function failure(tool: GoTool, reason: string): Error {
  return new Error(
    `Could not build ${tool.name} ${tool.version} from ${tool.module}: ${reason}\n` +
      `Install Go 1.25 or newer (https://go.dev/dl) and try again, or ${tool.otherwise}.`,
  );
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-20).join("\n");
}

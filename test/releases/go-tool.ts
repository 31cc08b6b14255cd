import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A program that is built from a Go module instead of downloaded. */
export interface GoTool {
  name: string;
  version: string;
  /** Folder whose go.mod and go.sum pin the program and all that it is made of. */
  module: string;
  /** Import path of its main package. */
  package: string;
  /** Where the linker writes the version. */
  versionVariable: string;
  /** The other way to get it, as the end of a sentence: "or …". */
  otherwise: string;
}

/** Path of the executable, which is built on first use and kept in the user's cache folder. */
export async function goTool(tool: GoTool): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "pulumi-policy-apim-self-hosted-gateway", `${tool.name}-${tool.version}`);
  const executable = join(folder, tool.name);
  if (existsSync(executable)) return executable;

  await mkdir(folder, { recursive: true });
  process.stderr.write(
    `${tool.name} ${tool.version} is built from its Go module now, once on this machine.\n`,
  );
  const unfinished = join(folder, `${process.pid}-${tool.name}`);
  const flags = `-s -w -X ${tool.versionVariable}=${tool.version}`;
  try {
    await promisify(execFile)("go", ["build", "-ldflags", flags, "-o", unfinished, tool.package], {
      cwd: tool.module,
    });
    await rename(unfinished, executable);
  } catch (error) {
    throw new Error(
      `Could not build ${tool.name}: ${error}\nInstall Go 1.26 or newer, or ${tool.otherwise}.`,
    );
  } finally {
    await rm(unfinished, { force: true });
  }
  return executable;
}

import { type ChildProcess, spawn } from "node:child_process";
import type { InstallDependenciesRequest } from "@pulumi/pulumi/proto/language_pb";

/** Starts npm in a program's folder; a plugin, such as a policy pack of the organisation, gets what it needs to run only. */
export function npmInstall(request: InstallDependenciesRequest): ChildProcess {
  const args = ["install", "--loglevel=error", ...(request.getIsPlugin() ? ["--omit=dev"] : [])];
  return spawn("npm", args, {
    cwd: request.getDirectory(),
    stdio: ["ignore", "pipe", "pipe"],
    // On Windows npm is a script.
    shell: process.platform === "win32",
  });
}

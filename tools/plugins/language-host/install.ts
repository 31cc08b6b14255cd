import { type ChildProcess, spawn } from "node:child_process";
import type { InstallDependenciesRequest } from "@pulumi/pulumi/proto/language_pb";

/**
 * Starts `npm install` in a program's folder. For a plugin, such as a policy pack of the organization, it installs only
 * the run-time dependencies.
 */
export function npmInstall(request: InstallDependenciesRequest): ChildProcess {
  const args = ["install", "--loglevel=error", ...(request.getIsPlugin() ? ["--omit=dev"] : [])];
  return spawn("npm", args, {
    cwd: request.getDirectory(),
    stdio: ["ignore", "pipe", "pipe"],
    // On Windows, npm is a script, which requires a shell.
    shell: process.platform === "win32",
  });
}

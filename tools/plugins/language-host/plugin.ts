import { type ChildProcess, spawn } from "node:child_process";
import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import { sdkModule } from "./resolve";

/** Starts a policy pack or a provider for Node.js. */
export function runPlugin(request: RunPluginRequest): ChildProcess {
  const folder = request.getInfo()?.getProgramDirectory() || request.getProgram();
  const args = request.getArgsList();
  const pack = request.getKind() === "analyzer";
  const command = pack
    ? [sdkModule(folder, "run-policy-pack"), ...args, folder]
    : [sdkModule(folder, "run-plugin"), folder, ...args];
  const pairs = request.getEnvList().map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return spawn(process.execPath, command, {
    cwd: pack ? folder : request.getPwd(),
    env: { ...process.env, ...Object.fromEntries(pairs) },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

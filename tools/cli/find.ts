import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { gte, valid } from "semver";
import { type GoTool, goTool } from "./go-tool";
import { run } from "./process";

/** The first version with `pulumi policy analyze --file`, which the tests need. */
const oldest = "3.249.0";

/** A working Pulumi CLI. */
export interface Pulumi {
  readonly executable: string;
  readonly version: string;
  /**
   * The location of its language host for Node.js: in the CLI's folder ("beside"), elsewhere on PATH, or "missing". If
   * it is missing, the sandbox uses its own.
   */
  readonly languageHost: "beside" | "path" | "missing";
}

/** The CLI to build if no suitable one is installed. */
export const pulumiTool = {
  name: "pulumi",
  version: "v3.259.0",
  module: join(__dirname, "..", "go", "pulumi"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
  buildTime: "several minutes",
  otherwise: `install Pulumi ${oldest} or newer (https://www.pulumi.com/docs/install)`,
} satisfies GoTool;

/**
 * Finds the CLI to use. The order is: the executable in TEST_PULUMI, the user's own full installation of Pulumi if it
 * is new enough, a CLI that is built once and cached.
 */
export async function findPulumi(signal?: AbortSignal): Promise<Pulumi> {
  const named = process.env.TEST_PULUMI;
  if (named) {
    const version = await versionOf(named, signal);
    if (!version) throw new Error(`TEST_PULUMI is ${named}, which isn't a Pulumi CLI.`);
    return { executable: named, version, languageHost: hostOf(named) };
  }
  const installed = onPath("pulumi");
  if (installed) {
    const languageHost = hostOf(installed);
    if (languageHost !== "missing") {
      const version = await versionOf(installed, signal);
      if (version && gte(version, oldest)) return { executable: installed, version, languageHost };
    }
  }
  const executable = await goTool(pulumiTool, signal);
  return { executable, version: pulumiTool.version.slice(1), languageHost: "missing" };
}

function hostOf(pulumi: string): Pulumi["languageHost"] {
  const name = "pulumi-language-nodejs";
  if (executableIn(dirname(realpathSync(pulumi)), name)) return "beside";
  return onPath(name) ? "path" : "missing";
}

async function versionOf(pulumi: string, signal?: AbortSignal): Promise<string | undefined> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
  const result = await run(pulumi, ["version"], { cwd: process.cwd(), env, signal }).catch(() => undefined);
  signal?.throwIfAborted();
  return valid(result?.stdout.trim()) ?? undefined;
}

/** Returns the path of the first executable with this name on PATH. */
export function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const found = folder && executableIn(folder, name);
    if (found) return found;
  }
  return undefined;
}

function executableIn(folder: string, name: string): string | undefined {
  const extensions = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return extensions.map((extension) => join(folder, name + extension)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

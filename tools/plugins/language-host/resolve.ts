import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Returns the path of a module of @pulumi/pulumi, resolved from the program's folder: each program runs with its own
 * SDK.
 */
export function sdkModule(folder: string, name: "run" | "run-plugin" | "run-policy-pack"): string {
  try {
    return createRequire(join(folder, "index.js")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new Error(`Cannot find @pulumi/pulumi from ${folder}. Have its dependencies been installed?`);
  }
}

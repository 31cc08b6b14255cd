import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSandbox } from "../tools/cli/sandbox";
import { ordinaryStack } from "./resources";

const root = join(__dirname, "..");

/** Registers the resources in a file unchanged, without a provider's SDK. */
const program = `
const { CustomResource } = require("@pulumi/pulumi");
for (const { type, name, props, version } of require("./resources.json"))
  new CustomResource(type, name, props, { version });
`;

/** A stack without gateways that the real CLI previews. */
export interface Previews {
  /** The duration of a preview with the pack in that folder. */
  seconds(pack: string): Promise<number>;
  close(): void;
}

/** Prepares a program of this many resources, none of which is a gateway, and a stack for it. */
export async function openPreviews(size: number): Promise<Previews> {
  const sandbox = await openSandbox();
  const cwd = join(sandbox.folder, "program");
  mkdirSync(cwd);
  symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"), "junction");
  writeFileSync(join(cwd, "Pulumi.yaml"), "name: ordinary\nruntime: nodejs\n");
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ name: "ordinary", main: "index.js" }));
  writeFileSync(join(cwd, "index.js"), program);
  // The sandbox has providers for only two of three types, so the program is half as large again.
  const resources = ordinaryStack(Math.ceil(size * 1.5))
    .filter(({ type }) => /^(kubernetes|azure-native):/.test(type))
    .slice(0, size)
    .map((resource) => ({ ...resource, version: versionOf(resource.type.split(":")[0] as string) }));
  writeFileSync(join(cwd, "resources.json"), JSON.stringify(resources));
  const stack = await sandbox.newStack(cwd);
  return {
    close: () => sandbox.dispose(),
    async seconds(pack) {
      const began = performance.now();
      const args = ["preview", "--non-interactive", "--suppress-progress", "--policy-pack", pack, ...stack];
      const { code, stdout, stderr } = await sandbox.run(args, { cwd });
      if (code !== 0 || !stdout.includes(`+ ${size + 1} to create`)) throw new Error(`${stdout}${stderr}`);
      return (performance.now() - began) / 1000;
    },
  };
}

function versionOf(provider: string): string {
  return (require(`@pulumi/${provider}/package.json`) as { version: string }).version;
}

import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../policies";

const root = join(__dirname, "..");

/** A folder with a pack without policies: what the SDK costs in any case. */
export const emptyPack = join(root, "testkit", "empty-pack");

/**
 * A folder with a pack that has as many stack policies as this one, which do nothing. The SDK hands each of them a copy of
 * the whole stack: what no pack with that many stack policies goes below.
 */
export function idlePack(folder: string): string {
  const count = policies.filter((policy) => "validateStack" in policy).length;
  return writePack(
    join(folder, "idle"),
    `const { PolicyPack } = require("@pulumi/policy");
const policies = Array.from({ length: ${count} }, (_, at) => ({
  name: "idle-" + at,
  description: "Does nothing.",
  validateStack() {},
}));
new PolicyPack("idle", { policies });
`,
  );
}

/** A folder that runs AWSGuard, Pulumi's own policy pack for AWS, where somebody has installed it; the peer that users know. */
export function awsGuard(folder: string): string | undefined {
  try {
    require.resolve("@pulumi/awsguard");
  } catch {
    return undefined;
  }
  return writePack(
    join(folder, "awsguard"),
    'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard();\n',
  );
}

function writePack(folder: string, code: string): string {
  cpSync(emptyPack, folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "index.js"), code);
  return folder;
}

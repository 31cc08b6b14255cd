import { cpSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");

/** A folder that runs AWSGuard, Pulumi's own policy pack for AWS, where somebody has installed it; the peer that users know. */
export function awsGuard(folder: string): string | undefined {
  try {
    require.resolve("@pulumi/awsguard");
  } catch {
    return undefined;
  }
  const pack = join(folder, "awsguard");
  cpSync(join(root, "testkit", "empty-pack"), pack, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(pack, "node_modules"), "junction");
  writeFileSync(
    join(pack, "index.js"),
    'const { AwsGuard } = require("@pulumi/awsguard");\nnew AwsGuard();\n',
  );
  return pack;
}

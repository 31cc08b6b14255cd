import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../policies";

const root = join(__dirname, "..");
const template = join(root, "testkit", "empty-pack");

/** A folder with a pack without policies: the SDK's minimum cost. */
export function emptyPack(folder: string): string {
  return writePack(join(folder, "empty"), readFileSync(join(template, "index.js"), "utf8"));
}

/**
 * A folder with this pack as users install it: without the tsconfig.json of this repository, which the engine's host reads
 * when it starts a pack.
 */
export function publishedPack(folder: string): string {
  const published = join(folder, "published");
  const { files } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { files: string[] };
  for (const file of ["package.json", ...files].filter((pattern) => !pattern.startsWith("!")))
    cpSync(join(root, file), join(published, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(published, "node_modules"), "junction");
  return published;
}

/**
 * A folder with a pack of as many policies as this one, all without a check: the SDK's cost for this many policies. The
 * SDK gives each resource policy a copy of the resource, and each stack policy a copy of the whole stack.
 */
export function idlePack(folder: string): string {
  const stack = policies.filter((policy) => "validateStack" in policy).length;
  return writePack(
    join(folder, "idle"),
    `const { PolicyPack } = require("@pulumi/policy");
const idle = (count, kind) =>
  Array.from({ length: count }, (_, at) => ({ name: kind + at, description: "Does nothing.", [kind]() {} }));
const policies = [...idle(${policies.length - stack}, "validateResource"), ...idle(${stack}, "validateStack")];
new PolicyPack("idle", { policies });
`,
  );
}

/** A folder with AWSGuard, Pulumi's policy pack for AWS, if it is installed. */
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
  cpSync(template, folder, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  writeFileSync(join(folder, "index.js"), code);
  return folder;
}

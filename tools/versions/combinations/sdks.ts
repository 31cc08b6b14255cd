import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gt, minVersion } from "semver";
import { run } from "../../cli/process";
import type { Combination, Result } from "../combination";
import { nodeOf } from "../node";
import { newestIn, published } from "../published";
import { lastLine, runTests } from "../test-run";

const root = join(__dirname, "..", "..", "..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The versions of the SDK's packages, by npm name. */
interface Sdk {
  readonly "@pulumi/policy": string;
  readonly "@pulumi/pulumi": string;
}

/**
 * The contract tests of pulumi/sdk.ts with other versions of @pulumi/policy (the newest before the pinned range, the
 * newest) and of @pulumi/pulumi (an old one, the newest).
 */
export async function sdks(): Promise<Combination[]> {
  const policy = await published("@pulumi/policy");
  const pulumi = await published("@pulumi/pulumi");
  const pinned = newestIn(policy, manifest.dependencies["@pulumi/policy"]);
  const ownPulumi = newestIn(pulumi, manifest.dependencies["@pulumi/pulumi"]);
  const first = minVersion(manifest.dependencies["@pulumi/policy"])?.version ?? pinned;
  const older = newestIn(policy, `<${first}`);
  const newer = policy.filter((version) => gt(version, pinned)).at(-1);
  const newestPulumi = pulumi[0] as string;
  const combination = (sdk: Sdk, node?: string): Combination => ({
    name: `SDK ${sdk["@pulumi/policy"]} on @pulumi/pulumi ${sdk["@pulumi/pulumi"]}${node ? `, Node ${node}` : ""}`,
    run: () => tryContracts(sdk, node),
  });
  return [
    combination({ "@pulumi/policy": older, "@pulumi/pulumi": ownPulumi }),
    combination({ "@pulumi/policy": pinned, "@pulumi/pulumi": newestIn(pulumi, "~3.204.0") }),
    combination({ "@pulumi/policy": pinned, "@pulumi/pulumi": newestPulumi }, "22"),
    ...(newer ? [combination({ "@pulumi/policy": newer, "@pulumi/pulumi": newestPulumi }, "22")] : []),
  ];
}

async function tryContracts(sdk: Sdk, node: string | undefined): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "sdk-"));
  try {
    const checkout = copyWith(sdk, folder);
    const args = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, stderr } = await run("npm", args, { cwd: checkout });
    if (code !== 0) return { passed: 0, broken: [`npm install: ${lastLine(stderr)}`] };
    const executable = node && (await nodeOf(node));
    const files = ["test/pulumi/sdk.test.ts"];
    return await runTests({ root: checkout, files, ...(executable && { node: executable }) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Creates a copy of this repository that depends on another SDK. Development dependencies are resolved from the
 * repository's own `node_modules`, which is linked into the parent folder of the copy.
 */
function copyWith(sdk: Sdk, folder: string): string {
  const checkout = join(folder, "checkout");
  const left = new Set(["node_modules", ".git", "npm-shrinkwrap.json"]);
  mkdirSync(checkout);
  cpSync(root, checkout, { recursive: true, filter: (path) => !left.has(relative(root, path)) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const { scripts: _scripts, devDependencies: _tools, ...rest } = manifest;
  const dependencies = { ...manifest.dependencies, ...sdk };
  const overrides = { "@pulumi/pulumi": "$@pulumi/pulumi" };
  writeFileSync(join(checkout, "package.json"), JSON.stringify({ ...rest, dependencies, overrides }));
  return checkout;
}

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type RunResult, run } from "../../cli/process";
import type { Combination, Result } from "../combination";
import { nodeOf } from "../node";
import { newestIn, published } from "../published";
import { lastLine } from "../test-run";

const root = join(__dirname, "..", "..", "..");
const { dependencies: pinned } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const pack = "pulumi-policy-apim-self-hosted-gateway";

/** A package manager, and what a project needs for it in addition to the dependencies. */
interface Installer {
  readonly name: string;
  /** Its npm package with a version. Undefined for npm, which is part of Node.js. */
  readonly from?: string;
  readonly add: readonly string[];
  /** Additional fields of package.json for Node 20. */
  readonly node20?: object;
  readonly files?: Readonly<Record<string, string>>;
}

/** The package managers, with the settings that docs/operations.md recommends. */
const installers: readonly Installer[] = [
  { name: "npm", add: ["npm", "install"] },
  { name: "pnpm", from: "pnpm@latest", add: ["pnpm", "add", "--allow-build=protobufjs"] },
  {
    name: "Yarn 1",
    from: "yarn@1",
    add: ["yarn", "add"],
    node20: { resolutions: { "**/@pulumi/policy/@pulumi/pulumi": pinned["@pulumi/pulumi"] } },
  },
  {
    name: "Yarn 4",
    from: "@yarnpkg/cli-dist@latest",
    add: ["yarn", "add"],
    files: { ".yarnrc.yml": "nodeLinker: node-modules\n", "yarn.lock": "" },
  },
];

/**
 * The pack installed in the project of a program that uses another version of Pulumi's SDK: an old one, or the newest.
 */
export async function installs(): Promise<Combination[]> {
  const versions = await published("@pulumi/pulumi");
  const programs = [
    { node: "20", sdk: newestIn(versions, "~3.204.0") },
    { node: "22", sdk: newestIn(versions, "*") },
  ];
  return programs.flatMap(({ node, sdk }) =>
    installers.map((installer) => ({
      name: `${installer.name}, Node ${node}, program with @pulumi/pulumi ${sdk}`,
      run: () => tryInstalled(installer, node, sdk),
    })),
  );
}

async function tryInstalled(installer: Installer, major: string, sdk: string): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "installed-"));
  try {
    const node = await nodeOf(major);
    const PATH = [dirname(node), process.env.PATH].join(delimiter);
    const start = (command: string, args: readonly string[], cwd: string) =>
      run(command, args, { cwd, env: { ...process.env, PATH } });
    const packed = await start("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], root);
    const tarball = join(folder, packed.stdout.trim());

    const project = join(folder, "project");
    writeProject(project, installer, sdk, major === "20" ? installer.node20 : {});
    const prefix = installer.from ? ["npx", "--yes", `--package=${installer.from}`, "--"] : [];
    const [command = "", ...args] = [...prefix, ...installer.add, tarball];
    const installed = await start(command, args, project);
    if (installed.code !== 0) return { passed: 0, broken: [`installation: ${lastLine(told(installed))}`] };

    const outcomes = [
      expect("command", /gateway-image-supported/, await start(node, commandArgs(project), project)),
      expect(
        "preview",
        /\[mandatory\].*gateway-image-supported/,
        await start(node, previewArgs(project), root),
      ),
    ];
    const broken = outcomes.flat();
    return { passed: outcomes.length - broken.length, broken };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the broken contract, if any. The process must show the mandatory violation and end with exit code 1. */
function expect(name: string, shown: RegExp, result: RunResult): string[] {
  if (result.code === 1 && shown.test(told(result))) return [];
  return [`${name}: exit code ${result.code}, ${lastLine(told(result))}`];
}

function told({ stdout, stderr }: RunResult): string {
  return stdout + stderr;
}

function commandArgs(project: string): string[] {
  return [join(project, "node_modules", pack, "dist", "cli", "main.js"), "check", "gateway.yaml"];
}

function previewArgs(project: string): string[] {
  const script = join(__dirname, "..", "preview.ts");
  return ["--require", "tsx/cjs", script, project, join(project, "node_modules", pack)];
}

function writeProject(
  project: string,
  { files }: Installer,
  sdk: string,
  manifest: object | undefined,
): void {
  mkdirSync(project);
  const put = (file: string, content: string) => writeFileSync(join(project, file), content);
  const dependencies = { "@pulumi/pulumi": sdk };
  const own = { name: "program", version: "1.0.0", private: true, main: "index.js" };
  put("package.json", JSON.stringify({ ...own, dependencies, ...manifest }));
  const runtime = { name: "nodejs", options: { typescript: false } };
  put("Pulumi.yaml", JSON.stringify({ name: "program", runtime }));
  put("index.js", program);
  put("gateway.yaml", gateway);
  for (const [file, content] of Object.entries(files ?? {})) put(file, content);
}

const image = "mcr.microsoft.com/azure-api-management/gateway:2.5.0";

const program = `
const pulumi = require("@pulumi/pulumi");
new pulumi.CustomResource("kubernetes:core/v1:Pod", "gateway", {
  metadata: { name: "gateway" }, spec: { containers: [{ name: "gateway", image: "${image}" }] },
});
`;

const gateway = `
apiVersion: v1
kind: Pod
metadata: { name: gateway }
spec: { containers: [{ name: gateway, image: "${image}" }] }
`;

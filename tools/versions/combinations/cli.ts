import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../cli/cache";
import { pulumiTool } from "../../cli/find";
import { goTool } from "../../cli/go-tool";
import { run } from "../../cli/process";
import type { Combination } from "../combination";
import { runTests } from "../test-run";

const root = join(__dirname, "..", "..", "..");
const goModule = "github.com/pulumi/pulumi/pkg/v3";
const files = [
  "cli/exemptions",
  "cli/hosts",
  "cli/preview",
  "cloud/enforcement",
  "cloud/operations",
  "cloud/package",
].map((name) => `test/${name}.test.ts`);

/** The tests that use the real CLI, run with the newest version of it. */
export async function newestCli(): Promise<Combination[]> {
  const folder = join(cacheFolder(), "newest-pulumi");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "go.mod"), `module newest-pulumi\n\ngo ${goVersion()}\n`);
  const version = await go(folder, "list", "-m", "-f", "{{.Version}}", `${goModule}@latest`);
  return [
    {
      name: `Pulumi CLI ${version.slice(1)}`,
      async run() {
        await go(folder, "get", "-tool", `${goModule}/cmd/pulumi@${version}`);
        const executable = await goTool({ ...pulumiTool, version, module: folder });
        return runTests({ root, files, env: { TEST_PULUMI: executable } });
      },
    },
  ];
}

/** Returns the Go version in the go.mod of the tests' own CLI. */
function goVersion(): string {
  const text = readFileSync(join(pulumiTool.module, "go.mod"), "utf8");
  return /^go (\S+)$/m.exec(text)?.[1] ?? "1.25";
}

async function go(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run("go", args, { cwd });
  if (code !== 0) throw new Error(stderr.trim());
  return stdout.trim();
}

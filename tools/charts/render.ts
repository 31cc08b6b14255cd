/**
 * `npm run charts:render`: renders the sets of values in test/recordings/chart/cases.json with the real Helm. A test
 * compares the violations in the rendered objects with the violations in a Helm release with the same values.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../cli/process";
import { findHelm } from "../plugins/sandbox/kubernetes/helm";
import { type ChartCase, chartCases, chartFolder, namespace, release } from "./cases";

async function render(helm: string, { name, chart, values }: ChartCase): Promise<void> {
  const folder = join(chartFolder, "rendered");
  const file = join(folder, `${name}.values.json`);
  writeFileSync(file, JSON.stringify(values));
  const args = ["template", release, join(chartFolder, "charts", chart), "--namespace", namespace];
  const { code, stdout, stderr } = await run(helm, [...args, "--values", file], { cwd: chartFolder });
  rmSync(file);
  if (code === 0) writeFileSync(join(folder, `${name}.yaml`), stdout);
  else writeFileSync(join(folder, `${name}.refused.txt`), refusal(stderr));
}

/** The reason why Helm rejects the values, without the paths of this machine. */
function refusal(stderr: string): string {
  return `${/execution error at \([^)]*\): (.*)/.exec(stderr)?.[1] ?? "another error"}\n`;
}

async function main(): Promise<void> {
  const helm = await findHelm();
  rmSync(join(chartFolder, "rendered"), { recursive: true, force: true });
  mkdirSync(join(chartFolder, "rendered"));
  for (const each of chartCases) await render(helm, each);
}

main();

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The date of the example. Its tokens and exemptions expire around this date. */
const day = "2026-11-24";
const root = join(__dirname, "..", "..", "..");

/** Runs `apim-gateways check` on the example `fleet` on its date, and writes a report in each of these formats. */
export async function checkFleet<F extends string>(
  ...formats: readonly F[]
): Promise<{ reports: Record<F, string>; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  const clock = join(folder, "clock");
  writeFileSync(clock, day);
  const entries = formats.map((format) => [format, join(folder, `fleet.${format}`)] as const);
  const preload = JSON.stringify(join(root, "testkit", "harness", "preload.js"));
  const args = [
    ...[join(root, "dist", "cli", "main.js"), "check", "--fail-on", "never"],
    ...["--config", "examples/fleet/policies.json"],
    ...entries.map(([format, file]) => `--${format}=${file}`),
    "examples/fleet/stacks",
  ];
  // The command and the policies' process read the date from the same file.
  const env = { ...process.env, NODE_OPTIONS: `--require ${preload}`, HARNESS_CLOCK: clock };
  await promisify(execFile)(process.execPath, args, { cwd: root, env });
  return {
    reports: Object.fromEntries(entries) as Record<F, string>,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

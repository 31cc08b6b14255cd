/**
 * `npm run test:versions [-- --only <part of a name>]`: tests the pack with other versions of Node.js, Pulumi's SDK and
 * Pulumi's CLI, and with other package managers. It reports which contracts each combination breaks. It runs for up to
 * an hour.
 */
import { parseArgs } from "node:util";
import type { Combination, Result } from "./combination";
import { newestCli } from "./combinations/cli";
import { installs } from "./combinations/installers";
import { nodes } from "./combinations/nodes";
import { sdks } from "./combinations/sdks";
import { report, type Tried } from "./report";

async function main(): Promise<void> {
  const { only = "" } = parseArgs({ options: { only: { type: "string" } } }).values;
  const all = [await nodes(), await sdks(), await installs(), await newestCli()].flat();
  const chosen = all.filter(({ name }) => name.includes(only));
  if (chosen.length === 0)
    throw new Error(
      `No combination has a name that contains "${only}". The names are:\n${all.map(({ name }) => name).join("\n")}`,
    );
  const tried: Tried[] = [];
  for (const combination of chosen) tried.push(await attempt(combination));
  console.log(`\n${report(tried)}`);
  process.exitCode = tried.some(({ broken }) => broken.length > 0) ? 1 : 0;
}

async function attempt(combination: Combination): Promise<Tried> {
  const begin = performance.now();
  const failed = (error: unknown): Result => ({ passed: 0, broken: [String(error)] });
  const result = await combination.run().catch(failed);
  console.error(`${combination.name}: ${result.passed} passed, ${result.broken.length} broken`);
  for (const contract of result.broken) console.error(`  ${contract}`);
  return { name: combination.name, seconds: (performance.now() - begin) / 1_000, ...result };
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isRecord } from "../pulumi/plain";
import { type Config, merge } from "./analyzer/config";
import type { Judge } from "./analyzer/judge";
import { formats } from "./formats";
import { readSource } from "./inputs";
import { readSources } from "./inputs/files";
import { type Options, parseOptions } from "./options";
import { Problem } from "./problem";
import { resultsOf } from "./recorded";
import { type CheckedStack, gatewayPolicy, isFailure, type Report, toReport } from "./report";
import { byStack, tellApart } from "./stacks";

/** The command's environment. */
export interface Surroundings {
  stdin(): Buffer;
  stdout(text: string): void;
  color: boolean;
  /** Starts the process that runs the policies. */
  judge(): Promise<Judge>;
}

/** Runs `check` with its arguments. Returns the exit code. Throws a {@link Problem} if the user can solve it. */
export async function check(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  const options = parseOptions(args);
  const config = readConfig(options.config);
  // It starts while the input is read. If reading fails, it isn't awaited.
  const opening = around.judge();
  opening.catch(() => {});
  const sources = readSources(options.paths, around.stdin);
  const perFile = sources.map((source) => readSource(source, options));
  const items = perFile.flat();
  if (items.length === 0)
    throw new Problem(
      "Nothing to check: the input has no Kubernetes objects and no resources of a Pulumi stack.",
    );
  const checked = perFile.filter((found) => found.length > 0).length;

  const judge = await opening;
  const refused = await configure(judge, config);
  if (refused.length > 0)
    throw new Problem(`${options.config}: invalid configuration: ${refused.join("; ")}`);
  const settings = merge(judge.info, config);
  const isDisabled = settings.get(gatewayPolicy)?.level === "disabled";
  // Gateways are found by a policy that applies to nothing else, so it runs in any case.
  if (isDisabled) await judge.configure({ ...config, [gatewayPolicy]: "advisory" });
  const stacks: CheckedStack[] = [];
  for (const together of byStack(items)) {
    const results = await resultsOf(together, judge);
    stacks.push({ items: together, ...(isDisabled ? without(gatewayPolicy, results) : results) });
  }
  const files = { checked, skipped: sources.length - checked };
  const report = toReport(judge.info, settings, tellApart(stacks), files);
  write(report, options, around);
  return report.findings.some((finding) => isFailure(finding, options.failOn)) ? 1 : 0;
}

/** The results without the findings of a policy. */
function without(name: string, { each, stack }: Omit<CheckedStack, "items">): Omit<CheckedStack, "items"> {
  const filtered = ({ diagnostics, ...rest }: CheckedStack["stack"]) => ({
    ...rest,
    diagnostics: diagnostics.filter(({ policy }) => policy !== name),
  });
  return { each: each.map(filtered), stack: filtered(stack) };
}

function readConfig(file: string | undefined): Config {
  if (file === undefined) return {};
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new Problem(`${file}: the configuration can't be read. Pass a JSON file.`);
  }
  if (!isRecord(config)) throw new Problem(`${file}: the configuration must be a JSON object.`);
  return config as Config;
}

async function configure(judge: Judge, config: Config): Promise<string[]> {
  try {
    return await judge.configure(config);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Every report is complete before the first is written, and a file is written completely or not at all. */
function write(report: Report, { outputs, failOn }: Options, { stdout, color }: Surroundings): void {
  const texts = outputs.map(({ format, file }) => ({
    file,
    text: formats[format].write(report, { color: color && file === undefined, failOn }),
  }));
  for (const { file, text } of texts) {
    if (file === undefined) stdout(text);
    else writeWhole(file, text);
  }
}

function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, file);
  } catch {
    rmSync(unfinished, { force: true });
    throw new Problem(`${file}: the report can't be written.`);
  }
}

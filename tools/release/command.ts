import type { Check, Outcome, Release } from "./check";
import { help, type Options, readOptions } from "./options";
import { makeTag } from "./tag";

/** The environment of the command. Tests pass another one. */
export interface World {
  readonly checks: readonly Check[];
  readonly release: Omit<Release, "tag">;
  readonly out: (line: string) => void;
}

/** Runs the command and returns its exit code. */
export async function command(args: readonly string[], world: World): Promise<number> {
  const { checks, release, out } = world;
  let options: Options;
  try {
    options = readOptions(args, checks);
  } catch (error) {
    out(`${messageOf(error)}\nSee --help.`);
    return 2;
  }
  if (options.help) {
    out(help);
    return 0;
  }
  const failed = await countFailures(options, world);
  if (failed > 0) {
    out(`\n${failed} of ${checks.length} checks failed.`);
    return 1;
  }
  if (options.dryRun) {
    out("\nNo check failed; no tag was created (--dry-run).");
    return 0;
  }
  try {
    out(`\n${await makeTag(release.root)}`);
    return 0;
  } catch (error) {
    out(`\nNo check failed, but git could not create the tag: ${messageOf(error)}`);
    return 1;
  }
}

/** Runs all checks, prints their results, and returns the number of failed checks. */
async function countFailures({ dryRun, tag, skip }: Options, world: World): Promise<number> {
  const prepared = dryRun && tag === undefined;
  let failed = 0;
  for (const check of world.checks) {
    if (skip.includes(check.name)) {
      world.out(line("skipped", check.name, "because of --skip"));
      continue;
    }
    const { checked, problems, open = [] } = await outcomeOf(check, { ...world.release, tag });
    const state = stateOf(problems.length, open.length, prepared);
    if (state === "failed") failed += 1;
    world.out(line(state, check.name, checked));
    for (const sentence of [...problems, ...open]) world.out(`${" ".repeat(24)}${sentence}`);
  }
  return failed;
}

function stateOf(problems: number, open: number, prepared: boolean): State {
  if (problems > 0 || (open > 0 && !prepared)) return "failed";
  return open > 0 ? "open" : "ok";
}

/** Runs a check. A check that throws has failed. */
async function outcomeOf(check: Check, release: Release): Promise<Outcome> {
  try {
    return await check.run(release);
  } catch (error) {
    return { checked: "could not be checked", problems: [messageOf(error)] };
  }
}

type State = "ok" | "open" | "skipped" | "failed";

function line(state: State, name: string, text: string): string {
  return `${state.padEnd(8)} ${name.padEnd(14)} ${text}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { type Day, today } from "../../pulumi/clock";
import { describe } from "./changes";
import { dataText, findLosses, findProblems, list, parseData, type ReleaseData } from "./data";
import { openHttp, type Patience, patience } from "./http";
import { type Merged, merge } from "./merge";
import { help, type Options, readOptions } from "./options";
import { exitCodes, messageOf, Problem } from "./problem";
import { findRepository } from "./repository";
import { readTags, type TagList } from "./tag-list";
import { replaceFile } from "./write";

/** The environment of the command. Tests pass another one. */
export interface World {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  readonly today: Day;
  readonly patience: Patience;
}

const thisWorld: World = {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  env: process.env,
  today: today(),
  patience,
};

/** Runs the command and returns its exit code. */
export async function command(args: readonly string[], given: Partial<World> = {}): Promise<number> {
  const world = { ...thisWorld, ...given };
  try {
    // npm runs scripts in the package's folder. INIT_CWD is the folder in which the user called npm.
    const options = readOptions(args, world.env.INIT_CWD ?? process.cwd());
    if (options) await refresh(options, world);
    else world.out(help);
    return exitCodes.ok;
  } catch (error) {
    world.error(`${messageOf(error)}\n`);
    return exitCodes[error instanceof Problem ? error.reason : "failed"];
  }
}

async function refresh(options: Options, world: World): Promise<void> {
  const place = relative(process.cwd(), options.file);
  const text = await readFile(options.file, "utf8").catch((error: unknown) => {
    throw new Problem("failed", `Could not read the data: ${messageOf(error)}`);
  });
  const before = parseData(text, place);
  // With a date that is too early, older minor versions would lose support too early.
  if (world.today < before.asOf)
    throw new Problem(
      "failed",
      `${place} is dated ${before.asOf}, but this machine's clock is at ${world.today}. Set the clock.`,
    );

  const read = await readList(before, options, world);
  const merged = merge(before, read, world.today, options.explained);
  world.out(`Read ${count(read.tags.size, "tag")} on ${count(read.pages, "page")} of ${read.url}\n`);
  refuseUnlessSound(before, merged);

  const after = dataText(merged.data);
  world.out(`\n${list(describe(before, merged))}\n\n`);
  if (after === text) world.out(`${place} is up to date; nothing was written.\n`);
  else if (options.dryRun) world.out(`${place} would change; nothing was written (--dry-run).\n`);
  else {
    await replaceFile(options.file, after).catch((error: unknown) => {
      throw new Problem("failed", `Could not write ${place}: ${messageOf(error)}. It is unchanged.`);
    });
    world.out(`Updated ${place}.\n`);
  }
}

async function readList({ image }: ReleaseData, options: Options, world: World): Promise<TagList> {
  const repository = findRepository(options.image ?? image, options.registry);
  const http = openHttp(
    { ...world.patience, ...(options.timeout && { timeout: options.timeout }) },
    world.env,
    (line) => world.error(`${line}\n`),
  );
  try {
    const read = await readTags(repository, http, options.pageSize);
    if (read.tags.size === 0)
      throw new Problem(
        "refused",
        `The list at ${read.url} is empty. Nothing was changed; check --image and --registry.`,
      );
    return read;
  } finally {
    await http.close();
  }
}

function refuseUnlessSound(before: ReleaseData, { data, refusals }: Merged): void {
  if (refusals.length > 0)
    throw new Problem(
      "refused",
      `The list is implausible, so nothing was changed:\n${list(refusals)}\n` +
        "Check --image and --registry. If the list is correct, explain each tag: --explain <tag>=<reason>.",
    );
  const broken = [...findProblems(data), ...findLosses(before, data)];
  if (broken.length > 0)
    throw new Problem("refused", `The result would be invalid, so nothing was changed:\n${list(broken)}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pack, Resource } from "../../testkit/pack";
import { type Failure, judge } from "./judge";

/** Stores a failure so that it can be replayed, and prints how. */
export function keep(failure: Failure): string {
  const file = join(mkdtempSync(join(tmpdir(), "fuzz-")), "case.json");
  writeFileSync(file, `${JSON.stringify(failure, undefined, 2)}\n`);
  return `npm run fuzz -- --replay ${file}`;
}

export function read(file: string): Failure {
  return JSON.parse(readFileSync(file, "utf8")) as Failure;
}

/** The failure without the resources that it doesn't need. */
export async function reduce(pack: Pack, failure: Failure, limitMs: number): Promise<Failure> {
  let least = failure;
  for (let index = least.resources.length - 1; index >= 0 && least.resources.length > 1; index--) {
    const resources = least.resources.filter((_, at) => at !== index);
    const [problem] = await failuresOf(pack, failure, resources, limitMs);
    if (problem) least = { ...least, resources };
  }
  return least;
}

async function failuresOf(pack: Pack, { config }: Failure, resources: Resource[], limitMs: number) {
  return (await judge(pack, { config, resources }, limitMs)).failures;
}

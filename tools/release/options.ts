import { parseArgs } from "node:util";
import type { Check } from "./check";

export const help = `npm run release [-- options]

Checks what a release needs. All checks run, even if one fails. If all pass, it makes the tag of the version on this
machine; pushing the tag starts the workflow that publishes the package.

  --dry-run      makes no tag, and only lists what may stay open while a release is prepared
  --tag <tag>    the tag that is released: it must match the version, and nothing may be open
  --skip <name>  leaves a check out, with --dry-run only: tests
  --help         this text

Exit codes
  0  every check passed
  1  a check failed
  2  an option that does not exist or does not fit
`;

/** The options of the command. */
export interface Options {
  readonly dryRun: boolean;
  readonly tag: string | undefined;
  readonly skip: readonly string[];
  readonly help: boolean;
}

/** Parses the arguments. Throws an error with a message for the user. */
export function readOptions(args: readonly string[], checks: readonly Check[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "dry-run": { type: "boolean" },
      tag: { type: "string" },
      skip: { type: "string", multiple: true },
      help: { type: "boolean" },
    },
  });
  const { "dry-run": dryRun = false, tag, skip = [], help: asked = false } = values;
  const skippable = checks.filter((check) => check.skippable).map(({ name }) => name);
  for (const name of skip)
    if (!skippable.includes(name)) throw new Error(`--skip supports ${skippable.join(", ")}, not "${name}".`);
  if (skip.length > 0 && !dryRun) throw new Error("--skip needs --dry-run: a release skips no check.");
  return { dryRun, tag, skip, help: asked };
}

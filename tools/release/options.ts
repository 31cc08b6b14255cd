import { parseArgs } from "node:util";
import type { Check } from "./check";

export const help = `npm run release [-- options]

Checks the requirements of a release. All checks run, even if one fails. If all pass, it creates the tag of the version on
this machine. Pushing the tag starts the workflow that publishes the package.

  --dry-run      creates no tag, and allows open problems while a release is prepared
  --tag <tag>    the tag of the release: it must match the version, and open problems fail
  --skip <name>  skips a check, only with --dry-run: tests
  --help         prints this text

Exit codes
  0  every check passed
  1  a check failed
  2  an unknown option or an invalid value
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
  if (skip.length > 0 && !dryRun) throw new Error("--skip requires --dry-run: a release runs all checks.");
  return { dryRun, tag, skip, help: asked };
}

import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { messageOf, Problem } from "./problem";

const ownFile = join(__dirname, "../../support/releases.json");

export const help = `npm run releases:update [-- options]

Reads the tags of the gateway's image from its registry and updates support/releases.json. It adds and dates releases; it
never removes a release, a date or a source.

  --image <reference>      the image, without a tag (default: the image in the data)
  --registry <url>         the registry, if the image doesn't name it; plain http only on this machine
  --explain <tag>=<reason> accepts a refused tag: a missing version becomes "withdrawn", a version far ahead is added;
                           the reason becomes the release's note; can be repeated
  --file <path>            the data, if not support/releases.json
  --timeout <seconds>      for each request (default 30)
  --page-size <number>     tags per request (default: the registry's choice)
  --dry-run                prints the changes and writes nothing
  --help                   prints this text

Proxies come from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.

Exit codes
  0  the data are up to date (with --dry-run: would be)
  1  the data can't be read or written, or another error
  2  an unknown option or an invalid value
  3  the registry can't be read
  4  refused: the list would shrink the data or is implausible; see --explain
With any code but 0, the file is unchanged.
`;

/** The options of the command. */
export interface Options {
  readonly file: string;
  readonly image: string | undefined;
  readonly registry: string | undefined;
  readonly explained: ReadonlyMap<string, string>;
  /** Timeout of each request in milliseconds. */
  readonly timeout: number | undefined;
  readonly pageSize: number | undefined;
  readonly dryRun: boolean;
}

/** Parses the arguments. Returns undefined for `--help`. Paths are relative to `folder`. */
export function readOptions(args: readonly string[], folder: string): Options | undefined {
  const values = parse(args);
  const seconds = positive("timeout", values.timeout, 3_600);
  if (values.help) return undefined;
  return {
    file: values.file === undefined ? ownFile : resolve(folder, values.file),
    image: values.image,
    registry: values.registry,
    explained: new Map((values.explain ?? []).map(explanation)),
    timeout: seconds && seconds * 1_000,
    pageSize: positive("page-size", values["page-size"], 10_000),
    dryRun: values["dry-run"] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        image: { type: "string" },
        registry: { type: "string" },
        explain: { type: "string", multiple: true },
        file: { type: "string" },
        timeout: { type: "string" },
        "page-size": { type: "string" },
        "dry-run": { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new Problem("usage", `${messageOf(error)}\nSee --help.`);
  }
}

function explanation(text: string): [string, string] {
  const [, tag, reason] = /^([\w.-]+)=\s*(\S.*)$/.exec(text) ?? [];
  if (tag && reason) return [tag, reason.trim()];
  throw new Problem(
    "usage",
    `--explain "${text}" isn't <tag>=<reason>, such as 2.13.1="pulled, see issue 400".`,
  );
}

function positive(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new Problem("usage", `--${name} "${text}" must be an integer from 1 to ${most}.`);
}

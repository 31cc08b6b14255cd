import { formats } from "./formats";
import { Problem } from "./problem";
import { type FailOn, failLevels } from "./report";

/** A report to write; without a file, to standard output. */
interface Output {
  format: keyof typeof formats;
  file: string | undefined;
}

/** The options of the command line. */
export interface Options {
  paths: string[];
  config: string | undefined;
  namespace: string | undefined;
  failOn: FailOn;
  outputs: Output[];
}

export const usage = `Usage: apim-gateways check [options] <file | folder | -> ...

Checks Azure API Management self-hosted gateways in Kubernetes manifests, in the output
of pulumi stack export and pulumi preview --json, and in event logs of Pulumi.
"-" reads standard input: kubectl get deploy,secret,cm -A -o yaml | apim-gateways check -

  --config FILE      configuration of the policies, as for pulumi preview --policy-pack-config
  --namespace NAME   namespace for objects without one
  --fail-on LEVEL    ${failLevels.join(", ")}; default mandatory
${Object.keys(formats)
  .map((name) => `  --${name}[=FILE]`)
  .join("\n")}
                     reports to write, any number; without FILE to standard output; default --text
  --help, --version

Exit code 0: no violations. 1: violations at or above --fail-on. 2: the input could not be checked.
`;

/** Reads the arguments after `check`. */
export function parseOptions(args: readonly string[]): Options {
  const options: Options = {
    paths: [],
    config: undefined,
    namespace: undefined,
    failOn: "mandatory",
    outputs: [],
  };
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") options.paths.push(...rest.splice(0));
    else if (arg.startsWith("--")) setOption(options, arg, rest);
    else if (arg.startsWith("-") && arg !== "-") throw unknown(arg);
    else options.paths.push(arg);
  }
  if (options.paths.length === 0)
    throw new Problem(`Pass a file, a folder, or "-" for standard input.\n\n${usage}`);
  if (options.outputs.length === 0) options.outputs.push({ format: "text", file: undefined });
  if (options.outputs.filter(({ file }) => file === undefined).length > 1)
    throw new Problem(
      "Only one report can go to standard output. Give the others a file: --json=report.json",
    );
  return options;
}

function setOption(options: Options, arg: string, rest: string[]): void {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const value = equals < 0 ? undefined : arg.slice(equals + 1);
  const required = () => {
    const given = value ?? rest.shift();
    if (!given) throw new Problem(`--${name} requires a value.`);
    return given;
  };
  if (isFormat(name)) options.outputs.push({ format: name, file: value === "" ? undefined : value });
  else if (name === "config" || name === "namespace") options[name] = required();
  else if (name === "fail-on") options.failOn = threshold(required());
  else throw unknown(arg);
}

function isFormat(name: string): name is keyof typeof formats {
  return Object.hasOwn(formats, name);
}

function threshold(given: string): FailOn {
  const found = failLevels.find((name) => name === given);
  if (!found) throw new Problem(`--fail-on must be ${failLevels.join(", ")}.`);
  return found;
}

function unknown(arg: string): Problem {
  return new Problem(`Unknown option ${arg}.\n\n${usage}`);
}

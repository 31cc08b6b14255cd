import { exemptionOptions, exemptionProblems } from "./exemptions";
import { type OptionProblem, type OptionSchemas, type OptionValues, readOptions } from "./options";

type AllOptions<O extends OptionSchemas> = OptionValues<O> & OptionValues<typeof exemptionOptions>;

/** The most recently read options, by the schemas of their policy. */
const lastRead = new WeakMap<
  OptionSchemas,
  { readonly config: Record<string, unknown>; readonly read: ReturnType<typeof readOptions> }
>();

/** Reads the configuration of a policy: its own options and those for exemptions. */
export function configure<O extends OptionSchemas>(
  schemas: O,
  config: Record<string, unknown>,
): { options: AllOptions<O>; problems: OptionProblem[] } {
  const { options, problems } = readOnce(schemas, config);
  const all = options as AllOptions<O>;
  return { options: all, problems: [...problems, ...exemptionProblems(all, config)] };
}

/** The SDK copies the configuration for each resource, but not its values, so the same values are read once. */
function readOnce(schemas: OptionSchemas, config: Record<string, unknown>): ReturnType<typeof readOptions> {
  const last = lastRead.get(schemas);
  if (last && sameEntries(last.config, config)) return last.read;
  const read = readOptions({ ...schemas, ...exemptionOptions }, config);
  lastRead.set(schemas, { config, read });
  return read;
}

function sameEntries(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key])
  );
}

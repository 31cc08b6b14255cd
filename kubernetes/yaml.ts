import type { DocumentOptions, ParseOptions, ScalarTag, SchemaOptions } from "yaml";

const tag = (name: string, test: RegExp, resolve: (text: string) => unknown): ScalarTag => ({
  tag: `tag:yaml.org,2002:${name}`,
  default: true,
  test,
  resolve,
});

/**
 * YAML as kubectl and Helm parse it (sigs.k8s.io/yaml): `yes` and `off` are booleans and `010` is octal, as in YAML
 * 1.1, but dates and base 60 are strings. The last of two equal keys counts, and `<<` merges.
 */
export const kubernetesYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  schema: "failsafe",
  customTags: [
    tag("null", /^(?:~|[Nn]ull|NULL)?$/, () => null),
    tag("bool", /^(?:[yYnN]|[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF)$/, (text) =>
      /^(?:y|t|on)/i.test(text),
    ),
    tag("int", /^[-+]?(?:0[bB][01_]+|0[oO][0-7_]+|0[xX][\da-fA-F_]+|\d[\d_]*)$/, toNumber),
    tag("float", /^[-+]?(?:\.\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE][-+]?\d[\d_]*)?$/, toNumber),
    { ...tag("binary", /^/, (text) => Buffer.from(text, "base64").toString()), default: false },
  ],
  merge: true,
  uniqueKeys: false,
  // The library would print warnings.
  logLevel: "error",
  prettyErrors: false,
};

/** The string itself if Go can't parse it as a number. */
function toNumber(text: string): number | string {
  const digits = text.replaceAll("_", "").replace(/^[-+]/, "");
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits.toLowerCase());
  if (!Number.isFinite(value)) return text;
  return text.startsWith("-") ? 0 - value : value;
}

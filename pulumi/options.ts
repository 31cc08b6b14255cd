import type { PolicyConfigSchema } from "@pulumi/policy";
import { parseDay } from "./clock";
import { compileGlob, compilePattern } from "./glob";

/**
 * One option of a policy, in the part of JSON Schema that the engine checks before a preview, plus `format`s that only
 * the pack knows: an unreadable day, glob, pattern or version must become a finding, not an error of the preview.
 */
type OptionSchema =
  | { type: "string"; description?: string; format?: Format; enum?: readonly string[]; default?: string }
  | { type: "number"; description?: string; minimum?: number; default?: number }
  | { type: "integer"; description?: string; minimum?: number; maximum?: number; default?: number }
  | { type: "boolean"; description?: string; default?: boolean }
  | { type: "array"; description?: string; items: OptionSchema; default?: readonly unknown[] }
  | {
      type: "object";
      description?: string;
      properties: OptionSchemas;
      required: readonly string[];
      additionalProperties: false;
    };

export type OptionSchemas = { readonly [name: string]: OptionSchema };

/** The formats that the engine leaves to the pack: what each accepts, and how to say so. */
const formats = {
  day: {
    accepts: (text: string) => parseDay(text) !== undefined,
    expected: "a day that exists, as YYYY-MM-DD",
  },
  glob: {
    accepts: (text: string) => compileGlob(text) !== undefined,
    expected: "a glob such as `*gateway*`",
  },
  pattern: {
    accepts: (text: string) => compilePattern(text) !== undefined,
    expected: "a regular expression",
  },
  version: {
    accepts: (text: string) => /^(?:0|[1-9]\d{0,3})(?:\.(?:0|[1-9]\d{0,3})){2}$/.test(text),
    expected: "a version such as `2.13.2`",
  },
  /** The part before the `/` of a Kubernetes label, a DNS subdomain. */
  "label-prefix": {
    accepts: (text: string) =>
      text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text),
    expected: "the prefix of a Kubernetes label, such as `apim-gateway` or `gateway.example.com`",
  },
};
type Format = keyof typeof formats;

/** The values that a policy reads, derived from its schema: an option with a default is always there. */
export type OptionValues<S extends OptionSchemas> = {
  readonly [K in keyof S]: S[K] extends { default: unknown } ? ValueOf<S[K]> : ValueOf<S[K]> | undefined;
};
type ValueOf<S> = S extends { enum: readonly (infer E)[] }
  ? E
  : S extends { type: "string" }
    ? string
    : S extends { type: "integer" | "number" }
      ? number
      : S extends { type: "boolean" }
        ? boolean
        : S extends { type: "array"; items: infer I }
          ? readonly ValueOf<I>[]
          : S extends { properties: infer P; required: readonly (infer R)[] }
            ? { readonly [K in keyof P]: K extends R ? ValueOf<P[K]> : ValueOf<P[K]> | undefined }
            : never;

/** What is wrong with an option: where, the value as the user wrote it, and what would be right. */
export interface OptionProblem {
  readonly option: string;
  readonly value: string;
  readonly expected: string;
}

/** Reads a policy's configuration. An option that has a problem keeps its default, so that it weakens nothing. */
export function readOptions<S extends OptionSchemas>(
  schemas: S,
  config: Record<string, unknown>,
): { options: OptionValues<S>; problems: OptionProblem[] } {
  const unknown = Object.entries(config).filter(([name]) => !Object.hasOwn(schemas, name));
  const problems = unknown.map(([name, value]) => unknownOption(name, value, schemas));
  const options: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    const value = Object.hasOwn(config, name) ? config[name] : undefined;
    const found = value === undefined ? [] : problemsOf(schema, value, name);
    problems.push(...found);
    options[name] = optionValue(schema, value, found);
  }
  return { options: options as OptionValues<S>, problems };
}

function optionValue(schema: OptionSchema, value: unknown, problems: readonly OptionProblem[]): unknown {
  // One unreadable entry of a list does not silence the others.
  if (schema.type === "array" && Array.isArray(value))
    return value.filter((item) => problemsOf(schema.items, item, "").length === 0);
  if (value !== undefined && problems.length === 0) return value;
  return "default" in schema ? schema.default : undefined;
}

/** The schema as the engine gets it: plain JSON Schema, without the formats that only the pack knows. */
export function configSchema(schemas: OptionSchemas): PolicyConfigSchema["properties"] {
  return JSON.parse(JSON.stringify(schemas, (key, value) => (key === "format" ? undefined : value)));
}

function problemsOf(schema: OptionSchema, value: unknown, option: string): OptionProblem[] {
  const expect = (expected: string | undefined): OptionProblem[] =>
    expected === undefined ? [] : [{ option, value: show(value), expected }];
  switch (schema.type) {
    case "string":
      return expect(expectedString(schema, value));
    case "integer":
      return expect(expectedInteger(schema, value));
    case "number":
      return expect(isNumber(schema, value) ? undefined : `a number of at least ${schema.minimum ?? 0}`);
    case "boolean":
      return expect(typeof value === "boolean" ? undefined : "true or false");
    case "array":
      if (!Array.isArray(value)) return expect("a list");
      return value.flatMap((item, index) => problemsOf(schema.items, item, `${option}[${index}]`));
    case "object":
      if (typeof value !== "object" || value === null || Array.isArray(value)) return expect("an object");
      return problemsOfObject(schema, value as Record<string, unknown>, option);
  }
}

/** What a string should have been; undefined where it is right. */
function expectedString(schema: OptionSchema & { type: "string" }, value: unknown): string | undefined {
  if (typeof value !== "string") return "a text";
  if (schema.enum && !schema.enum.includes(value)) return `one of ${schema.enum.join(", ")}`;
  if (schema.format && !formats[schema.format].accepts(value)) return formats[schema.format].expected;
  return undefined;
}

function isNumber({ minimum = 0 }: OptionSchema & { type: "number" }, value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= minimum;
}

/** What an integer should have been; undefined where it is right. */
function expectedInteger(schema: OptionSchema & { type: "integer" }, value: unknown): string | undefined {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)
    return undefined;
  return `a whole number${schema.maximum === undefined ? "" : ` up to ${maximum}`}`;
}

function problemsOfObject(
  schema: OptionSchema & { type: "object" },
  value: Record<string, unknown>,
  option: string,
): OptionProblem[] {
  const missing = schema.required
    .filter((name) => value[name] === undefined)
    .map((name) => ({ option: `${option}.${name}`, value: "nothing", expected: "a value: it is required" }));
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!property) return [unknownOption(`${option}.${name}`, inner, schema.properties)];
    return inner === undefined ? [] : problemsOf(property, inner, `${option}.${name}`);
  });
  return [...missing, ...wrong];
}

function unknownOption(option: string, value: unknown, schemas: OptionSchemas): OptionProblem {
  return { option, value: show(value), expected: `one of the options ${Object.keys(schemas).join(", ")}` };
}

/** Options are no secrets, but they may be long. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

import type { PolicyConfigSchema } from "@pulumi/policy";
import { parseDay } from "./clock";
import { compileGlob, compilePattern } from "./glob";

/**
 * One option of a policy, in the subset of JSON Schema that the engine validates before a preview, plus `format`s that
 * only the pack validates: an invalid day, glob, pattern or version must be a finding, not an error of the preview.
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

/** The formats that the pack validates, and what each accepts. */
const formats = {
  day: (text: string) => parseDay(text) !== undefined,
  glob: (text: string) => compileGlob(text) !== undefined,
  pattern: (text: string) => compilePattern(text) !== undefined,
  version: (text: string) => /^(?:0|[1-9]\d{0,3})(?:\.(?:0|[1-9]\d{0,3})){2}$/.test(text),
  /** The part before the `/` of a Kubernetes label, a DNS subdomain. */
  "label-prefix": (text: string) =>
    text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text),
};
type Format = keyof typeof formats;

/** The values that a policy reads, derived from its schema. An option with a default always has a value. */
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

/** What an option must be: a format, a JSON type, or a value in a range. */
export interface Expectation {
  readonly kind:
    | Format
    | OptionSchema["type"]
    | ("dayWithin" | "text" | "enum" | "integerUpTo" | "required" | "known");
  readonly days?: string;
  readonly names?: string;
  readonly minimum?: string;
  readonly maximum?: string;
}

/** An invalid option: its name, the value in the configuration, and what it must be. */
export interface OptionProblem {
  readonly option: string;
  readonly value: string;
  readonly expected: Expectation;
}

/** Reads a policy's configuration. An invalid option keeps its default, so it can't weaken the policy. */
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
  // One invalid item of a list doesn't disable the others.
  if (schema.type === "array" && Array.isArray(value))
    return value.filter((item) => problemsOf(schema.items, item, "").length === 0);
  if (value !== undefined && problems.length === 0) return value;
  return "default" in schema ? schema.default : undefined;
}

/** The schema for the engine: plain JSON Schema, without the pack's own formats. */
export function configSchema(schemas: OptionSchemas): PolicyConfigSchema["properties"] {
  return JSON.parse(JSON.stringify(schemas, (key, value) => (key === "format" ? undefined : value)));
}

function problemsOf(schema: OptionSchema, value: unknown, option: string): OptionProblem[] {
  const expect = (expected: Expectation | undefined): OptionProblem[] =>
    expected === undefined ? [] : [{ option, value: show(value), expected }];
  switch (schema.type) {
    case "string":
      return expect(expectedString(schema, value));
    case "integer":
      return expect(expectedInteger(schema, value));
    case "number":
      return expect(
        isNumber(schema, value) ? undefined : { kind: "number", minimum: `${schema.minimum ?? 0}` },
      );
    case "boolean":
      return expect(typeof value === "boolean" ? undefined : { kind: "boolean" });
    case "array":
      if (!Array.isArray(value)) return expect({ kind: "array" });
      return value.flatMap((item, index) => problemsOf(schema.items, item, `${option}[${index}]`));
    case "object":
      if (typeof value !== "object" || value === null || Array.isArray(value))
        return expect({ kind: "object" });
      return problemsOfObject(schema, value as Record<string, unknown>, option);
  }
}

/** What a string must be; undefined if it is valid. */
function expectedString(schema: OptionSchema & { type: "string" }, value: unknown): Expectation | undefined {
  if (typeof value !== "string") return { kind: "string" };
  if (schema.enum && !schema.enum.includes(value)) return { kind: "enum", names: schema.enum.join(", ") };
  if (schema.format && !formats[schema.format](value)) return { kind: schema.format };
  return undefined;
}

function isNumber({ minimum = 0 }: OptionSchema & { type: "number" }, value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value >= minimum;
}

/** What an integer must be; undefined if it is valid. */
function expectedInteger(
  schema: OptionSchema & { type: "integer" },
  value: unknown,
): Expectation | undefined {
  const { minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)
    return undefined;
  return schema.maximum === undefined ? { kind: "integer" } : { kind: "integerUpTo", maximum: `${maximum}` };
}

function problemsOfObject(
  schema: OptionSchema & { type: "object" },
  value: Record<string, unknown>,
  option: string,
): OptionProblem[] {
  const missing = schema.required
    .filter((name) => value[name] === undefined)
    .map((name): OptionProblem => {
      return { option: `${option}.${name}`, value: "undefined", expected: { kind: "required" } };
    });
  const wrong = Object.entries(value).flatMap(([name, inner]) => {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (!property) return [unknownOption(`${option}.${name}`, inner, schema.properties)];
    return inner === undefined ? [] : problemsOf(property, inner, `${option}.${name}`);
  });
  return [...missing, ...wrong];
}

function unknownOption(option: string, value: unknown, schemas: OptionSchemas): OptionProblem {
  const names = Object.keys(schemas).join(", ");
  return { option, value: show(value), expected: { kind: "known", names } };
}

/** Options aren't secret, but they may be long. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

import { isDeepStrictEqual } from "node:util";
import { ConfigureAnalyzerRequest, PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Ajv, ValidateFunction } from "ajv";
import { type Level, levelNumber, type Options, type PackInfo, type PolicyInfo } from "./info";
import { toStruct } from "./wire";

/** The content of a `--policy-pack-config` file. */
export type Config = Record<string, Level | ({ enforcementLevel?: Level } & Options)>;

/** The merged level and options of each policy. */
export type Settings = Map<string, { level: Level; options: Options }>;

/** Merges as the engine does: the policies' own levels and defaults, then the pack's configuration, then the given. */
export function merge(info: PackInfo, config: Config): Settings {
  const settings: Settings = new Map(
    info.policies.map((policy) => [policy.name, { level: policy.level, options: defaults(policy) }]),
  );
  apply(settings, info.initialConfig);
  apply(settings, parse(config));
  return settings;
}

/** What the engine rejects before the pack gets it: `policy: path problem` for every invalid option. */
export function refusals(info: PackInfo, settings: Settings): string[] {
  return info.policies.flatMap((policy) => {
    const { options } = settings.get(policy.name) ?? {};
    // A test of the policies' metadata validates the defaults.
    if (policy.requiredOptions.length === 0 && isDeepStrictEqual(options, defaults(policy))) return [];
    const valid = validator(policy);
    valid(options);
    return (valid.errors ?? []).map((error) => `${policy.name}: ${error.instancePath} ${error.message}`);
  });
}

let ajv: Ajv | undefined;
const validators = new Map<string, ValidateFunction>();

/** Compiling a schema is slow, so each is compiled once. */
function validator({ options: properties, requiredOptions: required }: PolicyInfo): ValidateFunction {
  const schema = { type: "object", properties, required };
  const key = JSON.stringify(schema);
  ajv ??= loadAjv();
  const known = validators.get(key) ?? ajv.compile(schema);
  validators.set(key, known);
  return known;
}

/**
 * Loaded only for options that differ from their defaults. The engine looks at the options' schemas only, so others
 * pass.
 */
function loadAjv(): Ajv {
  const { Ajv: Validator }: typeof import("ajv") = require("ajv");
  return new Validator({ strict: false, allErrors: true });
}

/** The message that configures the pack. */
export function configureRequest(settings: Settings): ConfigureAnalyzerRequest {
  const request = new ConfigureAnalyzerRequest();
  for (const [policy, { level, options }] of settings) {
    const message = new PolicyConfig()
      .setEnforcementlevel(levelNumber(level))
      .setProperties(toStruct(options, true));
    request.getPolicyconfigMap().set(policy, message);
  }
  return request;
}

type Given = Map<string, { level?: Level | undefined; options: Options }>;

function parse(config: Config): Given {
  const policies = Object.entries(config).filter(([key]) => key !== "environments");
  return new Map(
    policies.map(([policy, value]) => {
      const { enforcementLevel: level, ...options } =
        typeof value === "string" ? { enforcementLevel: value } : value;
      if (level !== undefined && levelNumber(level) < 0)
        throw new Error(`${policy}: "${level}" is not a valid level`);
      return [policy, { level, options }];
    }),
  );
}

function apply(settings: Settings, given: Given): void {
  const all = given.get("all")?.level;
  if (all) for (const setting of settings.values()) setting.level = all;
  for (const [policy, { level, options }] of given) {
    const before = settings.get(policy);
    const after = level ?? before?.level;
    if (!after) throw new Error(`${policy}: invalid enforcement level "", for the pack has no such policy`);
    settings.set(policy, { level: after, options: { ...before?.options, ...options } });
  }
}

function defaults({ options }: PolicyInfo): Options {
  const entries = Object.entries(options).filter(([, schema]) => "default" in schema);
  return Object.fromEntries(entries.map(([option, schema]) => [option, schema.default]));
}

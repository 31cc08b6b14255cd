import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The TypeScript types of properties by name. */
export type Fields = Map<string, string>;

/** The SDK's declaration of a resource type. */
export interface Schema {
  /** Names of the required inputs. */
  required: string[];
  /** Names of the optional inputs. */
  optional: string[];
  outputs: Fields;
}

const sdk = dirname(require.resolve("@pulumi/azure-native/package.json"));
const comments = /\/\*\*[\s\S]*?\*\//g;

/**
 * Reads a resource's inputs and outputs from the SDK's declarations, which are generated from the real provider's
 * schema.
 */
export function schemaOf(type: string): Schema | undefined {
  const [, versioned = "", kind = ""] = type.split(":");
  const name = `${kind[0]?.toLowerCase()}${kind.slice(1)}.d.ts`;
  const file = join(sdk, versioned.split("/")[0] as string, name);
  if (!existsSync(file)) return undefined;
  const [resource = "", args = ""] = readFileSync(file, "utf8")
    .replace(comments, "")
    .split("export interface ");
  const inputs = [...args.matchAll(/^ {4}(\w+)(\??): /gm)];
  const named = (mark: string) =>
    inputs.filter(([, , each]) => each === mark).map(([, each]) => each as string);
  return {
    required: named(""),
    optional: named("?"),
    outputs: fields(resource, /^ {4}readonly (\w+): pulumi\.Output<([\s\S]*?)>;$/gm),
  };
}

let declarations: string | undefined;

/**
 * Returns the properties of a nested output type, for example
 * `outputs.apimanagement.ResourceLocationDataContractResponse`.
 */
export function nestedType(name: string): Fields {
  const [, module, type] = name.split(".");
  declarations ??= readFileSync(join(sdk, "types", "output.d.ts"), "utf8");
  const inModule = declarations.indexOf(`namespace ${module} {`);
  const start = declarations.indexOf(`    interface ${type} {\n`, inModule);
  const body = declarations.slice(start, declarations.indexOf("\n    }\n", start)).replace(comments, "");
  return fields(body, /^ {8}(\w+)\??: (\{[\s\S]*?\n {8}\}|[^{\n]*);$/gm);
}

function fields(text: string, pattern: RegExp): Fields {
  return new Map([...text.matchAll(pattern)].map(([, name, type]) => [name as string, type as string]));
}

import { createRequire } from "node:module";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { ModuleKind, ScriptTarget, transpileModule } from "typescript";
import { parseAllDocuments } from "yaml";
import { kubernetesYaml } from "../../../kubernetes/yaml";
import type { Resource } from "../../../testkit/pack";
import { Monitor } from "./monitor";

const root = join(__dirname, "..", "..", "..");
/** The names in the test harness. */
const names = { project: "test", stack: "dev" };

/** The configuration of the stack in which examples run: the value of `config.requireSecret("gatewayToken")`. */
function stackConfig(today: string): Record<string, string> {
  const end = new Date(Date.parse(today) + 20 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "");
  // The format that Azure's generateToken returns: without the prefix `GatewayKey`.
  return { gatewayToken: `berlin&${end}0000&${Buffer.from("not a signature").toString("base64")}` };
}

/** Returns the resources that a program registers through the real SDKs. */
export async function resourcesOfProgram(code: string, today: string): Promise<Resource[]> {
  const monitor = new Monitor(names);
  await runtime.setMocks({ call: () => ({}), newResource: () => ({ id: undefined, state: {} }) });
  runtime.setMockOptions(monitor, names.project, names.stack, true);
  const config = Object.entries(stackConfig(today)).map(([key, value]) => [`${names.project}:${key}`, value]);
  runtime.setAllConfig(Object.fromEntries(config));

  const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 };
  const { outputText } = transpileModule(code, { compilerOptions });
  const program = new Function("require", "exports", outputText);
  const declared: string[] = [];
  await runtime.runInPulumiStack(async () => {
    runtime.registerStackTransformation(({ type, name }) => {
      declared.push(`${type}::${name}`);
      return undefined;
    });
    program(createRequire(join(root, "program.js")), {});
  });
  await runtime.disconnect(false);
  // They arrive in random order. In the program's order, too, dependencies come before the resources that use them.
  const place = ({ type, name }: Resource) => declared.indexOf(`${type}::${name}`);
  return monitor.resources.sort((a, b) => place(a) - place(b));
}

/** Returns the resources that the Kubernetes provider creates from manifests. */
export function resourcesOfManifests(yaml: string): Resource[] {
  return parseAllDocuments(yaml, kubernetesYaml)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null)
    .map((manifest) => {
      const { apiVersion, kind, metadata } = manifest as {
        apiVersion: string;
        kind: string;
        metadata: { name: string };
      };
      const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
      return {
        type: `kubernetes:${version}:${kind}`,
        name: metadata.name,
        props: { ...(manifest as object) },
      };
    });
}

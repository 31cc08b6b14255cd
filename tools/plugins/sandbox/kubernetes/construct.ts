import { readFileSync } from "node:fs";
import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type Child, Component } from "../component";
import { fromStruct } from "../server";
import { contains, isObject, isSecret, isUnknown, type Properties, plain, secret } from "../wire";
import { renderChart } from "./helm";
import { typeOf } from "./kinds";
import { type Manifest, readManifests, unfold } from "./manifests";

/** Returns the manifests of a component for its inputs. */
type Reader = (inputs: Properties, name: string, namespace: string) => Manifest[] | Promise<Manifest[]>;

const readers: Record<string, Reader> = {
  "kubernetes:yaml/v2:ConfigFile": ({ file }, _, namespace) => readFiles([file], namespace),
  "kubernetes:yaml/v2:ConfigGroup": ({ files, yaml, objs }, _, namespace) => [
    ...readFiles(list(files), namespace),
    ...list(yaml).flatMap((text) => readManifests(String(text), namespace)),
    ...list(objs).flatMap((object) => unfold(object, namespace)),
  ],
  "kubernetes:helm.sh/v4:Chart": chart,
};

/** Constructs a component as the real provider does. Its children are Kubernetes objects. */
export async function construct(request: ConstructRequest, namespace: string): Promise<ConstructResponse> {
  const reader = readers[request.getType()];
  if (!reader) throw new Error(`the sandbox doesn't support the component ${request.getType()}`);
  const component = new Component(request);
  const given = fromStruct(request.getInputs());
  // As in the real provider, the children are unknown if any input is unknown, because even their number may depend on
  // it.
  if (contains(given, isUnknown)) {
    process.stderr.write("warning: Preview is incomplete: some inputs of the component are unknown.\n");
    return component.register(undefined);
  }
  const inputs = plain(given) as Properties;
  const manifests = await reader(inputs, request.getName(), namespace);
  const prefix = String(inputs.resourcePrefix ?? request.getName());
  return component.register(manifests.map((each) => child(each, prefix, contains(given, isSecret))));
}

function child(manifest: Manifest, prefix: string, fromSecrets: boolean): Child {
  const { apiVersion, kind } = manifest;
  const { namespace, name } = manifest.metadata as Properties;
  const isPrivate = (key: string) =>
    apiVersion === "v1" && kind === "Secret" ? /^(stringD|d)ata$/.test(key) : fromSecrets && key === "spec";
  const inputs = Object.entries(manifest).map(([key, value]) => [
    key,
    isPrivate(key) ? secret(value) : value,
  ]);
  return {
    type: typeOf(apiVersion, kind),
    name: `${prefix}:${namespace ? `${namespace}/` : ""}${name}`,
    inputs: Object.fromEntries(inputs),
  };
}

function chart(inputs: Properties, name: string, defaultNamespace: string): Promise<Manifest[]> {
  const repository = isObject(inputs.repositoryOpts) ? inputs.repositoryOpts.repo : undefined;
  return renderChart({
    release: String(inputs.name ?? name),
    chart: String(inputs.chart),
    namespace: String(inputs.namespace ?? defaultNamespace),
    values: (inputs.values ?? {}) as Properties,
    valueFiles: list(inputs.valueYamlFiles).map((asset) => String((asset as Properties).path)),
    options: [
      ...(repository ? ["--repo", String(repository)] : []),
      ...(inputs.version ? ["--version", String(inputs.version)] : []),
      ...(inputs.includeHooks ? [] : ["--no-hooks"]),
      ...(inputs.skipCrds ? [] : ["--include-crds"]),
    ],
  });
}

function readFiles(files: unknown[], namespace: string): Manifest[] {
  return files.flatMap((file) => readManifests(readFileSync(String(file), "utf8"), namespace));
}

/** Returns a list of one item for a single value, which the SDK accepts instead of a list. */
function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The sandbox's provider for Kubernetes. It returns the inputs and outputs of the real provider, without a cluster. */
import { serveProvider } from "../server";
import { type Properties, text } from "../wire";
import { checkObject } from "./check";
import { construct } from "./construct";
import { invoke } from "./invoke";
import { checkRelease, releaseOutputs, releaseType } from "./release";

/**
 * The namespace of objects that don't set one. Undefined if the provider only renders YAML, because it then doesn't
 * connect to a cluster.
 */
let defaultNamespace: string | undefined = "default";

serveProvider({
  version: require("@pulumi/kubernetes/package.json").version,
  configure(config) {
    const rendersYaml = config.renderYamlToDirectory !== undefined;
    defaultNamespace = text(config, "namespace") ?? (rendersYaml ? undefined : "default");
  },
  check: (resource, news, olds, suffix) =>
    resource.type === releaseType
      ? checkRelease(resource, news, olds, suffix)
      : checkObject(resource, news, olds, suffix, defaultNamespace),
  outputs: ({ type }, inputs, id) =>
    type === releaseType ? releaseOutputs(inputs, id !== undefined) : inputs,
  id: ({ type }, inputs) => [namespace(type, inputs), name(type, inputs)].filter(Boolean).join("/"),
  replaces: ({ type }, property, olds, news) =>
    ["metadata", "name", "namespace"].includes(property) &&
    (name(type, olds) !== name(type, news) || namespace(type, olds) !== namespace(type, news)),
  invoke,
  construct: (request) => construct(request, defaultNamespace ?? "default"),
});

function name(type: string, inputs: Properties): string | undefined {
  return type === releaseType ? text(inputs, "name") : text(inputs, "metadata", "name");
}

function namespace(type: string, inputs: Properties): string | undefined {
  return type === releaseType ? text(inputs, "namespace") : text(inputs, "metadata", "namespace");
}

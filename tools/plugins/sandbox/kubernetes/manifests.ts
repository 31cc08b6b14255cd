import { parseAllDocuments } from "yaml";
import { kubernetesYaml } from "../../../../kubernetes/yaml";
import { isObject, type Properties } from "../wire";
import { isNamespaced } from "./kinds";

/** An object of a YAML file. */
export interface Manifest extends Properties {
  apiVersion: string;
  kind: string;
}

/** Returns the objects in YAML. Lists are replaced by their items. Objects without a namespace get `namespace`. */
export function readManifests(yaml: string, namespace?: string): Manifest[] {
  return parseAllDocuments(yaml, kubernetesYaml).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return unfold(document.toJS(), namespace);
  });
}

/** Returns the objects in a value: an object, a Kubernetes list, or an empty value. */
export function unfold(value: unknown, namespace?: string): Manifest[] {
  if (!isObject(value) || Object.keys(value).length === 0) return [];
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string")
    throw new Error("a Kubernetes object requires an apiVersion and a kind");
  if (kind.endsWith("List") && Array.isArray(value.items))
    return value.items.flatMap((item) => unfold(item, namespace));
  const metadata = isObject(value.metadata) ? value.metadata : {};
  const placed = namespace && isNamespaced(kind) ? { namespace, ...metadata } : metadata;
  return [{ ...value, apiVersion, kind, metadata: placed }];
}

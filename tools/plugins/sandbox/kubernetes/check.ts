import type { Checked, Resource } from "../provider";
import { change, contains, isSecret, isUnknown, type Properties, secret, text, type Value } from "../wire";
import { isNamespaced, versionAndKind } from "./kinds";

const autonamed = "pulumi.com/autonamed";

/**
 * Changes an object as the real provider's Check does. It adds apiVersion and kind, the provider's default namespace if
 * the object has none, and a name if the object has none (the previous generated name, if there is one). It moves a
 * Secret's stringData to data.
 */
export function checkObject(
  { type, name }: Resource,
  news: Properties,
  olds: Properties,
  suffix: string,
  namespace: string | undefined,
): Checked {
  const { apiVersion, kind } = versionAndKind(type);
  if (type.endsWith("Patch") && text(news, "metadata", "name") === undefined && !isUnknown(news.metadata)) {
    const reason = "patch resources require the `.metadata.name` field to be set";
    return { inputs: news, failures: [{ property: "metadata", reason }] };
  }
  const metadata = change(news.metadata ?? {}, (given) => {
    const placed =
      namespace !== undefined && given.namespace === undefined && isNamespaced(kind)
        ? { ...given, namespace }
        : given;
    if (given.name !== undefined || given.generateName !== undefined) return placed;
    const annotations = change(given.annotations ?? {}, (all) => ({ ...all, [autonamed]: "true" }));
    return { ...placed, annotations, name: oldName(olds) ?? `${name}-${suffix.slice(0, 8)}` };
  });
  const inputs = { apiVersion, kind, ...news, metadata };
  return { inputs: apiVersion === "v1" && kind === "Secret" ? moveStringData(inputs) : inputs };
}

/** Returns the previous name if it was generated. A name that the user set and then removed is not kept. */
function oldName(olds: Properties): string | undefined {
  return text(olds, "metadata", "annotations", autonamed) === "true"
    ? text(olds, "metadata", "name")
    : undefined;
}

function moveStringData(inputs: Properties): Properties {
  const { stringData, data, ...rest } = inputs;
  // The real provider moves all values or, if one of them is unknown, none.
  if (stringData === undefined || contains(stringData, isUnknown) || isUnknown(data)) return inputs;
  const [given, moved] = [reveal(data ?? {}), reveal(stringData)];
  const encoded = Object.entries(moved).map(([key, value]) => [key, base64(value)]);
  const all = { ...given, ...Object.fromEntries(encoded) };
  return { ...rest, data: isSecret(data) || isSecret(stringData) ? secret(all) : all };
}

function reveal(value: Value): Properties {
  return (isSecret(value) ? value.value : value) as Properties;
}

function base64(value: Value): Value {
  if (isSecret(value)) return secret(base64(value.value));
  return Buffer.from(String(value)).toString("base64");
}

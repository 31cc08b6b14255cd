/**
 * The sandbox's provider for Azure. It returns the inputs and outputs that azure-native returns, without a
 * subscription.
 */
import { createHash } from "node:crypto";
import type { Resource } from "../provider";
import { serveProvider } from "../server";
import { type Properties, text, type Value } from "../wire";
import { type ArmPath, armPath, uuid } from "./arm";
import { inPreview, type Rest, respond } from "./outputs";
import { type Schema, schemaOf } from "./schema";

let location: string | undefined;

serveProvider({
  version: require("@pulumi/azure-native/package.json").version,
  configure(config) {
    location = text(config, "location");
  },
  check({ type, name }, news, olds, suffix) {
    const schema = schemaOf(type);
    const path = pathOf(type, schema);
    const key = path.nameParameter;
    const inputs = { ...news };
    if (inputs[key] === undefined && schema?.optional.includes(key))
      inputs[key] = olds[key] ?? path.autoname(name, suffix);
    if (inputs.location === undefined && location && schema?.optional.includes("location"))
      inputs.location = olds.location ?? location;
    return { inputs };
  },
  outputs({ type }, inputs, id) {
    const schema = schemaOf(type);
    if (!schema) return inputs;
    const rest = id === undefined ? inPreview : answers(pathOf(type, schema), inputs, id);
    return respond(inputs, schema.outputs, rest);
  },
  id: (resource, inputs) => idOf(resource, inputs),
  replaces: ({ type }, property) =>
    property === "location" || pathOf(type, schemaOf(type)).parameters.includes(property),
});

function idOf({ type }: Resource, inputs: Properties): string {
  return pathOf(type, schemaOf(type)).id(inputs);
}

function pathOf(type: string, schema: Schema | undefined): ArmPath {
  // Inputs that name a resource are not outputs. Names of parents are required; the resource's own name is optional.
  const names = (inputs: string[] = []) =>
    inputs.filter((name) => /(Name|Id)$/.test(name) && !schema?.outputs.has(name));
  return armPath(type, names(schema?.required), names(schema?.optional)[0]);
}

/** Returns example values for properties that Azure sets and programs can't. */
function answers(path: ArmPath, inputs: Properties, id: string): Rest {
  const hash = (what: string) => createHash("sha256").update(`${what} ${id}`).digest("hex");
  const name = inputs[path.nameParameter];
  const values: Record<string, Value> = {
    name,
    type: path.type,
    provisioningState: "Succeeded",
    principalId: uuid(hash("principal")),
    clientId: uuid(hash("client")),
    tenantId: uuid(createHash("sha256").update("tenant").digest("hex")),
    gatewayUrl: `https://${name}.azure-api.net`,
    issuerURL: `https://westeurope.oic.prod-aks.azure.com/${uuid(hash("issuer"))}/`,
  };
  return (property) => values[property];
}

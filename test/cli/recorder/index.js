// Writes everything that a policy pack gets from the engine to the file RECORDING.
const { writeFileSync } = require("node:fs");
const { PolicyPack } = require("@pulumi/policy");

// The engine's placeholders for unknown values of each type.
const unknowns = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

// Reading an unknown value through the SDK's proxy throws; looking at the property's descriptor does not.
function reveal(value) {
  if (unknowns.has(value)) return { $unknown: true };
  if (typeof value !== "object" || value === null) return value;
  const entry = (key) => reveal(Object.getOwnPropertyDescriptor(value, key).value);
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => entry(index));
  return Object.fromEntries(Object.keys(value).map((key) => [key, entry(key)]));
}

const resources = [];

new PolicyPack("recorder", {
  policies: [
    {
      name: "inputs",
      description: "Records what resource policies get.",
      enforcementLevel: "advisory",
      validateResource({ type, name, urn, opts, props }) {
        const { parent, additionalSecretOutputs } = opts;
        resources.push({ type, name, urn, parent, additionalSecretOutputs, props: reveal(props) });
      },
    },
    {
      name: "outputs",
      description: "Records what stack policies get.",
      enforcementLevel: "advisory",
      validateStack(args) {
        const stack = args.resources.map((resource) => ({
          type: resource.type,
          name: resource.name,
          urn: resource.urn,
          parent: resource.parent?.urn,
          dependencies: resource.dependencies.map(({ urn }) => urn),
          propertyDependencies: Object.fromEntries(
            Object.entries(resource.propertyDependencies).map(([key, on]) => [key, on.map(({ urn }) => urn)]),
          ),
          props: reveal(resource.props),
        }));
        writeFileSync(process.env.RECORDING, JSON.stringify({ resources, stack }, null, 1));
      },
    },
  ],
});

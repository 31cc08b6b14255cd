/** Arbitrary programs and configurations: arbitrary values, and real resources with parts replaced. */
import fc from "fast-check";
import {
  type Config,
  type PolicyInfo,
  type Props,
  type Resource,
  secret,
  unknown,
  unknownOf,
} from "../../testkit/pack";
import { richStack } from "./stack";

/** Every host's types, types that affect gateways, and unrelated ones. */
export const types = [
  ...new Set(richStack().map(({ type }) => type)),
  ...["DaemonSet", "ReplicaSet", "StatefulSetPatch"].map((kind) => `kubernetes:apps/v1:${kind}`),
  "kubernetes:batch/v1beta1:CronJob",
  "kubernetes:batch/v1:Job",
  "kubernetes:argoproj.io/v1alpha1:ApplicationSet",
  "kubernetes:helm.sh/v4:Chart",
  "azure:containerservice/kubernetesClusterExtension:KubernetesClusterExtension",
  "azure:apimanagement/service:Service",
  "azure:apimanagement/gateway:Gateway",
  "azure-native_app_v20240301:app/v20240301:ContainerApp",
  "aws:s3/bucket:Bucket",
];

/** Words that reach more of the pack's code than random ones. */
const words = [
  ...["metadata", "spec", "template", "containers", "image", "env", "envFrom", "name", "value", "valueFrom"],
  ...[
    "data",
    "configuration",
    "secrets",
    "values",
    "chart",
    "labels",
    "annotations",
    "secretKeyRef",
    "source",
  ],
  ...["config.service.auth", "mcr.microsoft.com/azure-api-management/gateway:2.5.0", "[secret]", unknown],
];
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ maxLength: 12 }),
  fc.constantFrom("__proto__", "constructor"),
);

/** An object of any shape. */
const json = fc.letrec<{ value: unknown; object: Props }>((tie) => ({
  object: fc.dictionary(word, tie("value"), { maxKeys: 5 }) as fc.Arbitrary<Props>,
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    word,
    fc.constantFrom(null, true, 0, -1.5, 1e300),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
})).object;

/** A replacement for a part of a resource. */
const intruder = fc.oneof(
  fc.constantFrom<unknown>(unknown, unknownOf("object"), unknownOf("array"), "[secret]"),
  fc.constantFrom<unknown>(null, "", " ", 0, 5, true, "$(X)", "{{ x }}", "x".repeat(20_000)),
  fc.constantFrom<unknown>([], {}, [[]], [null], [unknown], { a: { b: null } }),
  json,
);

/** A part of one of many resources, and its replacement. */
interface Mutation {
  resource: number;
  place: number;
  by: unknown;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  resource: fc.nat(),
  place: fc.nat(),
  by: intruder,
});

const ignoreChanges = fc.constantFrom<string[]>(
  [],
  ["*"],
  ["spec"],
  ["spec.template.spec.containers[0].image"],
  ["data", "values"],
);

/** Several resources of any shape, which are analyzed together. */
export function arbitraryStack(constraints: fc.ArrayConstraints): fc.Arbitrary<Resource[]> {
  const resource = fc.record({
    type: fc.constantFrom(...types),
    props: json,
    outputs: json,
    ignore: ignoreChanges,
  });
  return fc.array(resource, constraints).map((given) =>
    given.map(({ ignore, ...rest }, index) => ({
      ...rest,
      name: `r${index}`,
      opts: { ignoreChanges: ignore },
    })),
  );
}

/** A stack with every host, with parts replaced. */
export function realisticStack(constraints: fc.ArrayConstraints): fc.Arbitrary<Resource[]> {
  const outputs = fc.constantFrom<"same" | "empty" | "unchanged">("same", "empty", "unchanged");
  return fc
    .tuple(fc.array(mutation, constraints), outputs, ignoreChanges)
    .map(([mutations, outputs, ignoreChanges]) => {
      const stack = richStack().map((resource): Resource => {
        const whole = { ...resource, opts: { ignoreChanges } };
        if (outputs === "same") return whole;
        return { ...whole, outputs: outputs === "empty" ? {} : resource.props };
      });
      return mutated(stack, mutations);
    });
}

/** Any configuration of these policies, including one that the engine would reject. */
export function configuration(policies: readonly PolicyInfo[]): fc.Arbitrary<Config> {
  const level = fc.constantFrom<"advisory" | "mandatory" | "remediate" | "disabled">(
    ...(["advisory", "mandatory", "remediate", "disabled"] as const),
  );
  const value = fc.oneof(
    fc.constantFrom<unknown>("2.14.0", "2.014.0", "9999.9999.9999", 10, 3650, true, unknown, "(", "[", "*"),
    fc.constantFrom<unknown>(
      [{ resource: "*", reason: "r", expires: "2026-12-31" }],
      [{ resource: "[" }],
      [null],
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const settings = policies.map(({ name, options }) => {
    const option = fc.constantFrom(...Object.keys(options), "x");
    const setting = fc
      .tuple(fc.dictionary(option, value, { maxKeys: 4 }), level)
      .map(([given, enforcementLevel]) => ({ ...given, enforcementLevel }));
    return [name, setting] as const;
  });
  return fc.record(Object.fromEntries(settings), { requiredKeys: [] }) as fc.Arbitrary<Config>;
}

/** The resources with parts of their inputs replaced; places are counted through all parts of a resource. */
function mutated(stack: Resource[], mutations: readonly Mutation[]): Resource[] {
  const copies: Resource[] = structuredClone(stack);
  for (const { resource, place, by } of mutations) {
    const places = placesIn(copies[resource % copies.length]?.props);
    const [parent, key] = places[place % Math.max(1, places.length)] ?? [];
    // A copy: the same replacement in two places could be inserted into itself.
    if (parent && key !== undefined) parent[key] = structuredClone(by);
  }
  return copies;
}

type Parent = Record<string, unknown>;
const [secretMark] = Object.keys(secret(""));

function placesIn(value: unknown): [Parent, string][] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Parent;
  // The engine marks a value as a secret; a program can't change that.
  const keys = Object.keys(parent).filter((key) => key !== secretMark);
  return keys.flatMap((key) => [[parent, key] as [Parent, string], ...placesIn(parent[key])]);
}

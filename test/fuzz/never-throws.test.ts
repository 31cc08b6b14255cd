/**
 * Whatever a program writes, the pack must stand it: no call may reject, for that ends everybody's preview; no policy
 * may have a defect of its own; and no secret may be printed. `FUZZ_RUNS` sets how often each property is tried.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type Pack, type Props, type Resource, type Result, startPack, unknown, unknownOf } from "../harness";
import { richStack, traces } from "./stack";

const runs = Number(process.env.FUZZ_RUNS ?? 60);

let pack: Pack;
before(async () => {
  pack = await startPack({ today: "2026-11-24" });
});
after(async () => {
  await pack.stop();
  assert.deepEqual([pack.stdout, pack.stderr], ["", ""]);
});

/** Every host's types, what tells about gateways, and some that are none of the pack's business. */
const types = [
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

/** Words that lead further into the pack than random ones. */
const words = [
  "metadata",
  "spec",
  "template",
  "containers",
  "image",
  "env",
  "envFrom",
  "name",
  "value",
  "valueFrom",
];
words.push(
  "data",
  "configuration",
  "secrets",
  "values",
  "chart",
  "labels",
  "annotations",
  "secretKeyRef",
  "source",
);
words.push(
  "config.service.auth",
  "mcr.microsoft.com/azure-api-management/gateway:2.5.0",
  "[secret]",
  unknown,
);
const word = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ maxLength: 12 }),
  fc.constantFrom("__proto__", "constructor"),
);

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

/** What takes the place of some part of a resource. */
const intruder = fc.oneof(
  fc.constantFrom<unknown>(
    unknown,
    unknownOf("object"),
    unknownOf("array"),
    "[secret]",
    null,
    "",
    " ",
    0,
    5,
    true,
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    [unknown],
    { a: { b: null } },
    "x".repeat(20_000),
    "$(X)",
    "{{ x }}",
  ),
  json,
);
const mutation = fc.record({ resource: fc.nat(), place: fc.nat(), by: intruder });
const ignoreChanges = fc.constantFrom<string[]>(
  [],
  ["*"],
  ["spec"],
  ["spec.template.spec.containers[0].image"],
  ["data", "values"],
);

const anyLevel = fc.constantFrom("advisory", "mandatory", "remediate", "disabled");
const anyOptions = fc.dictionary(
  fc.constantFrom(
    "latestVersion",
    "graceDays",
    "exemptions",
    "allowResourceExemptions",
    "requireEntraId",
    "x",
  ),
  fc.oneof(
    fc.constantFrom<unknown>("2.14.0", "2.014.0", "9999.9999.9999", 10, 3650, true, unknown),
    fc.constantFrom<unknown>(
      [{ resource: "*", reason: "r", expires: "2026-12-31" }],
      [{ resource: "[" }],
      [null],
    ),
    fc.jsonValue({ maxDepth: 3 }),
  ),
  { maxKeys: 4 },
);

async function assertHarmless(calls: () => Promise<Result>): Promise<void> {
  const { diagnostics } = await calls();
  for (const { policy, message } of diagnostics) {
    assert.ok(!message.includes("defect of its own"), `${policy}: ${message}`);
    assert.ok(!message.includes("can't run policy"), `${policy} read an unknown value unsafely: ${message}`);
    assert.ok(message.length < 2_000, `${policy} says ${message.length} characters`);
    assert.ok(!message.includes("\n"), `${policy} says more than a line: ${message}`);
  }
  const said = JSON.stringify(diagnostics);
  for (const trace of traces)
    assert.ok(!said.includes(trace), `a secret is printed: ${said.slice(0, 2_000)}`);
}

test("the stack that is changed below prints no secret as it stands, and has something to say", async () => {
  await assertHarmless(async () => {
    const result = await pack.preview(richStack());
    assert.ok(result.diagnostics.length >= 8);
    return result;
  });
});

test("properties of any shape", async () => {
  const resource = fc.record({
    type: fc.constantFrom(...types),
    props: json,
    outputs: json,
    ignore: ignoreChanges,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(resource, { minLength: 1, maxLength: 4 }), async (given) => {
      const resources = given.map(
        ({ ignore, ...rest }, index): Resource => ({
          ...rest,
          name: `r${index}`,
          opts: { ignoreChanges: ignore },
        }),
      );
      await assertHarmless(() => pack.preview(resources));
    }),
    { numRuns: runs * 3 },
  );
});

test("real resources with any part replaced, their outputs too", async () => {
  const outputs = fc.constantFrom<"same" | "empty" | "unchanged">("same", "empty", "unchanged");
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(mutations, outputs, ignoreChanges, async (changes, outputs, ignore) => {
      const stack = richStack().map((resource): Resource => {
        const whole = { ...resource, opts: { ignoreChanges: ignore } };
        if (outputs === "same") return whole;
        return { ...whole, outputs: outputs === "empty" ? {} : resource.props };
      });
      await assertHarmless(() => pack.preview(mutated(stack, changes)));
    }),
    { numRuns: runs },
  );
});

test("any configuration, also one that the engine would refuse", async () => {
  const names = pack.info.policies.map(({ name }) => name);
  const setting = fc
    .tuple(anyOptions, anyLevel)
    .map(([options, enforcementLevel]) => ({ ...options, enforcementLevel }));
  const config = fc.dictionary(fc.constantFrom(...names), setting);
  try {
    await fc.assert(
      fc.asyncProperty(config, fc.array(mutation, { maxLength: 3 }), async (given, changes) => {
        await pack.configure(given as Parameters<Pack["configure"]>[0], { unchecked: true });
        await assertHarmless(() => pack.preview(mutated(richStack(), changes)));
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  } finally {
    await pack.configure({});
  }
});

test("nesting of 100 levels, and lists of 1,000 entries", async () => {
  let deep: unknown = "x";
  for (let level = 0; level < 100; level++) deep = level % 2 ? [deep] : { spec: deep };
  const long = Array.from({ length: 1_000 }, (_, index) => ({ name: `v${index}`, value: "x" }));
  for (const type of types) {
    await assertHarmless(() =>
      pack.preview([{ type, props: { spec: deep, template: deep, values: deep, data: deep } }]),
    );
  }
  const containers = [
    { image: "mcr.microsoft.com/azure-api-management/gateway:2.5.0", env: long, envs: long },
  ];
  for (const type of types.filter((type) => /Deployment|ContainerApp|:App$/.test(type))) {
    const props = { spec: { template: { spec: { containers } } }, template: { containers } };
    await assertHarmless(() => pack.preview([{ type, props }]));
  }
});

/** The resources with parts of their inputs replaced; places are counted through all parts of a resource. */
function mutated(
  stack: Resource[],
  mutations: { resource: number; place: number; by: unknown }[],
): Resource[] {
  const copies: Resource[] = structuredClone(stack);
  for (const { resource, place, by } of mutations) {
    const places = placesIn(copies[resource % copies.length]?.props);
    const [parent, key] = places[place % Math.max(1, places.length)] ?? [];
    if (parent && key !== undefined) parent[key] = by;
  }
  return copies;
}

type Parent = Record<string, unknown>;

function placesIn(value: unknown): [Parent, string][] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Parent;
  return Object.keys(parent).flatMap((key) => [[parent, key] as [Parent, string], ...placesIn(parent[key])]);
}

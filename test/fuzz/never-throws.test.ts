/**
 * The pack must handle any program: no call may reject, because that ends the user's preview; no policy may fail; and
 * no secret may be printed. `FUZZ_RUNS` is the number of runs per property; with `HOSTILE_EVERY`, only every n-th type
 * is tried.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type Pack, type Result, startPack } from "../../testkit/pack";
import { arbitraryStack, configuration, realisticStack, types } from "./generators";
import { harmIn } from "./harmless";
import { richStack } from "./stack";

const runs = Number(process.env.FUZZ_RUNS ?? 60);
const every = Number(process.env.HOSTILE_EVERY ?? 1);

let pack: Pack;
before(async () => {
  pack = await startPack({ today: "2026-11-24" });
});
after(async () => {
  await pack.stop();
  assert.deepEqual([pack.stdout, pack.stderr], ["", ""]);
});

async function assertHarmless(calls: () => Promise<Result>): Promise<void> {
  assert.deepEqual(harmIn(await calls()), []);
}

test("the stack that is changed below has findings, and they contain no secret", async () => {
  await assertHarmless(async () => {
    const result = await pack.preview(richStack());
    assert.ok(result.diagnostics.length >= 8);
    return result;
  });
});

test("properties of any shape", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryStack({ minLength: 1, maxLength: 4 }), (resources) =>
      assertHarmless(() => pack.preview(resources)),
    ),
    { numRuns: runs * 3 },
  );
});

test("real resources with any part replaced, their outputs too", async () => {
  await fc.assert(
    fc.asyncProperty(realisticStack({ minLength: 1, maxLength: 12 }), (resources) =>
      assertHarmless(() => pack.preview(resources)),
    ),
    { numRuns: runs },
  );
});

test("any configuration, including one that the engine would reject", async () => {
  const config = configuration(pack.info.policies);
  try {
    await fc.assert(
      fc.asyncProperty(config, realisticStack({ maxLength: 3 }), async (given, resources) => {
        await pack.configure(given, { unchecked: true });
        await assertHarmless(() => pack.preview(resources));
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  } finally {
    await pack.configure({});
  }
});

test("nesting of 100 levels, and lists of 1,000 entries", async () => {
  const tried = types.filter((_, index) => index % every === 0);
  let deep: unknown = "x";
  for (let level = 0; level < 100; level++) deep = level % 2 ? [deep] : { spec: deep };
  const long = Array.from({ length: 1_000 }, (_, index) => ({ name: `v${index}`, value: "x" }));
  for (const type of tried) {
    await assertHarmless(() =>
      pack.preview([{ type, props: { spec: deep, template: deep, values: deep, data: deep } }]),
    );
  }
  const containers = [
    { image: "mcr.microsoft.com/azure-api-management/gateway:2.5.0", env: long, envs: long },
  ];
  for (const type of tried.filter((type) => /Deployment|ContainerApp|:App$/.test(type))) {
    const props = { spec: { template: { spec: { containers } } }, template: { containers } };
    await assertHarmless(() => pack.preview([{ type, props }]));
  }
});

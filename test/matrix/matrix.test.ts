import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { hostOf } from "../../gateway";
import { hosts } from "../../gateway/hosts";
import { policies } from "../../policies";
import { parseType } from "../../pulumi/resource-type";
import { columns, elsewhere } from "../../testkit/matrix";
import { type Finding, type Pack, type Resource, startPack } from "../../testkit/pack";
import { usePack } from "../../testkit/use-pack";

const names = policies.map(({ name }) => name);
const pack = usePack({ config: { all: "mandatory" } });

/** The findings of all policies by stack, so that each stack has only one preview. */
const known = new Map<readonly Resource[], Promise<Finding[]>>();

async function findings(stack: readonly Resource[], policy: string): Promise<Finding[]> {
  const all = known.get(stack) ?? preview(stack, pack);
  known.set(stack, all);
  return (await all).filter((finding) => finding.policy === policy);
}

/** The defect of another policy's cell may be in another resource than the gateway, which is the last of the stack. */
async function findingsOnGateway(stack: readonly Resource[], policy: string): Promise<Finding[]> {
  const found = await findings(stack, policy);
  return found.filter(({ urn }) => urn.endsWith(`::resource-${stack.length - 1}`));
}

async function preview(stack: readonly Resource[], judge: Pack): Promise<Finding[]> {
  const named = stack.map((resource, index) => ({ ...resource, name: `resource-${index}` }));
  return (await judge.preview(named)).diagnostics;
}

const shown = (found: readonly Finding[]) => found.map(({ level, message }) => `${level}: ${message}`);

describe("the matrix is whole", () => {
  test("each host that the pack knows has a column, and each column is about one", () => {
    assert.deepEqual(
      columns.map(({ adapter }) => adapter),
      hosts,
    );
    for (const { adapter, shapes } of columns)
      for (const { type } of shapes) assert.equal(hostOf(parseType(type)), adapter, type);
  });

  test("each policy has a cell for each host, or doesn't check gateways; no other cell exists", () => {
    const hosted = names.filter((name) => !(name in elsewhere));
    for (const { title, shapes } of columns)
      for (const { trials } of shapes)
        assert.deepEqual(Object.keys(trials).sort(), [...hosted].sort(), `cells of ${title}`);
    for (const name of Object.keys(elsewhere)) assert.ok(names.includes(name), name);
  });

  test("each policy is there for some host or for something else", () => {
    const judges = (name: string) =>
      name in elsewhere ||
      columns.some(({ shapes }) => shapes.some(({ trials }) => "reports" in (trials[name] ?? {})));
    assert.deepEqual(
      names.filter((name) => !judges(name)),
      [],
    );
  });
});

for (const { title, shapes } of columns) {
  for (const { type, good, trials } of shapes) {
    describe(`${title}, ${type}`, () => {
      for (const [policy, trial] of Object.entries(trials)) {
        if ("because" in trial) {
          test(`${policy} reports nothing: it ${trial.because}`, async () => {
            assert.deepEqual(shown(await findings(good, policy)), []);
            assert.deepEqual(shown(await findings([...(trial.beside ?? []), ...good], policy)), []);
            const others = Object.values(trials).flatMap((other) => ("stack" in other ? [other.stack] : []));
            for (const stack of others) assert.deepEqual(shown(await findingsOnGateway(stack, policy)), []);
          });
        } else {
          test(`${policy} finds the defect, and nothing in a good stack`, async () => {
            const lines = shown(await findings(trial.stack, policy));
            // Every policy is mandatory, so an advisory is only a possible problem.
            assert.ok(
              lines.some((line) => line.startsWith("mandatory: ") && trial.reports.test(line)),
              `expected ${trial.reports}, got ${JSON.stringify(lines)}`,
            );
            if (!trial.always) assert.deepEqual(shown(await findings(good, policy)), []);
          });
        }
      }
    });
  }
}

describe("policies that don't check gateways", () => {
  for (const [policy, { bad, good, reports, badOn }] of Object.entries(elsewhere)) {
    test(`${policy} finds the defect, and nothing in a good stack`, async () => {
      const later = badOn ? await startPack({ today: badOn, config: { all: "mandatory" } }) : undefined;
      const found = await preview(bad, later ?? pack);
      await later?.stop();
      const lines = shown(found.filter((finding) => finding.policy === policy));
      assert.ok(
        lines.some((line) => line.startsWith("mandatory: ") && reports.test(line)),
        lines.join("\n"),
      );
      assert.deepEqual(shown(await findings(good, policy)), []);
    });
  }
});

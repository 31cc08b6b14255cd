/**
 * The findings in a release of Microsoft's chart equal those in the objects that Helm renders from the same values. The
 * objects were rendered by the real Helm, see tools/charts/render.ts.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readManifests } from "../../cli/inputs/manifests";
import { recognize } from "../../testkit/messages";
import type { Finding, Resource } from "../../testkit/pack";
import { usePack } from "../../testkit/use-pack";
import { type ChartCase, chartCases, chartFolder, namespace, release } from "../../tools/charts/cases";

const pack = usePack();

const folder = join(chartFolder, "rendered");

describe("a release, and the objects that Helm makes of it", () => {
  for (const one of chartCases.filter(({ name }) => existsSync(join(folder, `${name}.yaml`))))
    test(`${one.name}: both have the same findings`, async () => {
      const text = readFileSync(join(folder, `${one.name}.yaml`), "utf8");
      const objects = readManifests({ file: one.name, text }, { namespace });
      const ofObjects = await findingsIn(objects.map(({ resource }) => resource));
      assert.deepEqual(await findingsIn([asRelease(one)]), ofObjects);
    });
});

describe("a release that Helm refuses is a violation", () => {
  for (const one of chartCases.filter(({ name }) => existsSync(join(folder, `${name}.refused.txt`))))
    test(one.name, async () => {
      const refusal = readFileSync(join(folder, `${one.name}.refused.txt`), "utf8");
      const found = await findingsIn([asRelease(one)]);
      assert.ok(
        found.includes(`gateway-auth-method mandatory ${idOfRefusal(refusal, one)}`),
        found.join("\n"),
      );
    });
});

test("the recordings are those of the cases", () => {
  const names = chartCases.map(({ name }) => name);
  const recorded = readdirSync(folder).map((file) => file.replace(/\.yaml$|\.refused\.txt$/, ""));
  assert.deepEqual(recorded.sort(), [...names].sort());
  assert.ok(names.length >= 20);
});

/** The message for the value that Helm reports as missing. */
function idOfRefusal(refusal: string, { values }: ChartCase): string {
  if (JSON.stringify(values).includes('"token":')) return "chartGiven";
  if (refusal.includes("gateway.auth.key")) return "chartNoKey";
  return refusal.includes("app.secret") ? "chartNoAppSecret" : "chartNoAppId";
}

function asRelease({ chart, values }: ChartCase): Resource {
  return {
    type: "kubernetes:helm.sh/v3:Release",
    name: release,
    props: { name: release, namespace, chart: "azure-api-management-gateway", version: chart, values },
  };
}

async function findingsIn(stack: readonly Resource[]): Promise<string[]> {
  const { diagnostics } = await pack.preview(stack);
  return [...new Set(diagnostics.flatMap(idsOf))].sort();
}

function idsOf({ policy, level, message }: Finding): string[] {
  const ids = recognize(message).map(({ id }) => id);
  return ids
    .filter((id) => id !== onReleaseOnly)
    .map((id) => `${policy} ${level} ${sameAs[`${policy} ${id}`] ?? id}`);
}

/** A credential in a release's values is an advisory: the rendered objects already have it in a Secret. */
const onReleaseOnly = "becomesSecret";

/** Messages with the same meaning for a value of the chart and for the objects. */
const sameAs: Readonly<Record<string, string>> = {
  "gateway-config-backup switchedOff": "none",
  "gateway-auth-method mistyped": "none",
  "gateway-auth-method mistypedHidden": "none",
  "gateway-auth-method oldChart": "none",
  // One switch of the chart creates the budget and spreads the replicas.
  "gateway-availability switchedOff": "highAvailability",
  "gateway-availability budget": "highAvailability",
  "gateway-availability spread": "highAvailability",
};

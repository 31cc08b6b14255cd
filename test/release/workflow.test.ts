/** What actionlint can't check in release.yml: only checked code is published, with npm's provenance. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";

interface Job {
  readonly needs?: string;
  readonly permissions: object;
  readonly steps: readonly { readonly run?: string }[];
}

const text = readFileSync(join(__dirname, "../../.github/workflows/release.yml"), "utf8");
const { on, permissions, jobs } = parse(text) as {
  on: object;
  permissions: object;
  jobs: Record<string, Job>;
};
const commands = (name: string) => (jobs[name]?.steps ?? []).flatMap(({ run = [] }) => run);

test("a tag starts the checks, and what they packed is published with provenance", () => {
  assert.deepEqual(on, { push: { tags: ["v*"] } });
  assert.ok(commands("check").includes('npm run release -- --dry-run --tag "$TAG"'));
  assert.equal(jobs.publish?.needs, "check");
  assert.deepEqual(commands("publish"), ["npm publish ./release/*.tgz --provenance --access public"]);
});

test("only the job that publishes may identify itself to npm", () => {
  assert.deepEqual(permissions, {});
  assert.deepEqual(jobs.check?.permissions, { contents: "read" });
  assert.deepEqual(jobs.publish?.permissions, { "id-token": "write" });
});

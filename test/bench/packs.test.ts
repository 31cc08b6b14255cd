import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { publishedPack } from "../../bench/packs";

test("the published pack has what it needs to start, but not this repository's tsconfig.json", () => {
  const folder = mkdtempSync(join(tmpdir(), "packs-"));
  try {
    const pack = publishedPack(folder);
    for (const file of ["PulumiPolicy.yaml", "package.json", "dist/index.js", "node_modules/@pulumi/policy"])
      assert.ok(existsSync(join(pack, file)), file);
    assert.ok(!existsSync(join(pack, "tsconfig.json")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

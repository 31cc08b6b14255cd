import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";

const root = join(__dirname, "..", "..");
const cwd = join(__dirname, "exempted");
const policy = "gateway-image-supported";
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

let sandbox: Sandbox;
before(async () => {
  sandbox = await openSandbox();
});
after(() => sandbox?.dispose());

/** The findings of the policy in a preview, as `<level> <resource>: <message>`, and the CLI's exit code. */
async function preview(stackName: string, options: object) {
  const config = join(sandbox.folder, `${stackName}.json`);
  writeFileSync(
    config,
    JSON.stringify({ all: "disabled", [policy]: { enforcementLevel: "mandatory", ...options } }),
  );
  const stack = await sandbox.newStack(cwd, stackName);
  const packs = ["--policy-pack", root, "--policy-pack-config", config];
  const { code, stdout } = await sandbox.run(["preview", "--non-interactive", ...stack, ...packs], {
    cwd,
    env: { LAST_DAY: day(30) },
  });
  const finding = /- \[(\w+)\].*?gateway-image-supported\s+\(kubernetes:core\/v1:Pod: ([\w-]+)\)\n\s+(.*)/g;
  const found = [...stdout.matchAll(finding)].map(
    ([, level, name, message]) => `${level} ${name}: ${message}`,
  );
  return { code, found, stdout };
}

const exemptions = [
  { resource: "live", reason: "moves to 2.13 in January", expires: day(10), owner: "team-a" },
  { resource: "*::ended", reason: "was to move", expires: day(-1) },
];

test("an exemption lasts to its day, contains its reason, and does not count on the resource without permission", async () => {
  const { code, found, stdout } = await preview("config", { exemptions });
  const of = (name: string) => found.find((line) => line.includes(` ${name}: `)) ?? stdout;
  assert.match(
    of("live"),
    /^advisory live: Exempted until \S+ \(moves to 2\.13 in January; owner team-a\): /,
  );
  assert.match(of("ended"), /^mandatory ended: .*The exemption \(was to move\) ended on /);
  assert.match(of("none"), /^mandatory none: /);
  assert.match(
    of("written-here"),
    /^mandatory written-here: .*is ignored, because `allowResourceExemptions` is `false`/,
  );
  assert.equal(found.length, 4);
  assert.notEqual(code, 0);
});

test("an exemption on the resource counts where it is allowed, and an unreadable one exempts nothing", async () => {
  const unreadable = { resource: "none", reason: "typo", expires: "2026-02-30" };
  const { found, stdout } = await preview("resource", {
    allowResourceExemptions: true,
    exemptions: [...exemptions, unreadable],
  });
  const of = (name: string) => found.filter((line) => line.includes(` ${name}: `)).join("\n") || stdout;
  assert.match(
    of("written-here"),
    /^advisory written-here: Exempted until \S+ \(moves with the data center\): /m,
  );
  assert.match(of("none"), /^mandatory none: Configuration of .*`exemptions\[2\]\.expires` is "2026-02-30"/m);
  assert.match(of("none"), /^mandatory none: `spec\.containers\[0\]\.image`/m);
});

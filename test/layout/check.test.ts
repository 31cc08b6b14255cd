/** `npm run check` on a copy of this repository in which each rule of the layout is broken. */
import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../tools/cli/process";
import { copyCheckout } from "../cloud/checkout";

const floors = [
  ["pulumi/", "support/"],
  ["kubernetes/", "azure/"],
  ["gateway/model/"],
  ["gateway/chart/"],
  ["gateway/hosts/"],
  ["gateway/index.ts"],
  ["analysis/service/"],
  ["policies/"],
  ["index.ts"],
];
const source = floors.flat();
const others = ["cli/", "testkit/", "tools/", "bench/", "test/"];

/** A room that is a folder gets two new files, so that imports in both directions form no cycle. */
const importing = (room: string) => (room.endsWith("/") ? `${room}importing.ts` : room);
const imported = (room: string) => (room.endsWith("/") ? `${room}imported.ts` : room);

/** Every import against the arrows, from a file to a file, except between two rooms that are files. */
const wrongWay = [
  ...floors.flatMap((rooms, floor) =>
    rooms.map((from) => ({ from, to: [...rooms, ...floors.slice(floor + 1).flat(), ...others] })),
  ),
  { from: "cli/", to: ["testkit/", "tools/", "bench/", "test/"] },
  { from: "testkit/", to: ["cli/", "tools/", "bench/", "test/"] },
  { from: "tools/", to: ["cli/", "bench/", "test/"] },
  { from: "bench/", to: ["test/"] },
]
  .flatMap(({ from, to }) => to.filter((room) => room !== from).map((room) => [from, room]))
  .filter((rooms) => rooms.some((room) => room.endsWith("/")))
  .map(([from = "", to = ""]) => [importing(from), imported(to)]);

/** A function of this cognitive complexity: each decision adds one. */
function decisions(count: number): string {
  return `export function decide${count}(n: number): number {\n${"  if (n > 1) n--;\n".repeat(count)}  return n;\n}\n`;
}

let copy: string;
before(() => {
  copy = copyCheckout(mkdtempSync(join(tmpdir(), "layout-")), { built: false });
  const add = (file: string, text: string) => appendFileSync(join(copy, file), text);
  for (const room of [...source, ...others].filter((room) => room.endsWith("/")))
    mkdirSync(join(copy, room), { recursive: true });
  for (const room of [...source, ...others]) add(imported(room), "export type Anything = unknown;\n");
  for (const [from = "", to = ""] of wrongWay) add(from, `import type {} from "${pathTo(from, to)}";\n`);
  add("support/circle.ts", 'import type { B } from "./round";\nexport type A = B[];\n');
  add("support/round.ts", 'import type { A } from "./circle";\nexport type B = A | undefined;\n');
  add("pulumi/heavy.ts", 'import fc from "fast-check";\nexport const heavy = fc;\n');
  add("support/tag.ts", "export const nobody = 1;\n");
  add("tools/tangle.ts", decisions(15) + decisions(16));
});
after(() => rmSync(copy, { recursive: true }));

const check = (part: string, ...options: string[]) =>
  run("npm", ["run", "--silent", `check:${part}`, "--", ...options], { cwd: copy });

test("an import against the arrows, one in a cycle, and one of what only development has", async () => {
  const { code, stdout } = await check("imports");
  assert.notEqual(code, 0);
  const found = [...stdout.matchAll(/^ *error (.*): (\S+) → ?(\S*)$/gm)].map(([, ...parts]) => parts);
  const arrows = found.filter(([rule]) => rule?.includes(" may import ")).map(([, from, to]) => [from, to]);
  assert.deepEqual(arrows.sort(), [...wrongWay].sort());
  const others = new Set(found.map(([rule, from]) => `${rule}: ${from}`));
  assert.ok(others.has("no cycle: support/circle.ts"), stdout);
  assert.ok(others.has("the source loads only dependencies: pulumi/heavy.ts"), stdout);
});

test("an export that no one imports", async () => {
  const { code, stdout } = await check("exports");
  assert.notEqual(code, 0);
  assert.match(stdout, /^nobody .*support\/tag\.ts/m);
});

test("a function that is too complex", async () => {
  const { code, stdout } = await check("lint", "--reporter=github", "--max-diagnostics=none");
  assert.notEqual(code, 0);
  const found = [...stdout.matchAll(/noExcessiveCognitiveComplexity,file=.*?tools\/tangle\.ts,line=(\d+),/g)];
  assert.deepEqual(
    found.map(([, line]) => line),
    ["19"],
  );
});

function pathTo(from: string, to: string): string {
  const path = relative(dirname(from), to.replace(/(\/index)?\.ts$/, ""));
  return path.startsWith(".") ? path : `./${path}`;
}

/** The pictures match their data and have a text alternative. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { inColor, parseAnsi, wrapRuns } from "../../tools/docs/pictures/ansi";
import { previewPicture } from "../../tools/docs/pictures/preview";
import { spans } from "../../tools/docs/pictures/spans";
import { supportPicture } from "../../tools/docs/pictures/support-window";

const text = (runs: readonly { text: string }[]) => runs.map((run) => run.text).join("");

test("colors and weight are read, and end where the program ends them", () => {
  const [before, red, after] = parseAnsi(`a ${inColor("b", 1)} c`);
  assert.deepEqual([before?.color, red?.color, after?.color], [undefined, 1, undefined]);
  const bold = parseAnsi(`\u001b[38;5;13m\u001b[1mPolicies:\u001b[0m x`);
  assert.deepEqual(bold, [
    { text: "Policies:", bold: true, color: 13 },
    { text: " x", bold: false, color: undefined },
  ]);
});

test("a long line is broken at spaces, and keeps its indent and all its words", () => {
  const lines = wrapRuns(parseAnsi(`    one two ${inColor("three four", 3)} five`), 14).map(text);
  assert.deepEqual(
    lines.map((line) => line.trimEnd()),
    ["    one two", "    three four", "    five"],
  );
});

const preview = (count: number) =>
  [
    "Previewing update (dev):",
    `${inColor("Policies:", 13)}`,
    "    ❌ pack@v1.2.3 (local: /somewhere/pack)",
    ...Array.from({ length: count }, (_, index) => [
      `        - [mandatory] [severity: high]  policy-${index}  (a:b:C: d)`,
      "          <what> is wrong & why.",
    ]).flat(),
    "",
    "Preview blocked.",
  ].join("\n");

test("a preview is drawn without version and folder, escaped, with its last line", () => {
  const picture = previewPicture(preview(2), "/somewhere/pack");
  assert.ok(picture.includes("policy-1") && picture.includes("&lt;what&gt; is wrong &amp; why."));
  assert.ok(picture.includes("Preview blocked.") && picture.includes('role="img"'));
  assert.ok(
    !picture.includes("1.2.3") && !picture.includes("somewhere") && !picture.includes("more mandatory"),
  );
});

test("findings for which there is no room are counted", () => {
  const picture = previewPicture(preview(9), "/somewhere/pack");
  assert.ok(picture.includes("… and 5 more mandatory") && !picture.includes("policy-8"));
  assert.throws(() => previewPicture("error: no stack", "/"), /no findings/);
});

test("a minor is out of support from the day of the third minor after it; the oldest that is left leaves next", () => {
  const versions = ["2.0.0", "2.1.0", "2.1.1", "2.2.0", "2.3.0"];
  const days: Record<string, string> = { "2.0": "2026-01-01", "2.1": "2026-02-01", "2.3": "2026-04-01" };
  const found = spans(versions, (minor) => days[minor]).map(({ minor, newest, from, until, state }) =>
    [minor, newest, from, until, state].join(" "),
  );
  assert.deepEqual(found, [
    "2.3 2.3.0 2026-04-01  supported",
    "2.2 2.2.0   supported",
    "2.1 2.1.1 2026-02-01  leaving",
    "2.0 2.0.0 2026-01-01 2026-04-01 out",
  ]);
});

test("the support window can be read aloud, and has colors for light and dark", () => {
  const picture = supportPicture();
  for (const { minor } of spans()) assert.match(picture, new RegExp(`<desc[^>]*>[^<]*\\b${minor}: `));
  assert.match(picture, /prefers-color-scheme: dark/);
  assert.ok(!/NaN|undefined/.test(picture));
});

test("the support window is painted by attributes, which viewers without CSS variables draw", () => {
  const picture = supportPicture();
  assert.ok(!picture.includes("var("));
  const painted = picture.match(/<(?:rect|path|text)\b[^>]*>/g) ?? [];
  assert.ok(painted.length > 20);
  for (const element of painted) assert.match(element, / (?:fill|stroke)="#[0-9a-f]{6}"/);
});

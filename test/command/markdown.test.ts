/** The Markdown report: it fits in a comment, counts what it omits, and shows names as text. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { deployment, file, run } from "./command";
import { holdsCanary, hostile, secrets } from "./hostile";

const limit = 65_536;

async function markdown(stdin: string, ...args: string[]): Promise<string> {
  return (await run(["--markdown", ...args, "-"], { stdin })).stdout;
}

test("violations come first, advisories are folded, and each finding has policy, page and place", async () => {
  const text = await markdown(deployment());
  assert.match(text, /^## API Management self-hosted gateways\n\n\d+ mandatory violations, \d+ advisory/);
  const [violations = "", advisories = ""] = text.split("<details>");
  assert.match(violations, /\n### \d+ mandatory violations\n\n<code>Deployment gateway<\/code>\n\n- /);
  assert.match(
    violations,
    /- \[gateway-image-supported\]\(https:[^)]+\.md\) \(high\) <code>stdin&#58;10&#58;11<\/code><br><code>spec\.template/,
  );
  assert.match(advisories, /^\n<summary>\d+ advisory findings<\/summary>\n/);
  assert.match(advisories, /\n\n<\/details>\n$/);
});

test("without pages there is no link", async () => {
  const markdown = (await run(["--markdown", "-"], { stdin: deployment(), pages: false })).stdout;
  assert.match(markdown, /- \*\*gateway-image-supported\*\* \(high\)/);
  assert.doesNotMatch(markdown, /https:/);
});

test("what doesn't fit a comment is counted, and what was found is all there or counted", async () => {
  const gateways = Array.from({ length: 150 }, (_, index) => deployment({ name: `gateway-${index}` }));
  const text = await markdown(gateways.join("---\n"));
  assert.ok(Buffer.byteLength(text) <= limit && Buffer.byteLength(text) > limit - 2000);
  const [, total = 0] = /\n\n(\d+) mandatory/.exec(text) ?? [];
  const [, missing = 0, all = 0] = /space: (\d+) of (\d+) mandatory violations\./.exec(text) ?? [];
  const shown = text.match(/^- /gm)?.length ?? 0;
  assert.deepEqual([+all, shown], [+total, +total - +missing]);
  const [, advisories, found] = /space: (\d+) of (\d+) advisory findings\./.exec(text) ?? [];
  assert.ok(advisories !== undefined && advisories === found);
});

test("without findings it states that in one line", async () => {
  const text = await markdown("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
  assert.equal(
    text,
    "## API Management self-hosted gateways\n\n0 mandatory violations, 0 advisory: 0 gateways among 1 object in 1 file.\n",
  );
});

test("exempted violations have a section of their own", async () => {
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const exemptions = [{ resource: "gateway", reason: "moves next month", expires }];
  const config = file("markdown.json", JSON.stringify({ "gateway-image-supported": { exemptions } }));
  const text = await markdown(deployment(), "--config", config);
  assert.match(text, /<summary>1 exempted violations?<\/summary>\n\n<code>Deployment gateway/);
  assert.match(text, /moves next month/);
});

test("a hostile name is text: no element, no link, no mention, no code, no steering", async () => {
  const text = await markdown(hostile);
  // Only the report's own markup: its elements, links to policies' pages, and its lists.
  const own = text
    .replace(/<\/?(code|details|summary)>|<br>/g, "")
    .replace(/^- \[[a-z-]+\]\(https:\/\/[^)]+\.md\)/gm, "");
  assert.doesNotMatch(own, /[<>`[\]|@\\]|https?:\/\/|[^\n\P{Cc}]|\u202e/u);
  assert.match(own, /&#60;img src=x/);
});

for (const [place, stdin] of Object.entries(secrets))
  test(`no Markdown report has the secret in ${place}`, async () => {
    const text = await markdown(`${stdin}---\n${deployment({ name: "other" })}`);
    assert.match(text, /gateway-token-/);
    assert.ok(!holdsCanary(text));
  });

/** The fleet page: its content for each gateway, and that it is one safe file. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { XMLValidator } from "fast-xml-parser";
import { style } from "../../cli/formats/html-style";
import { deployment, file, root, run } from "./command";
import { holdsCanary, hostile, hostileName, secrets } from "./hostile";

const day = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 10);

async function html(stdin: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(["--html", ...args, "-"], { stdin });
  // Every element is closed and every value quoted, so no input became markup.
  assert.equal(XMLValidator.validate(stdout.replace("<!doctype html>\n", "")), true);
  return stdout;
}

/** The cells of a gateway's row by column name. */
function rowOf(page: string, label: string): Record<string, string> {
  const row = page.split("<tr ").find((part) => part.includes(`<strong>${label}</strong>`)) ?? "";
  const cells = [...row.matchAll(/<td data-name="(\w+)">(.*?)<\/td>/g)];
  return Object.fromEntries(cells.map(([, name, text = ""]) => [name, text.replace(/<[^>]+>/g, "")]));
}

/** The rows of the dates: day, event, gateways. */
function datesIn(page: string): string[][] {
  const section = /<section id="dates".*?<\/section>/s.exec(page)?.[0] ?? "";
  return [...section.matchAll(/<tr class="\w+">.*<\/tr>/g)].map(([line]) => {
    const [day = "", ...others] = [...line.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) =>
      cell
        .replaceAll("</li><li>", ", ")
        .replace(/<small>.*?<\/small>|<[^>]+>/g, "")
        .trim(),
    );
    return [day, ...others.map((text) => text.replaceAll("&apos;", "'"))];
  });
}

test("a gateway has its host, image, support, sign-in, expiry, owner and violations", async () => {
  const minute = new Date(Date.now() + 20 * day).toISOString().replace(/[-T:]/g, "").slice(0, 12);
  const token = deployment({
    name: "shop\n  labels: { apim-gateway/owner: team-a }",
    extra: `          env: [{ name: config.service.auth, value: "GatewayKey shop&${minute}&c2lnbmF0dXJl" }]\n`,
  });
  const identity = deployment({
    name: "bank",
    image: "2.13.2",
    extra: "          env: [{ name: config.service.auth, value: workloadIdentity }]\n",
  });
  const page = await html(`${token}---\n${identity}`);
  const { Violations, ...shop } = rowOf(page, "shop");
  assert.deepEqual(shop, {
    Gateway: "shop stdin:1:1",
    Host: "Deployment",
    Image: "gateway:2.0.0",
    Support: "not supported since 2023-06-05",
    Authentication: "access token",
    Expires: `${dayIn(20)} in 20 days`,
    Owner: "team-a",
  });
  assert.match(Violations ?? "", /^\d+ mandatory, \d+ advisory$/);
  const bank = rowOf(page, "bank");
  assert.deepEqual([bank.Authentication, bank.Expires, bank.Owner], ["workload identity", "never", "none"]);
  assert.match(bank.Support ?? "", /^supported until 2\.\d+$/);
  assert.deepEqual(datesIn(page), [
    ["2023-06-05", "2.0 left Microsoft's support", "shop"],
    [dayIn(20), "Access token expires", "shop"],
  ]);
  assert.match(page, /<tr class="bad"><th scope="row">2\.0<\/th>.*not supported since .*<a href="#g1">/);
  assert.match(page, /<tr class="good"><th scope="row">2\.13<\/th>.*supported until .*<a href="#g2">/);
});

test("each link inside the page leads somewhere, and each name is given once", async () => {
  const page = await html(`${deployment()}---\n${secrets["a Secret"]}---\n${deployment({ name: "second" })}`);
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  assert.ok(targets.length > 0);
  assert.deepEqual(
    targets.filter((id) => !ids.includes(id)),
    [],
  );
});

test("the configured newest release moves the support window", async () => {
  const config = file(
    "latest.json",
    JSON.stringify({ "gateway-image-supported": { latestVersion: "2.99.0" } }),
  );
  const page = await html(deployment({ image: "2.13.2" }), "--config", config);
  assert.match(page, /supported: 2\.99, 2\.98, 2\.97/);
  assert.match(rowOf(page, "gateway").Support ?? "", /^not supported/);
});

test("an exemption is shown with reason and end", async () => {
  const exemptions = [{ resource: "gateway", reason: "moves next month", expires: dayIn(30) }];
  const config = file("html.json", JSON.stringify({ "gateway-image-supported": { exemptions } }));
  const page = await html(deployment(), "--config", config);
  const section = /<section id="exemptions".*?<\/section>/s.exec(page)?.[0] ?? "";
  assert.match(section, /moves next month/);
  assert.ok(section.includes(`<time datetime="${dayIn(30)}">`));
  assert.ok(
    datesIn(page).some(([day, what]) => day === dayIn(30) && what?.includes("gateway-image-supported")),
  );
});

test("the gateways of an exported stack, with values that are encrypted or unknown", async () => {
  const { stdout } = await run(["--html", join(root, "test/recordings/quickstart-state.json")]);
  assert.match(stdout, /<strong>.*?<td data-name="Image"><div><code>gateway:/);
  assert.doesNotMatch(stdout, /\[secret\]|4dabf18193072939515e22adb298388d/);
});

test("without gateways the page states that", async () => {
  const page = await html("apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n");
  assert.match(page, /There are no gateways in the input\./);
});

test("the page loads nothing, runs nothing, and forbids both", async () => {
  const page = await html(hostile);
  assert.match(page, /Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/);
  assert.doesNotMatch(page, /<(script|link|img|iframe|object|base|form)\b|url\(|@import/);
  for (const [element] of page.matchAll(/<[^>]*>/g)) assert.doesNotMatch(element, /\s(src|style|on\w+)=/);
  for (const [, address = ""] of page.matchAll(/href="([^"]*)"/g))
    assert.match(address, /^(#[gr]\d+(-findings)?|#[a-z]+|https:\/\/example\.com\/pages\/[\w-]+\.md)$/);
});

test("without pages there is no link out of the page", async () => {
  const { stdout } = await run(["--html", "-"], { stdin: deployment(), pages: false });
  assert.doesNotMatch(stdout, /href="[^#]/);
});

test("hostile names are text wherever they are: namespace, name, owner, tag, setting", async () => {
  const quoted = JSON.stringify(hostileName);
  const labeled = hostile.replace(
    "metadata:\n",
    `metadata:\n  namespace: ${quoted}\n  labels: { apim-gateway/owner: ${quoted} }\n`,
  );
  const page = await html(labeled);
  assert.doesNotMatch(page, /<img|[^\n\P{Cc}]|\u202e|\ufffe/u);
  assert.match(rowOf(page, page.match(/<strong>(.*?)<\/strong>/)?.[1] ?? "").Owner ?? "", /^&lt;img/);
});

for (const [place, stdin] of Object.entries(secrets))
  test(`no page has the secret in ${place}`, async () => {
    const page = await html(`${stdin}---\n${deployment({ name: "other" })}`);
    assert.match(page, /gateway-token-/);
    assert.ok(!holdsCanary(page));
  });

const light = colors(style);
const dark = { ...light, ...colors(style.slice(style.indexOf("prefers-color-scheme: dark"))) };
// Source: WCAG 2.2, success criterion 1.4.3.
for (const [theme, palette] of Object.entries({ light, dark }))
  for (const text of ["text", "soft", "link", "bad", "fair", "good"])
    for (const ground of ["page", "card"])
      test(`${text} on ${ground} has the contrast of WCAG AA in the ${theme} theme`, () => {
        const [one = 0, other = 0] = [palette[text], palette[ground]].map((color) => luminance(color ?? ""));
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        assert.ok(ratio >= 4.5, String(ratio));
      });

/** The variables of the first block in a style sheet. */
function colors(css: string): Record<string, string> {
  const block = /:root \{([^}]*)\}/.exec(css)?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--(\w+): (#\w+)/g)].map(([, name, color]) => [name, color]));
}

function luminance(color: string): number {
  const hex = color.length === 4 ? color.replace(/\w/g, "$&$&") : color;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

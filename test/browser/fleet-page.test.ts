/** The page of the example `fleet` in a real browser. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../../tools/browser/launch";
import { checkFleet } from "../../tools/docs/fleet/check";
import { file, run } from "../command/command";
import { hostile, hostileName } from "../command/hostile";

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let fleet: Awaited<ReturnType<typeof checkFleet<"html">>>;
let browser: Browser;
before(async () => {
  [fleet, browser] = await Promise.all([checkFleet("html"), launchBrowser()]);
});
after(async () => {
  await browser?.close();
  fleet?.remove();
});

/** Opens a page; returns its requests, console messages and errors. */
async function open(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; requests: string[]; complaints: string[] }> {
  const page = await browser.newPage({ viewport: desktop, ...options });
  const [requests, complaints]: string[][] = [[], []];
  page.on("request", (request) => requests?.push(request.url()));
  page.on("console", (message) => complaints?.push(message.text()));
  page.on("pageerror", (error) => complaints?.push(error.message));
  page.on("dialog", (dialog) => complaints?.push(dialog.message()));
  await page.goto(pathToFileURL(path).href);
  return { page, requests: requests ?? [], complaints: complaints ?? [] };
}

/** Elements that overflow the page or their own box. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("body, body *:not(svg, svg *, thead, thead *)")];
    return all
      .filter((element) => element.checkVisibility({ contentVisibilityAuto: true }))
      .filter((element) => {
        const { right } = element.getBoundingClientRect();
        return right > innerWidth + 1 || element.scrollWidth > Math.max(element.clientWidth, 1) + 1;
      })
      .filter((element) => getComputedStyle(element).display !== "inline")
      .map((element) => element.outerHTML.slice(0, 200));
  });
}

/** The focused element; `shown` is empty if it is visible. Runs in the browser. */
async function describeFocus(): Promise<{ id: number; shown: string }> {
  const element = document.activeElement as HTMLElement;
  let isInView = false;
  // The browser scrolls in its next frames.
  for (let frame = 0; frame < 20 && !isInView; frame++) {
    if (frame > 0) await new Promise(requestAnimationFrame);
    const { top, bottom } = element.getBoundingClientRect();
    isInView = top >= 0 && bottom <= innerHeight;
  }
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isMarked = outlineStyle === "solid" && Number.parseFloat(outlineWidth) >= 2;
  const id = [...document.querySelectorAll("*")].indexOf(element);
  return { id, shown: isInView && isMarked ? "" : element.outerHTML.slice(0, 200) };
}

const rows = (page: Page) => page.locator("tr[id]:visible").count();

describe("the fleet page in a browser", () => {
  test("draws every gateway, asks for nothing, complains of nothing", async () => {
    const { page, requests, complaints } = await open(fleet.reports.html);
    assert.equal(await page.locator("h1:visible").count(), 1);
    assert.equal(await rows(page), 40);
    assert.deepEqual(requests, [pathToFileURL(fleet.reports.html).href]);
    assert.deepEqual(complaints, []);
    await page.close();
  });

  test("has the days on which tokens, secrets and exemptions end, in order", async () => {
    const { page } = await open(fleet.reports.html);
    const lines = (await page.locator("#dates tbody tr").allInnerTexts()).map((line) =>
      line.split(/\s+/).join(" "),
    );
    const days = lines.flatMap((line) => /^\d{4}-\d\d-\d\d/.exec(line) ?? []);
    assert.deepEqual(days, [...days].sort());
    for (const wanted of [
      /^2026-11-21 3 days ago Client secret .* expired payments-zurich$/,
      /^2026-12-04 in 10 days Client secret .* expires payments-frankfurt$/,
      /^2026-12-20 in 26 days Access token expires store-0101 store-0102 store-0123 store-0211 store-0302$/,
      /^2026-12-15 in 21 days Last day of the exemption from gateway-image-pinned partners-prague$/,
    ])
      assert.ok(
        lines.some((line) => wanted.test(line)),
        `no line matches ${wanted}`,
      );
    await page.close();
  });

  for (const width of [390, 768, 1280])
    test(`fits into ${width} pixels`, async () => {
      const { page } = await open(fleet.reports.html, { viewport: { width, height: 900 } });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      assert.deepEqual(await cutOff(page), []);
      await page.close();
    });

  // The theme and the width change colors and sizes, nothing else.
  const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  for (const [name, rules, options] of [
    ["light, desktop", everything, { viewport: desktop, colorScheme: "light" }],
    ["dark, phone", ["color-contrast", "target-size"], { viewport: phone, colorScheme: "dark" }],
  ] as const)
    test(`meets WCAG 2.2 AA, contrast included: ${name}`, async () => {
      const { page } = await open(fleet.reports.html, options);
      await page.evaluate(axe);
      const violations = await page.evaluate(async (runOnly) => {
        const { axe } = window as unknown as { axe: typeof import("axe-core") };
        const { violations, passes } = await axe.run({ runOnly, resultTypes: ["violations"] });
        const ran = passes.some(({ id }) => id === "color-contrast");
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        return ran ? found : ["contrast was not measured", ...found];
      }, rules as string[]);
      assert.deepEqual(violations, []);
      await page.close();
    });

  test("is dark where the reader wants it, and light on paper", async () => {
    const { page } = await open(fleet.reports.html, { colorScheme: "dark" });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await ground(), "rgb(13, 17, 23)");
    await page.emulateMedia({ media: "print" });
    assert.equal(await ground(), "rgb(255, 255, 255)");
    await page.close();
  });

  test("prints every gateway and every violation, folded ones too", async () => {
    const { page } = await open(fleet.reports.html);
    const folded = page.locator("details:not([open]) li");
    assert.ok((await folded.count()) > 0);
    assert.equal(await folded.first().isVisible(), false);
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    // The width of a printed A4 page in landscape, without its margins.
    await page.setViewportSize({ width: 1032, height: 700 });
    await page.emulateMedia({ media: "print" });
    assert.equal(await folded.first().isVisible(), true);
    assert.equal(await rows(page), 40);
    assert.deepEqual(await cutOff(page), []);
    await page.close();
  });

  test("is used with the keyboard: each stop is seen, and a link opens what is folded", async () => {
    const { page } = await open(fleet.reports.html);
    const stops = await page.locator("a[href]:visible, summary:visible").count();
    const seen = new Set<number>();
    for (let stop = 0; stop < stops; stop++) {
      await page.keyboard.press("Tab");
      const { id, shown } = await page.evaluate(describeFocus);
      assert.equal(shown, "", `stop ${stop} isn't seen`);
      seen.add(id);
    }
    assert.equal(seen.size, stops);

    const link = page.locator('tr:has-text("checkout-singapore") a[href$="-findings"]');
    const target = page.locator((await link.getAttribute("href")) ?? "");
    assert.equal(await target.isVisible(), false);
    await link.focus();
    await page.keyboard.press("Enter");
    await target.waitFor({ state: "visible" });
    await page.close();
  });
});

test("hostile names are text in a browser, and break no layout", async () => {
  const quoted = JSON.stringify(hostileName);
  const labeled = hostile.replace(
    "metadata:\n",
    `metadata:\n  namespace: ${quoted}\n  labels: { apim-gateway/owner: ${quoted} }\n`,
  );
  const path = file("hostile.html", (await run(["--html", "-"], { stdin: labeled })).stdout);
  const { page, requests, complaints } = await open(path, { viewport: phone });
  assert.equal(await page.locator("img, script, b:has-text('**b**')").count(), 0);
  assert.ok((await page.locator("tr[id]").innerText()).includes("<img src=x onerror=alert(1)>"));
  assert.deepEqual([requests, complaints], [[pathToFileURL(path).href], []]);
  assert.deepEqual(await cutOff(page), []);
  await page.close();
});

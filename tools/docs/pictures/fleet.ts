import { pathToFileURL } from "node:url";
import { launchBrowser } from "../../browser/launch";
import { checkFleet } from "../fleet/check";

/** Returns a screenshot of the top of the fleet page for the example `fleet`. */
export async function drawFleet(): Promise<Buffer> {
  const { reports, remove } = await checkFleet("html");
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1280, height: 860 } });
    await page.goto(pathToFileURL(reports.html).href);
    return await page.screenshot();
  } finally {
    await browser.close();
    remove();
  }
}

import { type Browser, chromium } from "playwright-core";
import { unpackChromium } from "./unpack";

/**
 * Starts a headless browser. On Linux (x64) the browser is part of the installed packages. On other platforms, Google
 * Chrome must be installed.
 */
export function launchBrowser(): Promise<Browser> {
  const args = ["--disable-gpu", "--font-render-hinting=none"];
  if (process.platform !== "linux" || process.arch !== "x64")
    return chromium.launch({ channel: "chrome", args }).catch((error: Error) => {
      throw new Error(`Could not start a browser. Install Google Chrome. ${error.message}`);
    });
  // Chromium's sandbox is often unavailable in containers, and only pages of this repository are opened.
  const { executablePath, env } = unpackChromium();
  return chromium.launch({ executablePath, env, args: [...args, "--no-sandbox", "--no-zygote"] });
}

// Loaded into the pack's process before the SDK (node --require), so plain JavaScript.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

// The harness has the other end of stdin. It closes when the tests end, even by a signal, so no pack remains.
process.stdin.on("end", () => process.exit()).resume();
process.stdin.unref();

// Sets the pack's clock to the day in a file. Packs without this clock are not changed.
const clockModule = join(process.cwd(), "dist/pulumi/clock.js");
const clockFile = process.env.HARNESS_CLOCK;
if (clockFile && existsSync(clockModule)) {
  const { clock } = require(clockModule);
  if (typeof clock?.now !== "function") {
    throw new Error(`${clockModule} exports no clock.now: the tests would run on today's date`);
  }
  const realNow = clock.now;
  clock.now = () => {
    const day = readFileSync(clockFile, "utf8");
    return day ? Date.parse(day) : realNow();
  };
}

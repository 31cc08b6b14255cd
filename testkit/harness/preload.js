// Loaded into the pack's process before the SDK (node --require), so plain JavaScript.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

// The harness holds the other end of stdin. It closes however the tests end, even by a signal, and no pack is
// left behind.
process.stdin.on("end", () => process.exit()).resume();
process.stdin.unref();

// Fixes the one clock of the pack on the day that stands in a file. A pack without such a clock is left alone.
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

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The clock of a pack's process: a file that the preload reads, so the date of a running pack can be changed. */
export class Clock {
  readonly file: string;

  constructor() {
    clockFolder ??= mkdtempSync(join(tmpdir(), "harness-clocks-"));
    this.file = join(clockFolder, `${clockCount++}`);
    this.set(undefined);
  }

  /** Sets the day, as `2026-11-24`; undefined is the real time. */
  set(today = ""): void {
    writeFileSync(this.file, today);
  }
}

let clockFolder: string | undefined;
let clockCount = 0;
process.once("exit", () => {
  if (clockFolder) rmSync(clockFolder, { recursive: true });
});

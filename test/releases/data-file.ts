import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { command, type World } from "../../tools/releases/command";
import type { Entry, ReleaseData } from "../../tools/releases/data";

/** How a run ended. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A data file of a test's own. */
export interface DataFile {
  readonly path: string;
  text(): string;
  entry(tag: string): Entry | undefined;
  /** Names of everything in its folder. */
  folder(): string[];
  /** Runs the command on it, as on the first of December, against a registry. */
  refresh(registry: string, args?: readonly string[], world?: Partial<World>): Promise<Run>;
}

const original = readFileSync(join(__dirname, "../../support/releases.json"), "utf8");
export const bundled: ReleaseData = JSON.parse(original);
export const december = "2026-12-01";

/** Patient enough for a busy machine, and no more. */
export const quick = { timeout: 10_000, attempts: 3, firstDelay: 10, longestDelay: 2_000 };

/** A copy of the project's own data, or other content, in a folder that goes with the test. */
export function dataFile(t: TestContext, content: string = original): DataFile {
  const folder = mkdtempSync(join(tmpdir(), "releases-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "releases.json");
  writeFileSync(path, content);
  const text = () => readFileSync(path, "utf8");
  return {
    path,
    text,
    entry: (tag) => (JSON.parse(text()) as ReleaseData).releases.find((each) => each.tag === tag),
    folder: () => readdirSync(folder),
    refresh: (registry, args = [], world = {}) =>
      run(["--file", path, "--registry", registry, ...args], world),
  };
}

export async function run(args: readonly string[], world: Partial<World> = {}): Promise<Run> {
  const said = { out: "", error: "" };
  const out = (text: string) => {
    said.out += text;
  };
  const error = (text: string) => {
    said.error += text;
  };
  const code = await command(args, { out, error, env: {}, today: december, patience: quick, ...world });
  return { code, ...said };
}

/** The versions that a registry lists which has all that the project knows of version 2, and no news. */
export const versions2 = bundled.releases
  .filter(({ kind, tag }) => kind === "stable" && tag.startsWith("2."))
  .map(({ tag }) => tag);

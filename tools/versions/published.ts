import { maxSatisfying, rsort } from "semver";
import { run } from "../cli/process";

/** Returns the published versions of an npm package without prereleases, newest first. */
export async function published(name: string): Promise<string[]> {
  const { code, stdout, stderr } = await run("npm", ["view", name, "versions", "--json"], { cwd: __dirname });
  if (code !== 0) throw new Error(`Could not read the versions of ${name}: ${stderr}`);
  return rsort((JSON.parse(stdout) as string[]).filter((version) => !version.includes("-")));
}

/** Returns the newest version in a range. Throws if there is none. */
export function newestIn(versions: readonly string[], range: string): string {
  const found = maxSatisfying(versions, range);
  if (!found) throw new Error(`No published version matches ${range}.`);
  return found;
}

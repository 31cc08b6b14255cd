import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "node:test";

const root = join(__dirname, "..");

/**
 * Groups of folders whose files run in one process, one after the other: they share packs, which take a second each to
 * start, and optimized code, which is why more groups take longer. Each group is a file in this folder, and the groups
 * run in parallel. Node.js starts the files in alphabetical order; the longest group shouldn't be the last.
 */
const groups = {
  policies: ["policies"],
  hosts: ["hosts", "matrix"],
  sdk: ["pulumi", "testkit", "fuzz"],
};

/** The folders whose files start programs of their own: the CLI, npm, a browser, the parts of `npm run check`. */
const alone = ["browser", "cli", "cloud", "layout"];

/** Runs the files of a group; `others` is every folder that belongs to no group. */
export function runTogether(group: keyof typeof groups | "others"): void {
  for (const [folder, file] of filesOf(group))
    describe(`${folder}/${file}`, () => {
      require(join(root, folder, file));
    });
}

function filesOf(group: keyof typeof groups | "others"): [folder: string, file: string][] {
  const folders = group === "others" ? otherFolders() : groups[group];
  return folders.flatMap((folder) => testsIn(folder).map((file): [string, string] => [folder, file]));
}

function testsIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(".test.ts"))
    .sort();
}

function otherFolders(): string[] {
  const grouped = [...Object.values(groups).flat(), ...alone, "groups"];
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => !grouped.includes(name));
}

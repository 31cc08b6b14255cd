import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "node:test";

/**
 * Groups of folders whose files run in one process, one after the other: they share packs, which need a second each to start,
 * and code that is warm. Each group is a file beside this one, and the groups run side by side.
 */
const groups = {
  policies: ["policies"],
  hosts: ["hosts", "matrix"],
  pulumi: ["pulumi", "testkit", "fuzz"],
};

/** The folders whose files start programs of their own: the CLI, npm, a browser, the parts of `npm run check`. */
const alone = ["browser", "cli", "cloud", "layout"];

/** Runs the files of a group; `others` is every folder that belongs to no group. */
export function runTogether(group: keyof typeof groups | "others"): void {
  for (const folder of group === "others" ? otherFolders() : groups[group])
    for (const file of readdirSync(join(__dirname, folder)).sort())
      if (file.endsWith(".test.ts"))
        describe(`${folder}/${file}`, () => {
          require(join(__dirname, folder, file));
        });
}

function otherFolders(): string[] {
  const grouped = [...Object.values(groups).flat(), ...alone];
  const folders = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => !grouped.includes(name));
}

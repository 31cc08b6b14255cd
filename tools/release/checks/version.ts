import { readFileSync } from "node:fs";
import { join } from "node:path";
import { valid } from "semver";
import type { Check } from "../check";
import { readManifest, readShrinkwrap } from "../manifest";

/** Pages with commands that contain the version. */
const pages = ["README.md", "docs/operations.md"];

/** All places that contain the version contain the same version. */
export const version: Check = {
  name: "version",
  async run({ root, tag }) {
    const manifest = readManifest(root);
    const shrinkwrap = readShrinkwrap(root);
    const expected = manifest.version;
    const places: [string, string | undefined][] = [
      ["version in npm-shrinkwrap.json", shrinkwrap.version],
      ['packages[""].version in npm-shrinkwrap.json', shrinkwrap.packages[""]?.version],
      ...pages.flatMap((page) => namedIn(root, page)),
      ...(tag === undefined
        ? []
        : ([["the tag without its `v`", tag.replace(/^v/, "")]] as [string, string][])),
    ];
    const problems = places
      .filter(([, found]) => found !== expected)
      .map(
        ([place, found]) =>
          `${place} is ${found}, package.json has ${expected}. Set both to the version to release.`,
      );
    if (!valid(expected))
      problems.push(`${expected} isn't a semantic version. Set \`version\` in package.json.`);
    const open = manifest.repository
      ? []
      : [
          "`repository` isn't set in package.json, but npm requires it for provenance. Set it to the address of the repository.",
        ];
    return { checked: `${expected} in ${places.length + 1} places`, problems, open };
  },
};

/** Returns the versions of the pack in the commands of a page: `apim-self-hosted-gateway 1.0.0`. */
function namedIn(root: string, page: string): [string, string][] {
  const text = readFileSync(join(root, page), "utf8");
  const named = text.matchAll(/apim-self-hosted-gateway (\d+\.\d+\.\d+\S*)/g);
  return [...named].map(([, found = ""]) => [`a command in ${page}`, found]);
}

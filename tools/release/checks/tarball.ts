import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../cli/process";
import type { Check } from "../check";

/** The maximum size of the tarball in bytes. It includes the command. npm counts 1,000 bytes as 1 kB. */
export const maxBytes = 260_000;

/** The result of `npm pack --dry-run --json` for a package. */
interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/**
 * The package contains only the compiled source, types, configurations and texts for users, and is within the size
 * limit.
 */
export const tarball: Check = {
  name: "tarball",
  async run({ root }) {
    const { code, stdout, stderr } = await run("npm", ["pack", "--dry-run", "--json"], { cwd: root });
    if (code !== 0) throw new Error(stderr.trim());
    const packed = firstOf(JSON.parse(stdout)) as Packed;
    const kilobytes = (packed.size / 1_000).toFixed(0);
    return {
      checked: `${packed.files.length} files, ${kilobytes} kB of at most ${maxBytes / 1_000} kB`,
      problems: [
        ...contentProblems(
          packed.files.map(({ path }) => path),
          root,
        ),
        ...sizeProblems(packed.size),
      ],
    };
  },
};

/** npm returns an array; newer versions return an object with the package's name as key. */
function firstOf(answer: object): unknown {
  return Object.values(answer)[0];
}

export function sizeProblems(bytes: number): string[] {
  if (bytes <= maxBytes) return [];
  return [
    `The tarball has ${bytes} bytes, but at most ${maxBytes} are allowed. Remove files that users don't need.`,
  ];
}

/** Compares the files of the tarball with the files that are expected for the source. */
export function contentProblems(packed: readonly string[], root: string): string[] {
  const expected = expectedFiles(root);
  const found = new Set(packed);
  return [
    ...expected
      .filter((file) => !found.has(file))
      .map((file) => `${file} is missing. Check \`files\` in package.json and \`npm run build\`.`),
    ...packed
      .filter((file) => !expected.includes(file))
      .map(
        (file) => `${file} must not be published. Check \`files\` in package.json and tsconfig.build.json.`,
      ),
  ];
}

const texts = [
  "package.json",
  "npm-shrinkwrap.json",
  "PulumiPolicy.yaml",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
];

function expectedFiles(root: string): string[] {
  const { include } = JSON.parse(readFileSync(join(root, "tsconfig.build.json"), "utf8")) as {
    include: string[];
  };
  const sources = include.flatMap((path) => (path.endsWith(".ts") ? [path] : filesBelow(root, path)));
  const compiled = sources.map((path) => `dist/${path.replace(/\.ts$/, ".js")}`);
  return [...texts, ...["config", "types"].flatMap((folder) => filesBelow(root, folder)), ...compiled];
}

/**
 * Returns the modules and data files of a folder, with paths relative to the root and `/` as separator, as npm prints
 * them.
 */
function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|json)$/.test(file))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`);
}

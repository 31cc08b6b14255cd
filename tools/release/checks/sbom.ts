import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run } from "../../cli/process";
import type { Check, Release } from "../check";
import { nameOf, readManifest, readShrinkwrap, runtimePackages, type Shrinkwrap } from "../manifest";

interface Bom {
  readonly components?: readonly { readonly name: string; readonly version: string }[];
}

/** The SBOM lists every run-time package. It is written to the output folder. */
export const sbom: Check = {
  name: "sbom",
  async run(release) {
    const { root, output } = release;
    const text = await billOfMaterials(release);
    const bom = JSON.parse(text) as Bom;
    mkdirSync(output, { recursive: true });
    const file = join(output, "sbom.cdx.json");
    writeFileSync(file, text);
    return {
      checked: `${bom.components?.length ?? 0} components in ${relative(root, file)}`,
      problems: bomProblems(bom, readShrinkwrap(root)),
    };
  },
};

/**
 * `npm sbom --omit dev` omits every package that a development dependency uses too, for example @pulumi/pulumi.
 * Therefore npm reads a copy of the manifest and the lock file without development dependencies.
 */
async function billOfMaterials({ root }: Release): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sbom-"));
  try {
    const { devDependencies: _, ...manifest } = readManifest(root);
    const shrinkwrap = readShrinkwrap(root);
    const packages = { "": manifest, ...Object.fromEntries(runtimePackages(shrinkwrap)) };
    // npm uses the name of the folder as the name of the package.
    const project = join(folder, manifest.name);
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(project, "npm-shrinkwrap.json"), JSON.stringify({ ...shrinkwrap, packages }));
    const args = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
    const { code, stdout, stderr } = await run("npm", args, { cwd: project });
    if (code !== 0) throw new Error(stderr.trim());
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function bomProblems({ components = [] }: Bom, shrinkwrap: Shrinkwrap): string[] {
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const missing = runtimePackages(shrinkwrap)
    .map(([path, { version }]) => `${nameOf(path)}@${version}`)
    .filter((id) => !listed.has(id));
  if (missing.length === 0) return [];
  return [`The SBOM lacks ${missing.join(", ")}. Run \`npm install\`, and compare with npm-shrinkwrap.json.`];
}

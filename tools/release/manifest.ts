import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a release needs of package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: unknown;
  readonly devDependencies?: unknown;
}

/** An installed package, as npm-shrinkwrap.json has it below its path: `node_modules/semver`. */
export interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly license?: string;
}

export interface Shrinkwrap {
  readonly version: string;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export function readManifest(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}

export function readShrinkwrap(root: string): Shrinkwrap {
  return JSON.parse(readFileSync(join(root, "npm-shrinkwrap.json"), "utf8"));
}

/** The packages that users install with this one: path and entry of each. */
export function runtimePackages({ packages }: Shrinkwrap): [string, LockedPackage][] {
  return Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
}

/** The name of a package from its path in the tree. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

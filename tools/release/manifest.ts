import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of package.json that a release uses. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: unknown;
  readonly devDependencies?: unknown;
}

/** An entry of a package in npm-shrinkwrap.json. Its key is the package's path: `node_modules/semver`. */
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

/** Returns the path and the entry of each package that users install with this one. */
export function runtimePackages({ packages }: Shrinkwrap): [string, LockedPackage][] {
  return Object.entries(packages).filter(([path, { dev }]) => path !== "" && !dev);
}

/** Returns the name of a package from its path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

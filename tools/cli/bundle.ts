import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { build, type Plugin } from "esbuild";

/**
 * Bundles scripts of this repository with their dependencies: a file of JavaScript in `folder` for each, under the
 * script's name in `scripts`. It starts about four times as fast as the script with tsx.
 */
export async function bundle(scripts: Record<string, string>, folder: string): Promise<void> {
  await build({
    entryPoints: scripts,
    outdir: folder,
    bundle: true,
    platform: "node",
    target: "node20",
    external: ["typescript"],
    plugins: [keepFolder],
    // Modules that a script resolves itself are those of this repository.
    banner: { js: `require = require("node:module").createRequire(${JSON.stringify(__filename)});` },
    logLevel: "error",
  });
}

/** Keeps `__dirname` in a script of this repository, which otherwise would be the folder of the bundle. */
const keepFolder: Plugin = {
  name: "keep-folder",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      contents: `const __dirname = ${JSON.stringify(dirname(path))};\n${readFileSync(path, "utf8")}`,
      loader: "ts",
    }));
  },
};

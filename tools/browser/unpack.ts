import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** A browser's executable, and the environment with its libraries and fonts. */
export interface Unpacked {
  executablePath: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Unpacks Chromium, its libraries and one font family from the package `@sparticuz/chromium`. This happens once, takes
 * three seconds, and writes to `node_modules/.cache`. The package's own function unpacks into the folder for temporary
 * files, and uses any existing file named `chromium` there.
 */
export function unpackChromium(): Unpacked {
  const folder = join(__dirname, "..", "..", "node_modules", ".cache", `chromium-${version()}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.${process.pid}`;
    mkdirSync(join(unfinished, "home"), { recursive: true });
    writeFileSync(join(unfinished, "chromium"), unpacked("chromium.br"), { mode: 0o755 });
    for (const name of ["al2023", "fonts"])
      execFileSync("tar", ["-x", "-C", unfinished], { input: unpacked(`${name}.tar.br`) });
    writeFileSync(join(unfinished, "fonts.conf"), fontsAt(join(folder, "fonts")));
    rename(unfinished, folder);
  }
  return {
    executablePath: join(folder, "chromium"),
    env: {
      HOME: join(folder, "home"),
      LD_LIBRARY_PATH: join(folder, "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

const packageFolder = dirname(require.resolve("@sparticuz/chromium")).replace(/build.*$/, "");

function version(): string {
  return JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;
}

function unpacked(name: string): Buffer {
  return brotliDecompressSync(readFileSync(join(packageFolder, "bin", name)));
}

/** Renames a folder. If another process has created the target first, the target is kept. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(from, { recursive: true });
    if (!existsSync(to)) throw error;
  }
}

/** Returns a configuration with only these fonts, so that a page looks the same on every machine. */
function fontsAt(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}-cache</cachedir></fontconfig>
`;
}

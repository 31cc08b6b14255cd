import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

/** A browser, and where it finds what a bare machine lacks. */
export interface Unpacked {
  executablePath: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Chromium with its libraries and one family of fonts, from the package `@sparticuz/chromium`. They are unpacked once, in
 * three seconds, beside the other caches of the installed packages. The package's own function would unpack into the
 * folder for temporary files, and take whatever is called `chromium` there.
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

/** Another process may have been faster. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(from, { recursive: true });
    if (!existsSync(to)) throw error;
  }
}

/** Only these fonts, so that a page looks the same on every machine. */
function fontsAt(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}-cache</cachedir></fontconfig>
`;
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Makes an executable of that name in a folder that runs a script, TypeScript or JavaScript, with this very Node.js. */
export function writeShim(folder: string, name: string, script: string): void {
  const loader = script.endsWith(".ts") ? ["--require", require.resolve("tsx/cjs")] : [];
  const command = [process.execPath, ...loader, script].map((part) => `"${part}"`).join(" ");
  mkdirSync(folder, { recursive: true });
  if (process.platform === "win32") writeFileSync(join(folder, `${name}.cmd`), `@${command} %*\r\n`);
  else writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
}

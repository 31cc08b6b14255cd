import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes an executable that runs a TypeScript or JavaScript script with the Node.js of this process. */
export function writeShim(folder: string, name: string, script: string): void {
  const loader = script.endsWith(".ts") ? ["--require", require.resolve("tsx/cjs")] : [];
  const command = [process.execPath, ...loader, script].map((part) => `"${part}"`).join(" ");
  mkdirSync(folder, { recursive: true });
  if (process.platform === "win32") writeFileSync(join(folder, `${name}.cmd`), `@${command} %*\r\n`);
  else writeFileSync(join(folder, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
}

import { run } from "../cli/process";

/** The major versions of Node.js that the pack supports. */
export const supportedNodes = ["20", "22", "24"] as const;

/** Returns the path of Node.js in a version, or in the newest version of a major, from the npm package `node`. */
export async function nodeOf(version: string): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const command = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
  const { code, stdout, stderr } = await run("npm", command, { cwd: __dirname });
  if (code !== 0) throw new Error(`Could not install Node.js ${version}: ${stderr}`);
  return stdout.trim();
}

import { run } from "../cli/process";

/** The versions of Node.js that the pack supports, by their major. */
export const supportedNodes = ["20", "22", "24"] as const;

/** Path of the Node.js of a version, or of the newest of a major, from the npm package `node`. */
export async function nodeOf(version: string): Promise<string> {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const command = ["exec", "--yes", `--package=node@${version}`, "--", "node", "-p", "process.execPath"];
  const { code, stdout, stderr } = await run("npm", command, { cwd: __dirname });
  if (code !== 0) throw new Error(`Could not install Node.js ${version}: ${stderr}`);
  return stdout.trim();
}

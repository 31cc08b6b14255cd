import { run } from "../cli/process";
import { readManifest } from "./manifest";

/** Creates the local tag of the version, and returns a message with the next step. */
export async function makeTag(root: string): Promise<string> {
  const { version } = readManifest(root);
  const tag = `v${version}`;
  const args = ["tag", "--annotate", tag, "--message", `Release ${version}`];
  const { code, stderr } = await run("git", args, { cwd: root });
  if (code !== 0) throw new Error(stderr.trim());
  return (
    `Created the tag ${tag} on this machine. Nothing is published yet.\n` +
    `\`git push origin ${tag}\` starts the workflow that publishes it, \`git tag --delete ${tag}\` removes it.`
  );
}

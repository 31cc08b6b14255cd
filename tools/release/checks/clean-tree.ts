import { run } from "../../cli/process";
import type { Check } from "../check";

/** The working tree has no uncommitted changes, so the release equals a commit. */
export const cleanTree: Check = {
  name: "clean-tree",
  async run({ root }) {
    const git = async (...args: string[]) => {
      const { code, stdout, stderr } = await run("git", args, { cwd: root });
      if (code !== 0) throw new Error(stderr.trim());
      return stdout.trimEnd();
    };
    const commit = await git("rev-parse", "--short", "HEAD");
    const changes = (await git("status", "--porcelain")).split("\n").filter(Boolean);
    const problem = `Uncommitted changes (${changes.length}): ${changes.map((line) => line.slice(3)).join(", ")}. Commit or stash them.`;
    return { checked: `commit ${commit}`, problems: changes.length > 0 ? [problem] : [] };
  },
};

import { run } from "../../cli/process";
import type { Check } from "../check";

/** `npm test` and `npm run check` pass. */
export const tests: Check = {
  name: "tests",
  skippable: true,
  async run({ root }) {
    const problems: string[] = [];
    for (const script of ["test", "check"]) {
      const { code } = await run("npm", ["run", script], { cwd: root, inherit: true });
      if (code !== 0) problems.push(`\`npm run ${script}\` failed. Fix what it shows above.`);
    }
    return { checked: "npm test, npm run check", problems };
  },
};

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addDays } from "../../../pulumi/clock";
import type { Check } from "../check";

const maxAgeDays = 30;

/** The pack's list of gateway releases is recent. */
export const releaseData: Check = {
  name: "release-data",
  async run({ root, today }) {
    const { asOf } = JSON.parse(readFileSync(join(root, "support/releases.json"), "utf8"));
    const stale = addDays(asOf, maxAgeDays) < today;
    const problem = `support/releases.json is from ${asOf}, more than ${maxAgeDays} days ago. Run \`npm run releases:update\`.`;
    return {
      checked: `support/releases.json from ${asOf}, at most ${maxAgeDays} days old`,
      problems: stale ? [problem] : [],
    };
  },
};

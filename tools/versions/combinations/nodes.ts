import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Combination } from "../combination";
import { nodeOf, supportedNodes } from "../node";
import { runTests } from "../test-run";

const root = join(__dirname, "..", "..", "..");
const files = readdirSync(join(root, "test", "groups"))
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => `test/groups/${file}`);

/** The quick tests with each supported version of Node.js. */
export async function nodes(): Promise<Combination[]> {
  return supportedNodes.map((major) => ({
    name: `Node ${major}, quick tests`,
    run: async () => runTests({ root, files, node: await nodeOf(major), quick: true }),
  }));
}

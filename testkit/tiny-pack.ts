/** A pack of a few lines, to test the code below the policies in the real SDK. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Pack, startPack } from "./pack";

const root = join(__dirname, "..");

/** Starts a pack; `source` is JavaScript that exports its policies. After its start, the folder isn't needed. */
export async function startTinyPack(source: string): Promise<Pack> {
  const folder = mkdtempSync(join(tmpdir(), "tiny-pack-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "version": "1.0.0" }');
    writeFileSync(
      join(folder, "policies.js"),
      `const { resourcePolicy, stackPolicy } = require(${JSON.stringify(join(root, "dist/pulumi/policy.js"))});
       const judges = {
         noun: "box",
         concerns: ({ token }) => token === "a:b:Box",
         matters: () => true,
         find: (resource) => [{ resource }],
       };
       ${source}`,
    );
    writeFileSync(
      join(folder, "index.js"),
      'const { PolicyPack } = require("@pulumi/policy"); new PolicyPack("tiny", { policies: require("./policies") });',
    );
    return await startPack({ pack: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The source of a definition that checks every resource of the type `a:b:Box`; `members` are added. */
export function definition(name: string, members: string): string {
  return `{
    name: "${name}", displayName: "D", description: "The description.", level: "mandatory", severity: "high",
    row: { framework: { name: "F", version: "1", reference: "R", specification: "S" }, tags: ["shared"] },
    remediationSteps: "Steps.", options: {}, messages: { bad: "bad {what}", odd: "odd {what}" },
    judges, check() {}, ${members}
  }`;
}

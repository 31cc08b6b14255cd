/** Runs a table of stacks through a pack: what one policy says about each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSays, type Expected } from "../messages";
import type { Finding, Resource } from "../pack";
import { usePack } from "../use-pack";

export interface StackCase {
  /** What the case protects. */
  readonly title: string;
  readonly stack: readonly Resource[];
  /** For each expected finding, the level and what its message must match, in order; none: nothing may be found. */
  readonly finds?: Finds;
  /** The same where the inputs were not seen, if outputs alone tell less. Default: as `finds`. */
  readonly alone?: Finds | undefined;
}

type Finds = readonly (readonly [Finding["level"], Expected])[];

/** The packs for the tests of one file, at a level at which a defect differs from a notice. */
export function testsOf(policy: string) {
  const pack = usePack({ only: [policy], config: { [policy]: "mandatory" } });
  return {
    preview: (stack: readonly Resource[]) => pack.preview(stack),

    /**
     * Judges every stack twice: as a preview does, inputs first, and with the whole stack alone, as outputs: a stack that was
     * analyzed leaves no inputs behind.
     */
    testAll(cases: readonly StackCase[]): void {
      for (const { title, stack, finds = [], alone = finds } of cases) {
        test(title, async () => {
          expect(await pack.preview(stack), policy, finds, "in a preview");
        });
        test(`${title} (the stack alone)`, async () => {
          expect(await pack.analyzeStack(stack), policy, alone, "without inputs");
        });
      }
    },
  };
}

function expect(
  { diagnostics }: { diagnostics: Finding[] },
  policy: string,
  finds: Finds,
  where: string,
): void {
  const found = diagnostics.filter((finding) => finding.policy === policy);
  const shown = found.map(({ level, message, urn }) => `${level}: ${message} [${urn}]`).join("\n");
  assert.equal(found.length, finds.length, `${where}: expected ${finds.length} findings, got:\n${shown}`);
  finds.forEach(([level, pattern], index) => {
    assert.equal(found[index]?.level, level, shown);
    assertSays(found[index]?.message, pattern);
  });
}

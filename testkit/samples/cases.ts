/** Tables of stacks, and what one policy reports on each. */
import { test } from "node:test";
import type { Expected } from "../messages";
import type { Pack, Resource } from "../pack";
import { assertPassed, assertSaid } from "./findings";

export interface Case {
  /** What the case protects. */
  readonly title: string;
  readonly stack: readonly Resource[];
  /** What is found, in any order; none: nothing may be found. */
  readonly finds?: readonly Expected[];
  /** The same without inputs, if outputs alone show less. Default: as `finds`. */
  readonly alone?: readonly Expected[] | undefined;
}

/** How the stacks of a table are judged. */
interface How {
  /** Whether a stack without findings must be judged. Otherwise it may be none of the policy's matter. Default: yes. */
  readonly judged?: boolean;
  /** Whether each stack is judged once more by its outputs alone: a stack that was judged leaves no inputs behind. */
  readonly alone?: boolean;
}

/** Runs tables of stacks through a pack. */
export function casesOf(pack: Pack, policy: string, { judged = true, alone = false }: How = {}) {
  return (cases: readonly Case[]): void => {
    for (const one of cases) {
      const { title, stack, finds = [] } = one;
      test(title, async () => {
        const result = await pack.preview(stack);
        assertSaid(result, policy, ...finds);
        if (judged && finds.length === 0) assertPassed(result, policy);
      });
      if (alone)
        test(`${title} (the stack alone)`, async () => {
          assertSaid(await pack.analyzeStack(stack), policy, ...(one.alone ?? finds));
        });
    }
  };
}

/** Tables of stacks with the findings of one policy in each. */
import { test } from "node:test";
import type { Expected } from "../messages";
import type { Pack, Resource } from "../pack";
import { assertPassed, assertReported } from "./findings";

export interface Case {
  /** The name of the test. */
  readonly title: string;
  readonly stack: readonly Resource[];
  /** The expected findings, in any order. Default: none. */
  readonly finds?: readonly Expected[];
  /** The same without inputs, if outputs alone show less. Default: `finds`. */
  readonly alone?: readonly Expected[] | undefined;
}

/** Options for the stacks of a table. */
interface How {
  /** Whether the policy must apply to a stack without findings. Default: yes. */
  readonly judged?: boolean;
  /** Whether each stack is analyzed again by its outputs alone: the first analysis removes the inputs. */
  readonly alone?: boolean;
}

/** Runs tables of stacks through a pack. */
export function casesOf(pack: Pack, policy: string, { judged = true, alone = false }: How = {}) {
  return (cases: readonly Case[]): void => {
    for (const one of cases) {
      const { title, stack, finds = [] } = one;
      test(title, async () => {
        const result = await pack.preview(stack);
        assertReported(result, policy, ...finds);
        if (judged && finds.length === 0) assertPassed(result, policy);
      });
      if (alone)
        test(`${title} (the stack alone)`, async () => {
          assertReported(await pack.analyzeStack(stack), policy, ...(one.alone ?? finds));
        });
    }
  };
}

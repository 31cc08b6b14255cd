import fc from "fast-check";
import type { Config, PolicyInfo } from "../../testkit/pack";
import { arbitraryStack, configuration, realisticStack } from "./generators";
import type { Case } from "./judge";

/** All cases of a seed, by number: the same on every machine, with any number of processes. */
export function cases(policies: readonly PolicyInfo[], seed: number): (index: number) => Case {
  const resources = fc.oneof(
    arbitraryStack({ minLength: 40, maxLength: 80, size: "max" }),
    realisticStack({ minLength: 1, maxLength: 60, size: "max" }),
  );
  const config = fc.oneof(
    fc.constant<Config>({}),
    fc.constant<Config>({ all: "mandatory" }),
    fc.constant<Config>({ all: "remediate" }),
    configuration(policies),
  );
  const any: fc.Arbitrary<Case> = fc.record({ config, resources });
  return (index) => fc.sample(any, { seed: seed + index, numRuns: 1 })[0] as Case;
}

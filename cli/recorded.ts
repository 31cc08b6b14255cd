import type { PackInfo, Result } from "./analyzer/info";
import type { Judge } from "./analyzer/judge";
import type { Item, Recorded } from "./inputs/input";

/** The findings on each resource, and on the stack. */
interface Results {
  each: Result[];
  stack: Result;
}

/** Checks the items of a stack. If the engine's log shows that it ran this pack, the log's findings are used. */
export async function resultsOf(items: readonly Item[], judge: Judge): Promise<Results> {
  const { info } = judge;
  const ran = items.some(({ recorded }) => recorded?.applied.has(info.name));
  const { each, stack } = ran ? nothing(items) : await judge.check(items.map(({ resource }) => resource));
  const results = each.map((result, index) => {
    const recorded = items[index]?.recorded;
    if (!recorded) return result;
    const diagnostics = [...result.diagnostics, ...findingsOf(recorded, info)];
    return { diagnostics, notApplicable: ran ? notApplied(recorded, info) : result.notApplicable };
  });
  return { each: results, stack };
}

function nothing(items: readonly Item[]): Results {
  const empty = (): Result => ({ diagnostics: [], notApplicable: [] });
  return { each: items.map(empty), stack: empty() };
}

/** Policies of other packs are prefixed with their pack. */
function findingsOf({ findings }: Recorded, { name }: PackInfo): Result["diagnostics"] {
  return findings.map(({ pack, ...finding }) =>
    pack === name ? finding : { ...finding, policy: `${pack}/${finding.policy}` },
  );
}

function notApplied({ applied }: Recorded, { name, policies }: PackInfo): Result["notApplicable"] {
  const own = applied.get(name) ?? new Set();
  return policies
    .filter((policy) => !own.has(policy.name))
    .map((policy) => ({ policy: policy.name, reason: "not checked in the preview" }));
}

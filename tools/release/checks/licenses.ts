import type { Check } from "../check";
import allowed from "../licenses.json";
import { type LockedPackage, nameOf, readShrinkwrap, runtimePackages } from "../manifest";

/** A package whose metadata has no SPDX identifier, and the license that its license text contains. */
interface Reading {
  readonly package: string;
  readonly stated: string;
  readonly license: string;
}

interface Allowed {
  readonly licenses: readonly { readonly id: string; readonly reason: string }[];
  readonly readings: readonly Reading[];
}

/** All run-time packages have a license that users can accept. */
export const licenses: Check = {
  name: "licenses",
  async run({ root }) {
    const packages = runtimePackages(readShrinkwrap(root));
    return {
      checked: `${packages.length} run-time packages against ${allowed.licenses.length} licenses`,
      problems: licenseProblems(packages, allowed),
    };
  },
};

export function licenseProblems(packages: readonly [string, LockedPackage][], list: Allowed): string[] {
  const ids = new Set(list.licenses.map(({ id }) => id));
  return packages.flatMap(([path, { version, license: stated = "none" }]) => {
    const name = nameOf(path);
    const reading = list.readings.find((each) => each.package === name && each.stated === stated);
    if (isAllowed(reading?.license ?? stated, ids)) return [];
    return [
      `${name} ${version} has the license ${stated}, which isn't in tools/release/licenses.json. ` +
        "Replace the package, or add the license with the reason why users can accept it.",
    ];
  });
}

/** Supports SPDX expressions without nesting: `MIT`, `(A AND B)`, `(A OR B)`. Packages use no others. */
function isAllowed(expression: string, ids: ReadonlySet<string>): boolean {
  const parts = expression.replace(/^\((.*)\)$/, "$1");
  if (parts.includes(" AND ")) return parts.split(" AND ").every((id) => ids.has(id));
  return parts.split(" OR ").some((id) => ids.has(id));
}

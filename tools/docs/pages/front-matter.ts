import { dump } from "js-yaml";
import type { Policy } from "./policies";

/** The front matter of a policy's page. */
export function frontMatterOf(policy: Policy): string {
  const { name, displayName, kind, level, severity, row, classes, checks, remediates, options } = policy;
  return dump(
    {
      policy: name,
      title: displayName,
      ...{ kind, level, severity, row },
      class: classes.join(", "),
      ...{ checks, remediates },
      options: Object.fromEntries(
        Object.entries(options).map(([option, { type, default: standard, description }]) => [
          option,
          { type, ...(standard === undefined ? {} : { default: standard }), description },
        ]),
      ),
    },
    { lineWidth: -1, flowLevel: 2 },
  );
}

import { Document } from "yaml";
import type { Policy } from "./policies";

export function frontMatterOf(policy: Policy): string {
  const { name, displayName, kind, level, severity, row, classes, checks, remediates, options } = policy;
  const document = new Document({
    policy: name,
    title: displayName,
    ...{ kind, level, severity, row },
    class: classes.join(", "),
    ...{ checks, remediates },
    options: {},
  });
  for (const [option, { type, default: standard, description }] of Object.entries(options)) {
    const shown = { type, ...(standard === undefined ? {} : { default: standard }), description };
    document.setIn(["options", option], document.createNode(shown, { flow: true }));
  }
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false });
}

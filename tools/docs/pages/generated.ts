import { fleetFiles } from "../fleet/fleet";
import { pageOf, read } from "../paths";
import { supportPicture } from "../pictures/support-window";
import { hostsPage } from "./hosts";
import { indexPage, policyTable } from "./index-page";
import { replaceMarked } from "./marked";
import { policies } from "./policies";
import { updatePage } from "./policy-page";

/** Returns the expected content, by path, of every file with parts that follow from code and data alone. */
export function generatedFiles(): Map<string, string> {
  const pages = policies.flatMap((policy) => {
    const text = read(pageOf(policy.name));
    return text ? [[pageOf(policy.name), updatePage(text, policy)] as const] : [];
  });
  return new Map([
    ...pages,
    ["docs/policies/README.md", indexPage(policies)],
    ["README.md", replaceMarked(read("README.md"), "policies", policyTable(policies, "docs/policies/"))],
    ["docs/hosts.md", hostsPage()],
    ["docs/support-window.svg", supportPicture()],
    ...fleetFiles(),
  ]);
}

import type { Finding, Report } from "../report";
import { groupByUrn, placeText, titleOf } from "./format";
import { cells, day, type Markup, markup, nameList, nothing, prose, section, tableHead } from "./html-markup";
import { distanceText, exemptionIn, groupBy, levels, levelsText, linkTo, type Row } from "./html-rows";

const columns = ["Last day", "Policy", "Reason", "Resources"];

/** The exemptions with reason and end date. Equal exemptions share a line. */
export function exemptions({ findings }: Report, rows: readonly Row[]): Markup {
  const byUrn = new Map(rows.map((row) => [row.checked.urn, row]));
  const accepted = findings.flatMap(({ exempted, message, policy, resource, urn }) => {
    const exemption = exempted ? exemptionIn(message) : undefined;
    const row = byUrn.get(urn);
    const subject = row ? linkTo(row) : markup`${resource ?? "The whole run"}`;
    return exemption ? [{ ...exemption, policy, subject }] : [];
  });
  if (accepted.length === 0) return nothing;
  accepted.sort((one, other) => one.end.localeCompare(other.end));
  const alike = groupBy(accepted, ({ end, policy, reason }) => JSON.stringify([end, policy, reason]));
  const lines = [...alike.values()].map((group) => {
    const [{ end, policy, reason } = { end: "", policy: "", reason: "" }] = group;
    const names = nameList(group.map(({ subject }) => subject));
    const values = [
      markup`${day(end)} <small>${distanceText(end)}</small>`,
      markup`${policy}`,
      markup`${reason}`,
    ];
    return markup`<tr>${cells(columns, [...values, names])}</tr>\n`;
  });
  const table = markup`<table class="cards exemptions">\n${tableHead(columns)}<tbody>\n${lines}</tbody></table>\n`;
  return section("exemptions", "Exemptions", table);
}

/** The findings of each resource, gateway or not. A resource without a mandatory finding is collapsed. */
export function details({ findings, gateways, policies }: Report): Markup {
  const ids = new Map(gateways.map(({ urn }, index) => [urn, `g${index + 1}-findings`]));
  const pages = new Map(policies.map(({ name, url }) => [name, url]));
  const groups = [...groupByUrn(findings)].map(([urn, group], index) => {
    const sorted = [...group].sort((one, other) => order(one) - order(other));
    const items = sorted.map((finding) => findingItem(finding, pages.get(finding.policy)));
    const open = levels(group).mandatory > 0 ? markup` open=""` : nothing;
    // A link to an element inside expands it.
    return markup`<details${open}>\n<summary><h3>${titleOf(group)}</h3> <small>${levelsText(group)}</small></summary>
<ul class="findings" id="${ids.get(urn) ?? `r${index + 1}`}">\n${items}</ul></details>\n`;
  });
  return groups.length === 0 ? nothing : section("findings", "Violations", markup`${groups}`);
}

function order({ level, exempted }: Finding): number {
  return exempted ? 2 : level === "mandatory" ? 0 : 1;
}

function findingItem(finding: Finding, url: string | undefined): Markup {
  const { policy, level, severity, message, place, exempted } = finding;
  const name = url?.startsWith("https://") ? markup`<a href="${url}">${policy}</a>` : markup`${policy}`;
  const status = exempted ? "exempted" : level;
  return markup`<li class="${status}"><b>${status}</b> ${name} <small>${severity} · ${placeText(place)}</small><p>${prose(message)}</p></li>\n`;
}

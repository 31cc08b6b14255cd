import type * as Inventory from "../inventory";
import type { Finding, Report } from "../report";
import { count, placeText } from "./format";
import { cells, day, type Markup, markup, nothing, section, tableHead } from "./html-markup";
import {
  dayText,
  distanceText,
  groupBy,
  isAccepted,
  isUnsupported,
  levels,
  levelsText,
  type Row,
  type State,
  stackOf,
  stateOf,
} from "./html-rows";

const columns = ["Gateway", "Host", "Image", "Support", "Authentication", "Expires", "Owner", "Violations"];

/** Every gateway, by stack. */
export function gatewayTable({ findings }: Report, rows: readonly Row[], fleet: Inventory.Fleet): Markup {
  if (rows.length === 0) return markup`<p>There are no gateways in the input.</p>\n`;
  const found = groupBy(findings, ({ urn }) => stackOf(urn));
  const groups = [...groupBy(rows, ({ checked }) => stackOf(checked.urn))].map(([key, group]) => {
    const stack = group[0]?.stack;
    const lines = group.map((row) => gatewayLine(row, fleet));
    const head = stack === undefined ? nothing : stackLine(stack, group, found.get(key) ?? []);
    return markup`<tbody>\n${head}${lines}</tbody>\n`;
  });
  const table = markup`<table class="cards gateways">\n${tableHead(columns)}${groups}</table>\n`;
  return section("gateways", "Gateways", table);
}

function stackLine(stack: string, rows: readonly Row[], findings: readonly Finding[]): Markup {
  const numbers = `${count(rows.length, "gateway")}, violations: ${levelsText(findings)}`;
  return markup`<tr class="stack"><th scope="rowgroup" colspan="${columns.length}">${stack} <small>${numbers}</small></th></tr>\n`;
}

function gatewayLine(row: Row, fleet: Inventory.Fleet): Markup {
  const { id, name, checked, known, findings } = row;
  const { mandatory, advisory } = levels(findings);
  const values = [
    markup`<strong>${name}</strong> <small>${placeText(checked.place)}</small>`,
    markup`${hostText(known)}`,
    markup`<code>${known?.image ?? "unknown"}</code>`,
    supportCell(row, fleet),
    markup`${methods[known?.auth ?? "unknown"]}`,
    expiryCell(known),
    ownerCell(known),
    findings.length > 0 ? markup`<a href="#${id}-findings">${levelsText(findings)}</a>` : markup`none`,
  ];
  const isExpired = known?.credentials.some((credential) => stateOf(credential) === "bad");
  const state: State = mandatory > 0 || isExpired ? "bad" : advisory > 0 ? "fair" : "good";
  return markup`<tr id="${id}" class="${state}">${cells(columns, values)}</tr>\n`;
}

function hostText(known: Inventory.FleetGateway | undefined): string {
  const host = known?.host ?? "unknown";
  return `${host.charAt(0).toUpperCase()}${host.slice(1)}`;
}

const methods = {
  workloadIdentity: "workload identity",
  azureAdApp: "Entra application",
  token: "access token",
  none: "none",
  unknown: "unknown",
} as const;

const supports = {
  supported: "supported",
  rolling: "rolling tag",
  outside: "not supported",
  prerelease: "not supported: preview",
  unversioned: "unknown: no version",
  newer: "unknown: newer than the list of releases",
  unlisted: "unknown: not in the list of releases",
  unknown: "unknown",
} as const;

function supportCell(row: Row, { minors }: Inventory.Fleet): Markup {
  const { known } = row;
  const support = known?.support ?? "unknown";
  const minor = support === "supported" ? minors.find(({ name }) => name === known?.minor) : undefined;
  const until = minor ? ` until ${minor.endsWith}` : "";
  const since = known?.left ? markup` since ${day(known.left)}` : nothing;
  const state = isUnsupported(row) && !isAccepted(row) ? "bad" : minor && !minor.isNext ? "good" : "fair";
  return mark(state, markup`${supports[support]}${until}${since}`);
}

/** The first expiration. If the credential isn't in the input, it is unknown. */
function expiryCell(known: Inventory.FleetGateway | undefined): Markup {
  const first = known?.credentials[0];
  if (!first) return markup`${known?.auth === "workloadIdentity" ? "never" : "unknown"}`;
  const end = dayText(first.expires);
  const state = stateOf(first);
  return mark(
    state,
    markup`${state === "bad" ? "expired on " : ""}${day(end)} <small>${distanceText(end)}</small>`,
  );
}

function ownerCell(known: Inventory.FleetGateway | undefined): Markup {
  if (known?.owner !== undefined) return markup`${known.owner}`;
  return known?.hasLabels ? mark("bad", markup`none`) : markup`—`;
}

function mark(state: State, text: Markup): Markup {
  return state === "good" ? text : markup`<span class="${state}">${text}</span>`;
}

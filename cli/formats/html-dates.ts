import type * as Inventory from "../inventory";
import type { Finding, Report } from "../report";
import {
  cells,
  day as dayOf,
  type Markup,
  markup,
  nameList,
  nothing,
  section,
  tableHead,
} from "./html-markup";
import {
  daysUntil,
  dayText,
  distanceText,
  exemptionIn,
  groupBy,
  isAccepted,
  linkTo,
  type Row,
  soonDays,
  stateOf,
} from "./html-rows";

/** An event of a gateway, or of another resource, on a day. */
interface Entry {
  day: string;
  what: string;
  subject: Markup;
  /** True if it is exempted. */
  accepted?: boolean;
}

const credentials = {
  token: "Access token expires",
  password: "Client secret of the Entra application expires",
  certificate: "Certificate of the Entra application expires",
} as const;
const expired = {
  token: "Access token expired",
  password: "Client secret of the Entra application expired",
  certificate: "Certificate of the Entra application expired",
} as const;

const columns = ["Day", "What", "Gateways"];

/** The upcoming events by day. Equal events of one day share a line. */
export function dates({ findings }: Report, rows: readonly Row[], fleet: Inventory.Fleet): Markup {
  const byUrn = new Map(rows.map((row) => [row.checked.urn, row]));
  const entries = [
    ...rows.flatMap(entriesOf),
    ...findings.flatMap((finding) => endOfExemption(finding, byUrn.get(finding.urn))),
  ];
  entries.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
  const lines = [...groupBy(entries, ({ day, what }) => `${day} ${what}`).values()].map(line);
  const all = [...lines, ...nextRelease(rows, fleet)];
  if (all.length === 0) return nothing;
  return section(
    "dates",
    "Next dates",
    markup`<table class="cards dates">\n${tableHead(columns)}<tbody>\n${all}</tbody></table>\n`,
  );
}

function entriesOf(row: Row): Entry[] {
  const { known } = row;
  const subject = linkTo(row);
  const ends = (known?.credentials ?? []).map(({ kind, expires }) => {
    const day = dayText(expires);
    return { day, what: (stateOf({ kind, expires }) === "bad" ? expired : credentials)[kind], subject };
  });
  if (!known?.left) return ends;
  const accepted = isAccepted(row);
  const what = `${known.minor ?? "The image"} left Microsoft's support${accepted ? " (exempted)" : ""}`;
  return [{ day: known.left, what, subject, accepted }, ...ends];
}

function endOfExemption({ message, resource, policy, exempted }: Finding, row: Row | undefined): Entry[] {
  const day = exempted ? exemptionIn(message)?.end : undefined;
  if (day === undefined) return [];
  const subject = row ? linkTo(row) : markup`${resource ?? "The whole run"}`;
  return [{ day, what: `Last day of the exemption from ${policy}`, subject }];
}

function line(entries: readonly Entry[]): Markup {
  const [first] = entries;
  if (!first) return nothing;
  const { day, what, accepted } = first;
  const state = accepted ? "good" : daysUntil(day) < 0 ? "bad" : daysUntil(day) <= soonDays ? "fair" : "good";
  const when = markup`${dayOf(day)} <small>${distanceText(day)}</small>`;
  return markup`<tr class="${state}">${cells(columns, [when, markup`${what}`, nameList(entries.map(({ subject }) => subject))])}</tr>\n`;
}

/** Support ends with a release, and Microsoft doesn't announce its date. */
function nextRelease(rows: readonly Row[], { minors }: Inventory.Fleet): Markup[] {
  const last = minors.find(({ isNext }) => isNext);
  const leaving = rows.filter(({ known }) => last !== undefined && known?.minor === last.name);
  if (!last || leaving.length === 0) return [];
  const values = [
    markup`Release of ${last.endsWith ?? ""}`,
    markup`${last.name} leaves Microsoft's support`,
    nameList(leaving.map(linkTo)),
  ];
  return [markup`<tr class="good">${cells(columns, values)}</tr>\n`];
}

import data from "./responsibilities.json";

/** Who answers for a row of Microsoft's table. */
export type ResponsibilityClass = "microsoft" | "shared" | "customer";

export const responsibilityClasses: readonly ResponsibilityClass[] = ["microsoft", "shared", "customer"];

/** A row of the table, as a policy names it. */
export type ResponsibilityId =
  | "configuration-endpoint"
  | "image-maintenance"
  | "securing-communication"
  | "keeping-up-to-date"
  | "hosting"
  | "network"
  | "sla"
  | "diagnostics"
  | "third-party";

export interface ResponsibilityRow {
  readonly id: ResponsibilityId;
  readonly class: ResponsibilityClass;
  readonly title: string;
  readonly covers: string;
  /** How labels call the row's own owner: `hosting` for `apim-gateway/hosting-owner`. Microsoft's rows need none. */
  readonly owner?: string;
  readonly source: string;
}

/** What can fall in a row. */
export type OwnedKind = "workload" | "credential" | "service" | "third-party";

/** How a kind of resource relates to the table. */
export interface Ownership {
  /** Its row; the resource's label must name the row's class. */
  readonly row: ResponsibilityRow;
  /** The rows for which it must name an owner. */
  readonly owners: readonly ResponsibilityRow[];
}

export const responsibilityRows = data.rows as readonly ResponsibilityRow[];

/** Every row that can have an owner of its own, by the name that its label has. */
export const ownerRows: readonly string[] = responsibilityRows.flatMap(({ owner }) => owner ?? []);

const ownerships: ReadonlyMap<string, Ownership> = new Map(
  data.resources.map(({ id, row, owners }) => [id, { row: rowOf(row), owners: owners.map(rowOf) }]),
);

export function ownershipOf(kind: OwnedKind): Ownership {
  const ownership = ownerships.get(kind);
  if (!ownership) throw new Error(`responsibilities.json has no resource ${kind}`);
  return ownership;
}

/** The metadata that ties a policy to its row: the compliance framework, and the row's class as tag. */
export function row(id: ResponsibilityId) {
  const { title, class: tag } = rowOf(id);
  return { framework: framework(title), tags: [tag] };
}

/** The metadata of a policy that comes from the table as a whole. */
export function allRows() {
  return { framework: framework("Responsibilities"), tags: [...responsibilityClasses] };
}

function framework(reference: string) {
  return {
    name: "Azure API Management self-hosted gateway support policy",
    version: data.sourceDate,
    reference,
    specification: data.source,
  };
}

function rowOf(id: string): ResponsibilityRow {
  const found = responsibilityRows.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`responsibilities.json has no row ${id}`);
  return found;
}

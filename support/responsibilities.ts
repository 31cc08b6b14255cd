import data from "./responsibilities.json";

/** Who is responsible for a row of Microsoft's table. */
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
  /** The row's name in owner labels: `hosting` for `apim-gateway/hosting-owner`. Microsoft's rows need none. */
  readonly owner?: string;
  readonly source: string;
}

/** What can belong to a row. */
export type OwnedKind = "workload" | "credential" | "service" | "third-party";

/** The rows of the table that apply to a kind of resource. */
export interface Ownership {
  /** Its row; the resource's label must name the row's class. */
  readonly row: ResponsibilityRow;
  /** The rows for which it must name an owner. */
  readonly owners: readonly ResponsibilityRow[];
}

export const responsibilityRows = data.rows as readonly ResponsibilityRow[];

/** Every row that can have its own owner, by the name in its label. */
export const ownerRows: readonly string[] = responsibilityRows.flatMap(({ owner }) => owner ?? []);

const ownerships: ReadonlyMap<string, Ownership> = new Map(
  data.resources.map(({ id, row, owners }) => [id, { row: rowOf(row), owners: owners.map(rowOf) }]),
);

export function ownershipOf(kind: OwnedKind): Ownership {
  const ownership = ownerships.get(kind);
  if (!ownership) throw new Error(`responsibilities.json has no resource ${kind}`);
  return ownership;
}

/** The metadata that links a policy to its row: the compliance framework, and the row's class as a tag. */
export function row(id: ResponsibilityId) {
  const { title, class: tag } = rowOf(id);
  return { framework: framework(title), tags: [tag] };
}

/** The metadata of a policy that is based on the whole table. */
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

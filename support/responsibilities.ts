import data from "./responsibilities.json";

/** Who answers for a row of Microsoft's table. */
export type ResponsibilityClass = "microsoft" | "shared" | "customer";

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

/** The metadata that ties a policy to its row: the compliance framework, and the row's class as tag. */
export function row(id: ResponsibilityId) {
  const found = data.rows.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`responsibilities.json has no row ${id}`);
  return {
    framework: {
      name: "Azure API Management self-hosted gateway support policy",
      version: data.sourceDate,
      reference: found.title,
      specification: data.source,
    },
    tags: [found.class],
  };
}

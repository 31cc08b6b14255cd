import data from "./secret-writers.json";

/** An operator's custom resource that writes a Secret from a store outside of the cluster and keeps it up to date. */
export interface SecretWriterKind {
  readonly group: string;
  readonly kinds: readonly string[];
  readonly targets: readonly SecretTarget[];
}

/**
 * The properties with the name of the Secret that it writes and, if it can be another namespace, the Secret's
 * namespace.
 */
interface SecretTarget {
  /** The list in which `name` and `namespace` are looked up; without one, the object itself. */
  readonly list?: readonly string[];
  readonly name: readonly string[];
  readonly namespace?: readonly string[];
}

/** Operators besides External Secrets, the secrets store driver and Sealed Secrets, which have rules of their own. */
export const secretWriterKinds: readonly SecretWriterKind[] = data.writers;

/** The writer that a custom resource is, by its API group and kind. */
export function secretWriterOf(group: string, kind: string): SecretWriterKind | undefined {
  return secretWriterKinds.find((writer) => writer.group === group && writer.kinds.includes(kind));
}

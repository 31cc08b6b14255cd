import type { Finding } from "../analyzer/info";
import type { Resource } from "../analyzer/resources";

/** A text to check, and how its place is named in a report. */
export interface Source {
  file: string;
  text: string;
}

/** A place in a file; lines and columns count from 1. */
export interface Place {
  file: string;
  line: number;
  column: number;
  /** The file of the Helm chart that rendered it. */
  template?: string;
}

export type Path = readonly (string | number)[];
export type Props = Record<string, unknown>;

/** What policies of any pack reported on a resource when the engine ran them. */
export interface Recorded {
  findings: (Finding & { pack: string })[];
  /** The policies that checked the resource, by pack. */
  applied: Map<string, Set<string>>;
}

/** A resource that was found in a source. */
export interface Item {
  resource: Resource;
  /** The resources of one stack are checked together. All manifests of a run are one. */
  stack: string;
  /** Kind and name for the reader: `Deployment shop/gateway`. */
  label: string;
  place: Place;
  /** The place of a property; undefined if the resource has no such property. */
  locate(path: Path): Place | undefined;
  recorded?: Recorded;
}

/** Options that decide how a source is read. */
export interface ReadOptions {
  namespace: string | undefined;
}

/** One kind of input. Undefined means that the source is of another kind. */
export type Input = (source: Source, options: ReadOptions) => Item[] | undefined;

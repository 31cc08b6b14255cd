import type { Finding } from "../analyzer/info";
import type { Resource } from "../analyzer/resources";

/** A text to check, and its name in a report. */
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

/** The findings of any pack's policies on a resource in an earlier run of the engine. */
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
  /** Kind and name for a report: `Deployment shop/gateway`. */
  label: string;
  place: Place;
  /** The place of a property; undefined if the resource has no such property. */
  locate(path: Path): Place | undefined;
  recorded?: Recorded;
}

/** Options for reading a source. */
export interface ReadOptions {
  namespace: string | undefined;
}

/** One kind of input. Undefined means that the source is of another kind. */
export type Input = (source: Source, options: ReadOptions) => Item[] | undefined;

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
}

/** A resource that was found in a source. */
export interface Item {
  resource: Resource;
  /** Kind and name for the reader: `Deployment shop/gateway`. */
  label: string;
  place: Place;
  /** The place of a property; undefined if the resource has no such property. */
  locate(path: readonly (string | number)[]): Place | undefined;
}

/** Options that decide how a source is read. */
export interface ReadOptions {
  namespace: string | undefined;
}

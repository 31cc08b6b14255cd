import type { Resource } from "./resource";
import type { KeysOf, ResourceSet } from "./resource-set";

/**
 * What things are joined by: what they are, and parts that must agree, such as a cluster and a namespace. A part that is
 * undefined is not known and agrees with any.
 */
export type Names = readonly [what: string, ...parts: (string | undefined)[]];

/** The same of who asks. Of a list one must agree. */
type Asked = readonly [what: string, ...parts: (string | readonly string[] | undefined)[]];

/** Finds the resources whose names agree with others, without looking at those whose names don't. */
export class Join<A extends ResourceSet = ResourceSet> {
  /** By which parts are known to who asks: `10` for the first of two. */
  private readonly byAsked = new Map<string, KeysOf<A>>();

  /** `namesOf` gives all names of a resource; each must have as many parts as what is asked for. */
  constructor(private readonly namesOf: (resource: Resource, around: A) => readonly Names[]) {}

  /** The resources that agree with these names, in the order of the set. */
  find([what, ...parts]: Asked, around: A): readonly Resource[] {
    let keys = [what];
    for (const part of parts) {
      const ends = part === undefined ? undefined : [part].flat().map(known);
      if (ends) keys = keys.flatMap((key) => [...ends, open].map((end) => key + end));
    }
    return around.lookUp(
      this.keysFor(parts.map((part) => (part === undefined ? "0" : "1")).join("")),
      ...keys,
    );
  }

  private keysFor(asked: string): KeysOf<A> {
    let keysOf = this.byAsked.get(asked);
    if (!keysOf) {
      keysOf = (resource, around) =>
        this.namesOf(resource, around).map(([what, ...own]) =>
          own.reduce<string>((key, part, at) => {
            if (asked[at] === "0") return key;
            return key + (part === undefined ? open : known(part));
          }, what),
        );
      this.byAsked.set(asked, keysOf);
    }
    return keysOf;
  }
}

/** How a part ends a key: what it is, or that it is not known. */
const known = (part: string): string => `\n=${part}`;
const open = "\n?";

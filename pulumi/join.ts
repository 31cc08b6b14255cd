import type { Resource } from "./resource";
import type { KeysOf, ResourceSet } from "./resource-set";

/**
 * A join key: a kind, and parts that must agree, such as a cluster and a namespace. An undefined part is unknown and
 * agrees with any.
 */
export type Names = readonly [what: string, ...parts: (string | undefined)[]];

/** The key of a look-up. One item of a list must agree. */
type Asked = readonly [what: string, ...parts: (string | readonly string[] | undefined)[]];

/** An index of names: the function that names it in a set, and the forms of the names that are in a set. */
interface NameIndex<A extends ResourceSet> {
  readonly keysOf: KeysOf<A>;
  /**
   * For each part of the look-up, whether it is known in the set: `=?` if only the first is. Most sets have one form,
   * so one key finds all.
   */
  readonly forms: WeakMap<A, Set<string>>;
}

/** Finds the resources whose names agree with others, without looking at those whose names don't. */
export class Join<A extends ResourceSet = ResourceSet> {
  /** By the parts that the caller knows: `10` for the first of two. */
  private readonly byAsked = new Map<string, NameIndex<A>>();

  /** `namesOf` returns all names of a resource; each must have as many parts as the names that are looked up. */
  constructor(private readonly namesOf: (resource: Resource, around: A) => readonly Names[]) {}

  /** The resources with names that agree with these, in the order of the set. */
  find([what, ...parts]: Asked, around: A): readonly Resource[] {
    let asked = "";
    for (const part of parts) asked += part === undefined ? "0" : "1";
    const { keysOf, forms } = this.indexFor(asked);
    // Without a key, this only builds the index and the forms.
    around.lookUp(keysOf);
    const known = parts.filter((part) => part !== undefined);
    const keys: string[] = [];
    for (const form of forms.get(around) ?? []) keys.push(...keysOfForm(form, what, known));
    return around.lookUp(keysOf, ...keys);
  }

  private indexFor(asked: string): NameIndex<A> {
    let index = this.byAsked.get(asked);
    if (!index) {
      index = this.newIndex(asked);
      this.byAsked.set(asked, index);
    }
    return index;
  }

  private newIndex(asked: string): NameIndex<A> {
    const forms: NameIndex<A>["forms"] = new WeakMap();
    const keysOf: KeysOf<A> = (resource, around) =>
      this.namesOf(resource, around).map(([what, ...parts]) => {
        let [key, form] = [what, ""];
        for (const [at, part] of parts.entries()) {
          if (asked[at] === "0") continue;
          key += endOf(part);
          form += part === undefined ? "?" : "=";
        }
        const known = forms.get(around);
        if (known) known.add(form);
        else forms.set(around, new Set([form]));
        return key;
      });
    return { keysOf, forms };
  }
}

/** The keys of the names of one form. A list has a key for each of its items. */
function keysOfForm(form: string, what: string, parts: readonly (string | readonly string[])[]): string[] {
  let keys = [what];
  for (const [at, part] of parts.entries()) {
    if (form[at] === "?" || typeof part === "string") {
      const end = endOf(form[at] === "?" ? undefined : (part as string));
      keys = keys.map((key) => key + end);
    } else {
      keys = keys.flatMap((key) => part.map((each) => key + endOf(each)));
    }
  }
  return keys;
}

/** The suffix of a key for a part. */
function endOf(part: string | undefined): string {
  return part === undefined ? "\n?" : `\n=${part}`;
}

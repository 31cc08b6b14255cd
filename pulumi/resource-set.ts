import type { Resource } from "./resource";

/**
 * The keys of a resource for a look-up: none if it is of another kind. In an incomplete set, the keys may depend only
 * on the resource.
 */
export type KeysOf<A extends ResourceSet = ResourceSet> = (
  resource: Resource,
  around: A,
) => string | readonly string[] | undefined;

/** Resources by URN, with indexes that are built on first use and then updated. */
export abstract class ResourceSet {
  protected readonly resources = new Map<string, Resource>();
  private readonly indexes = new Map<unknown, Index>();
  /** Changes whenever the set does. */
  version = 0;

  get(urn: string): Resource | undefined {
    return this.resources.get(urn);
  }

  [Symbol.iterator](): IterableIterator<Resource> {
    return this.resources.values();
  }

  /**
   * The resources with one of the keys, in the order of the set. Pass the same function each time: it identifies the
   * index.
   */
  lookUp<A extends ResourceSet>(this: A, keysOf: KeysOf<A>, ...keys: readonly string[]): readonly Resource[] {
    let index = this.indexes.get(keysOf);
    if (!index) {
      index = new Index((resource) => keysOf(resource, this));
      for (const resource of this) index.add(resource);
      this.indexes.set(keysOf, index);
    }
    return index.find(keys);
  }

  protected put(resource: Resource): void {
    this.version++;
    const old = this.resources.get(resource.urn);
    this.resources.set(resource.urn, resource);
    for (const [keysOf, index] of this.indexes) {
      if (!old) index.add(resource);
      else if (!index.replace(old, resource)) this.indexes.delete(keysOf);
    }
  }

  protected remove(resources: readonly Resource[]): void {
    this.version++;
    for (const { urn } of resources) this.resources.delete(urn);
    this.indexes.clear();
  }
}

/** Resources by key, in the order in which they were added. */
class Index {
  private readonly lists = new Map<string, { readonly resources: Resource[]; readonly places: number[] }>();
  private size = 0;

  constructor(private readonly keysOf: (resource: Resource) => string | readonly string[] | undefined) {}

  private keys(resource: Resource): readonly string[] {
    const keys = this.keysOf(resource);
    if (keys === undefined) return [];
    if (typeof keys === "string") return [keys];
    return keys.length > 1 ? [...new Set(keys)] : keys;
  }

  add(resource: Resource): void {
    for (const key of this.keys(resource)) {
      const list = this.lists.get(key);
      if (list) {
        list.resources.push(resource);
        list.places.push(this.size);
      } else {
        this.lists.set(key, { resources: [resource], places: [this.size] });
      }
    }
    this.size++;
  }

  /** Replaces a resource by another with the same keys. Returns false if the keys differ. */
  replace(old: Resource, resource: Resource): boolean {
    const keys = this.keys(resource);
    if (keys.join("\n\n") !== this.keys(old).join("\n\n")) return false;
    for (const key of keys) {
      const resources = this.lists.get(key)?.resources ?? [];
      // From the end: a replaced resource was usually added last.
      resources[resources.lastIndexOf(old)] = resource;
    }
    return true;
  }

  find(keys: readonly string[]): readonly Resource[] {
    const [only, ...others] = keys.flatMap((key) => this.lists.get(key) ?? []);
    if (!only) return [];
    if (others.length === 0) return only.resources;
    const found = new Map<number, Resource>();
    for (const { resources, places } of [only, ...others])
      for (const [at, resource] of resources.entries()) found.set(places[at] ?? 0, resource);
    return [...found].sort(([one], [other]) => one - other).map(([, resource]) => resource);
  }
}

/** The resources that were seen so far: a resource that isn't in it may still exist. */
export class Seen extends ResourceSet {
  readonly complete = false;

  add(resource: Resource): void {
    this.put(resource);
  }

  /** Removes and returns the resources of a stack, or all if none is given. */
  take(stack?: string): Resource[] {
    const taken = [...this].filter(({ urn }) => stack === undefined || stackOf(urn) === stack);
    this.remove(taken);
    return taken;
  }
}

/** The stack and project that a URN names: `urn:pulumi:dev::shop`. */
export function stackOf(urn: string): string {
  return urn.split("::", 2).join("::");
}

/** Every resource of a stack that policies inspect: a resource that isn't in it isn't in the stack. */
export class Stack extends ResourceSet {
  readonly complete = true;

  /** `read` gets the stack itself, for resources that refer to others. */
  constructor(read: (stack: Stack) => Iterable<Resource> = () => []) {
    super();
    for (const resource of read(this)) this.put(resource);
  }
}

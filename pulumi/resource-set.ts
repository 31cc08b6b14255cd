import type { Resource } from "./resource";

/** Names a resource for a look-up, or undefined where it is not of the kind looked for. */
export type KeyOf = (resource: Resource) => string | undefined;

/** Resources by URN, with look-ups that are built when first asked for and kept up to date from then on. */
export abstract class ResourceSet {
  protected readonly resources = new Map<string, Resource>();
  private readonly indexes = new Map<KeyOf, Map<string, Set<string>>>();
  /** Changes whenever the set does. */
  version = 0;

  get(urn: string): Resource | undefined {
    return this.resources.get(urn);
  }

  [Symbol.iterator](): IterableIterator<Resource> {
    return this.resources.values();
  }

  /** The resources to which `keyOf` gives `key`. Pass the same function each time: it names the index. */
  lookUp(keyOf: KeyOf, key: string): readonly Resource[] {
    let index = this.indexes.get(keyOf);
    if (!index) {
      index = new Map();
      for (const resource of this) addTo(index, keyOf(resource), resource.urn);
      this.indexes.set(keyOf, index);
    }
    // A resource that was replaced since may have another key by now.
    return [...(index.get(key) ?? [])].flatMap((urn) => {
      const resource = this.resources.get(urn);
      return resource && keyOf(resource) === key ? [resource] : [];
    });
  }

  protected put(resource: Resource): void {
    this.version++;
    this.resources.set(resource.urn, resource);
    for (const [keyOf, index] of this.indexes) addTo(index, keyOf(resource), resource.urn);
  }

  protected remove(resources: readonly Resource[]): void {
    this.version++;
    for (const { urn } of resources) this.resources.delete(urn);
    this.indexes.clear();
  }
}

/** What was seen of a stack so far: nothing follows from what is not in it. */
export class Seen extends ResourceSet {
  readonly complete = false;

  add(resource: Resource): void {
    this.put(resource);
  }

  /** Takes out the resources of a stack, or all if none is given. */
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

/** Every resource of a stack that policies look at: what is not in it, the stack does not have. */
export class Stack extends ResourceSet {
  readonly complete = true;

  /** `read` gets the stack itself, for resources that refer to others of it. */
  constructor(read: (stack: Stack) => Iterable<Resource> = () => []) {
    super();
    for (const resource of read(this)) this.put(resource);
  }
}

function addTo(index: Map<string, Set<string>>, key: string | undefined, urn: string): void {
  if (key === undefined) return;
  const urns = index.get(key);
  if (urns) urns.add(urn);
  else index.set(key, new Set([urn]));
}

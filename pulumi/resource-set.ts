import type { Resource } from "./resource";

/** Names a resource for a look-up, or undefined where it is not of the kind looked for. */
export type KeyOf = (resource: Resource) => string | undefined;

/** Resources by URN, with look-ups that are built when first asked for and kept up to date from then on. */
export class ResourceSet {
  private readonly resources = new Map<string, Resource>();
  private readonly indexes = new Map<KeyOf, Map<string, Set<string>>>();
  /** Another number whenever the set is another. */
  version = 0;

  add(resource: Resource): void {
    this.version++;
    this.resources.set(resource.urn, resource);
    for (const [keyOf, index] of this.indexes) addTo(index, keyOf(resource), resource.urn);
  }

  get(urn: string): Resource | undefined {
    return this.resources.get(urn);
  }

  [Symbol.iterator](): IterableIterator<Resource> {
    return this.resources.values();
  }

  clear(): void {
    this.version++;
    this.resources.clear();
    this.indexes.clear();
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
}

function addTo(index: Map<string, Set<string>>, key: string | undefined, urn: string): void {
  if (key === undefined) return;
  const urns = index.get(key);
  if (urns) urns.add(urn);
  else index.set(key, new Set([urn]));
}

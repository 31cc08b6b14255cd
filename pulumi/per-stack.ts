import type { Resource } from "./resource";
import type { ResourceSet, Stack } from "./resource-set";

/** Computes a property of a stack once and caches it. */
export function perStack<T>(compute: (stack: Stack) => T): (stack: Stack) => T {
  const computed = new WeakMap<Stack, { readonly result: T }>();
  return (stack) => {
    let known = computed.get(stack);
    if (!known) {
      known = { result: compute(stack) };
      computed.set(stack, known);
    }
    return known.result;
  };
}

/** Computes a property of one part of a stack, such as a gateway, once and caches it. */
export function perPart<P extends object, T>(
  compute: (part: P, stack: Stack) => T,
): (part: P, stack: Stack) => T {
  const computed = perStack(() => new WeakMap<P, { readonly result: T }>());
  return (part, stack) => {
    const known = computed(stack).get(part);
    if (known) return known.result;
    const result = compute(part, stack);
    computed(stack).set(part, { result });
    return result;
  };
}

/** Computes a property of a resource and caches it until the set around it changes. */
export function perResource<T>(
  compute: (resource: Resource, around: ResourceSet) => T,
): (resource: Resource, around: ResourceSet) => T {
  const computed = new WeakMap<
    Resource,
    { readonly around: ResourceSet; readonly version: number; readonly result: T }
  >();
  return (resource, around) => {
    const { version } = around;
    const known = computed.get(resource);
    if (known?.around === around && known.version === version) return known.result;
    const result = compute(resource, around);
    computed.set(resource, { around, version, result });
    return result;
  };
}

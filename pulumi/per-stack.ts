import type { Resource } from "./resource";
import type { ResourceSet, Stack } from "./resource-set";

/** Computes something about a stack once, however often it is asked. */
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

/** Computes something about one part of a stack once, such as a gateway, however often it is asked. */
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

/** Computes something about a resource once, for all that ask for it in turn, until more of the stack is known. */
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

import type { ResourceSet } from "../pulumi/resource-set";

/** Computes something about a stack once, however often it is asked. For stack policies: their stack is complete. */
export function perStack<T>(compute: (stack: ResourceSet) => T): (stack: ResourceSet) => T {
  const computed = new WeakMap<ResourceSet, { readonly result: T }>();
  return (stack) => {
    let known = computed.get(stack);
    if (!known) {
      known = { result: compute(stack) };
      computed.set(stack, known);
    }
    return known.result;
  };
}

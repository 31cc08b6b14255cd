import type { PolicyResource } from "@pulumi/policy";
import { memory } from "./memory";
import { complete, plainProps, type Resource, toResource } from "./resource";
import { ResourceSet } from "./resource-set";

/**
 * The part of a stack that a policy cares about: inputs remembered from the resource policies, completed by the outputs
 * that a stack policy gets. Either alone works too.
 */
export function readStack(resources: readonly PolicyResource[]): ResourceSet {
  const stack = new ResourceSet();
  for (const resource of resources) {
    const inputs = memory.resources.get(resource.urn)?.props.whole;
    const props = complete(inputs, plainProps(resource.props));
    const dependenciesOf = (property: string): readonly Resource[] =>
      (resource.propertyDependencies[property] ?? []).flatMap(({ urn }) => stack.get(urn) ?? []);
    stack.add(toResource(resource, props, dependenciesOf, inputs));
  }
  return stack;
}

import type { PolicyResource } from "@pulumi/policy";
import { memory } from "./memory";
import { complete, plainProps, type Resource, toResource } from "./resource";
import { ResourceSet } from "./resource-set";
import { parseType, type ResourceType } from "./resource-type";

/**
 * The part of a stack that policies care about: inputs remembered from the resource policies, completed by the outputs
 * that a stack policy gets. Either alone works too.
 */
export function readStack(
  resources: readonly PolicyResource[],
  concerns: (type: ResourceType) => boolean,
): ResourceSet {
  const stack = new ResourceSet();
  const wanted = resources.filter(({ type }) => concerns(parseType(type)));
  for (const resource of wanted) {
    const inputs = memory.resources.get(resource.urn)?.props.whole;
    const props = complete(inputs, plainProps(resource.props));
    const dependenciesOf = (property: string): readonly Resource[] =>
      (resource.propertyDependencies[property] ?? []).flatMap(({ urn }) => stack.get(urn) ?? []);
    stack.add(toResource(resource, props, dependenciesOf, inputs));
  }
  return stack;
}

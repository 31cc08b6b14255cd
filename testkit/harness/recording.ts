import { type Props, type Reference, type Resource, unknown } from "../../cli/analyzer/resources";

interface Recorded {
  type: string;
  urn: string;
  props: Props;
  parent?: string;
  additionalSecretOutputs?: string[];
  dependencies?: Reference[];
  propertyDependencies?: Record<string, Reference[]>;
}

/**
 * Reads a recording of what a pack got from the engine, `{ resources, stack }`: inputs and options come from the
 * resources, outputs and dependencies from the stack, and `{ "$unknown": true }` is an unknown value.
 */
export function readRecording(json: string): Resource[] {
  const reviveUnknown = (_: string, value: { $unknown?: true } | null) => (value?.$unknown ? unknown : value);
  const recording: { resources: Recorded[]; stack: Recorded[] } = JSON.parse(json, reviveUnknown);
  const stack = new Map(recording.stack.map((resource) => [resource.urn, resource]));
  return recording.resources.map(({ additionalSecretOutputs = [], ...resource }) => {
    const {
      props: outputs = {},
      dependencies = [],
      propertyDependencies = {},
    } = stack.get(resource.urn) ?? {};
    return { ...resource, opts: { additionalSecretOutputs }, outputs, dependencies, propertyDependencies };
  });
}

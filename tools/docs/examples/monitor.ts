import { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props, Resource } from "../../../testkit/pack";

type Answer<R> = (error: Error | null, response: R) => void;

/**
 * Replaces the engine's resource monitor for a Pulumi program. It records what the SDK sends, which is what a policy
 * pack receives: inputs, options, parents and dependencies. Outputs equal the inputs; all other outputs are unknown, as
 * in a preview.
 */
export class Monitor {
  readonly resources: Resource[] = [];

  constructor(private readonly names: { project: string; stack: string }) {}

  registerResource(sent: RegisterResourceRequest, answer: Answer<RegisterResourceResponse>): void {
    // Serialized and parsed once, as on the way to the engine: before that, the SDK's message differs from its type.
    const request = RegisterResourceRequest.deserializeBinary(sent.serializeBinary());
    const type = request.getType();
    const name = request.getName();
    const urn = this.urn(request);
    const props = checked(type, name, (request.getObject()?.toJavaScript() ?? {}) as Props);
    this.resources.push({
      ...{ type, name, urn, props },
      opts: {
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      },
      ...(request.getParent() ? { parent: request.getParent() } : {}),
      dependencies: request.getDependenciesList(),
      propertyDependencies: Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(([property, on]) => [
          property,
          on.getUrnsList(),
        ]),
      ),
    });
    const outputs = Struct.fromJavaScript(props as Record<string, JavaScriptValue>);
    answer(null, new RegisterResourceResponse().setUrn(urn).setObject(outputs));
  }

  registerResourceOutputs(_: unknown, answer: Answer<object>): void {
    answer(null, {});
  }

  supportsFeature(request: { getId(): string }, answer: Answer<{ getHassupport(): boolean }>): void {
    // Packs receive outputs as plain values in which unknown values and secrets are marked, not as output values.
    const supported = request.getId() !== "outputValues";
    answer(null, { getHassupport: () => supported });
  }

  close(): void {}

  private urn(request: RegisterResourceRequest): string {
    const parentType = request.getParent().split("::")[2] ?? "";
    const under = parentType === "" || parentType === "pulumi:pulumi:Stack" ? "" : `${parentType}$`;
    const { project, stack } = this.names;
    return `urn:pulumi:${stack}::${project}::${under}${request.getType()}::${request.getName()}`;
  }
}

/** Adds a name to a Kubernetes object without one, as the Kubernetes provider's Check does. */
function checked(type: string, name: string, props: Props): Props {
  if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm.sh")) return props;
  return { ...props, metadata: { name: `${name}-1a2b3c4d`, ...(props.metadata as object | undefined) } };
}

import { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Props, Resource } from "../../../testkit/pack";

type Answer<R> = (error: Error | null, response: R) => void;

/**
 * Stands where a program of Pulumi finds the engine. It keeps what the SDK sends, which is what a policy pack is shown:
 * inputs, options, and how the resources hang together. Outputs are the inputs, all others unknown, as in a preview.
 */
export class Monitor {
  readonly resources: Resource[] = [];

  constructor(private readonly names: { project: string; stack: string }) {}

  registerResource(sent: RegisterResourceRequest, answer: Answer<RegisterResourceResponse>): void {
    // Over the wire once, as to the engine: before that the SDK's message is not quite what its type says.
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
    // As packs get them: outputs as plain values, unknown ones and secrets marked.
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

/** The Kubernetes provider's check gives a name to an object that has none. */
function checked(type: string, name: string, props: Props): Props {
  if (!type.startsWith("kubernetes:") || type.startsWith("kubernetes:helm.sh")) return props;
  return { ...props, metadata: { name: `${name}-1a2b3c4d`, ...(props.metadata as object | undefined) } };
}

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { RegisterResourceRequest, type RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { toStruct } from "./server";
import { type Properties, reference } from "./wire";

/** A resource that a component creates. */
export interface Child {
  type: string;
  name: string;
  inputs: Properties;
}

/** A component that the provider constructs for a program. It is registered with the engine, with its children. */
export class Component {
  private readonly monitor: ResourceMonitorClient;

  constructor(private readonly request: ConstructRequest) {
    this.monitor = new ResourceMonitorClient(request.getMonitorendpoint(), credentials.createInsecure());
  }

  /** Registers the component and its children. `undefined` means that the children are unknown during a preview. */
  async register(children: Child[] | undefined): Promise<ConstructResponse> {
    const { request } = this;
    const message = this.message(request.getType(), request.getName(), request.getParent(), {})
      .setAliasesList(request.getAliasesList())
      .setDependenciesList(request.getDependenciesList())
      .setProtect(request.getProtect() ?? false);
    for (const [name, provider] of request.getProvidersMap().entries())
      message.getProvidersMap().set(name, provider);
    const urn = (await this.send(message)).getUrn();
    const references = await Promise.all(children?.map((child) => this.registerChild(child, urn)) ?? []);
    const state: Properties = children ? { resources: references } : {};
    return new ConstructResponse().setUrn(urn).setState(toStruct(state));
  }

  private async registerChild({ type, name, inputs }: Child, parent: string): Promise<Properties> {
    const [pkg = ""] = type.split(":");
    const message = this.message(type, name, parent, inputs)
      .setCustom(true)
      .setProvider(this.request.getProvidersMap().get(pkg) ?? "");
    const response = await this.send(message);
    return reference(response.getUrn(), response.getId());
  }

  private message(type: string, name: string, parent: string, inputs: Properties): RegisterResourceRequest {
    return new RegisterResourceRequest()
      .setType(type)
      .setName(name)
      .setParent(parent)
      .setObject(toStruct(inputs))
      .setAcceptsecrets(true)
      .setAcceptresources(true)
      .setAliasspecs(true);
  }

  private send(message: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    return new Promise((resolve, reject) =>
      this.monitor.registerResource(message, (error: ServiceError | null, response) =>
        error ? reject(error) : resolve(response),
      ),
    );
  }
}

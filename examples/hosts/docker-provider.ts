// The Docker provider's types that this example uses, declared by hand, so that it needs no additional SDK. In your own
// program, use `import * as docker from "@pulumi/docker"`.
import * as pulumi from "@pulumi/pulumi";

interface RemoteImageArgs {
  name: pulumi.Input<string>;
}

/** docker.RemoteImage */
export class RemoteImage extends pulumi.CustomResource {
  declare readonly imageId: pulumi.Output<string>;

  constructor(name: string, args: RemoteImageArgs) {
    super("docker:index/remoteImage:RemoteImage", name, { ...args, imageId: undefined });
  }
}

interface ContainerArgs {
  name: pulumi.Input<string>;
  image: pulumi.Input<string>;
  envs?: pulumi.Input<string>[];
  ports?: { internal: number; external: number }[];
  labels?: { label: string; value: string }[];
}

/** docker.Container */
export class Container extends pulumi.CustomResource {
  constructor(name: string, args: ContainerArgs) {
    super("docker:index/container:Container", name, args);
  }
}

interface ServiceArgs {
  name: pulumi.Input<string>;
  taskSpec: {
    containerSpec: { image: pulumi.Input<string>; env?: Record<string, pulumi.Input<string>> };
  };
  endpointSpec?: { ports: { targetPort: number; publishedPort: number }[] };
}

/** docker.Service */
export class Service extends pulumi.CustomResource {
  constructor(name: string, args: ServiceArgs) {
    super("docker:index/service:Service", name, args);
  }
}

// The classic Azure provider's types that this example uses, declared by hand, because its SDK has 50 MB. In your own
// program, use `import * as azure from "@pulumi/azure"`.
import * as pulumi from "@pulumi/pulumi";

type Texts = pulumi.Input<Record<string, pulumi.Input<string>>>;

interface ExtensionArgs {
  name: pulumi.Input<string>;
  clusterId: pulumi.Input<string>;
  extensionType: pulumi.Input<string>;
  version?: pulumi.Input<string>;
  targetNamespace?: pulumi.Input<string>;
  configurationSettings?: Texts;
  configurationProtectedSettings?: Texts;
}

/** azure.arckubernetes.ClusterExtension: on clusters with Azure Arc. */
export class ClusterExtension extends pulumi.CustomResource {
  constructor(name: string, args: ExtensionArgs & { identity: { type: string } }) {
    super("azure:arckubernetes/clusterExtension:ClusterExtension", name, args);
  }
}

/** azure.containerservice.KubernetesClusterExtension: on AKS. */
export class KubernetesClusterExtension extends pulumi.CustomResource {
  constructor(name: string, args: ExtensionArgs) {
    super("azure:containerservice/kubernetesClusterExtension:KubernetesClusterExtension", name, args);
  }
}

interface ContainerAppArgs {
  name: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  containerAppEnvironmentId: pulumi.Input<string>;
  revisionMode: "Single" | "Multiple";
  ingress?: {
    externalEnabled: boolean;
    targetPort: number;
    trafficWeights: { latestRevision: boolean; percentage: number }[];
  };
  secrets?: { name: string; value: pulumi.Input<string> }[];
  template: {
    minReplicas?: number;
    maxReplicas?: number;
    containers: {
      name: string;
      image: pulumi.Input<string>;
      cpu: number;
      memory: string;
      envs: { name: string; value?: pulumi.Input<string>; secretName?: string }[];
    }[];
  };
  tags?: Texts;
}

/** azure.containerapp.App */
export class ContainerApp extends pulumi.CustomResource {
  constructor(name: string, args: ContainerAppArgs) {
    super("azure:containerapp/app:App", name, args, { additionalSecretOutputs: ["secrets"] });
  }
}

interface ContainerGroupArgs {
  name: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  osType: "Linux" | "Windows";
  containers: {
    name: string;
    image: pulumi.Input<string>;
    cpu: number;
    memory: number;
    ports: { port: number; protocol: string }[];
    commands?: pulumi.Input<string>[];
  }[];
}

/** azure.containerservice.Group */
export class ContainerGroup extends pulumi.CustomResource {
  constructor(name: string, args: ContainerGroupArgs) {
    super("azure:containerservice/group:Group", name, args);
  }
}

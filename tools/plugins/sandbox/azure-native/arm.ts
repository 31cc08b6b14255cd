import { type Properties, text } from "../wire";

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const service = `${group}/providers/Microsoft.ApiManagement/service/{serviceName}`;
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;

/** The paths in Azure of the resource types that a self-hosted gateway uses. */
const paths: Record<string, string> = {
  "apimanagement:Api": `${service}/apis/{apiId}`,
  "apimanagement:ApiManagementService": service,
  "apimanagement:Gateway": `${service}/gateways/{gatewayId}`,
  "apimanagement:GatewayApiEntityTag": `${service}/gateways/{gatewayId}/apis/{apiId}`,
  "apimanagement:GatewayCertificateAuthority": `${service}/gateways/{gatewayId}/certificateAuthorities/{certificateId}`,
  "apimanagement:GatewayHostnameConfiguration": `${service}/gateways/{gatewayId}/hostnameConfigurations/{hcId}`,
  "app:ContainerApp": `${group}/providers/Microsoft.App/containerApps/{containerAppName}`,
  "app:ManagedEnvironment": `${group}/providers/Microsoft.App/managedEnvironments/{environmentName}`,
  "authorization:RoleAssignment":
    "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  "authorization:RoleDefinition":
    "/{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
  "containerinstance:ContainerGroup": `${group}/providers/Microsoft.ContainerInstance/containerGroups/{containerGroupName}`,
  "containerservice:ManagedCluster": `${group}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`,
  "kubernetesconfiguration:Extension": `${group}/providers/{clusterRp}/{clusterResourceName}/{clusterName}/providers/Microsoft.KubernetesConfiguration/extensions/{extensionName}`,
  "managedidentity:FederatedIdentityCredential": `${identity}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
  "managedidentity:UserAssignedIdentity": identity,
  "resources:ResourceGroup": group,
};

/** The path template of a resource type in Azure Resource Manager. */
export class ArmPath {
  constructor(private readonly template: string) {}

  /** The inputs that only identify the resource. They are part of its path and not in its outputs. */
  get parameters(): string[] {
    return [...this.template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  }

  /** The input that names the resource itself. */
  get nameParameter(): string {
    return this.parameters.at(-1) as string;
  }

  /** Azure's name of the type, for example `Microsoft.ApiManagement/service/gateways`. */
  get type(): string {
    if (this.template === group) return "Microsoft.Resources/resourceGroups";
    const own = this.template.split("/providers/").at(-1) as string;
    return own
      .split("/")
      .filter((part) => !part.startsWith("{"))
      .join("/");
  }

  id(inputs: Properties): string {
    const values: Properties = { subscriptionId: "00000000-0000-0000-0000-000000000000", ...inputs };
    const filled = this.template.replace(/\{(\w+)\}/g, (_, name) => text(values, name) ?? name);
    return filled.replace(/^\/+/, "/");
  }

  /**
   * Returns the name that the real provider gives to a resource without a name. Top-level resources get the name in the
   * program with a random suffix, child resources get the name in the program, and roles get a UUID.
   */
  autoname(name: string, suffix: string): string {
    if (["roleAssignmentName", "roleDefinitionId"].includes(this.nameParameter)) return uuid(suffix);
    const own = this.template.toLowerCase().split("microsoft.").at(-1) as string;
    const isPart = own !== this.template.toLowerCase() && own.split("{").length > 2;
    return isPart ? name : name + suffix.slice(0, 8);
  }
}

/**
 * Returns the path of a type such as `azure-native:apimanagement/v20220801:Gateway`. The path of a type that isn't in
 * the table is built from the inputs that name the resource and its parents.
 */
export function armPath(type: string, parents: string[], name: string | undefined): ArmPath {
  const [, versioned = "", kind = ""] = type.split(":");
  const module = versioned.split("/")[0] as string;
  const known = paths[`${module}:${kind}`];
  if (known) return new ArmPath(known);
  const containers = parents
    .filter((each) => each !== "resourceGroupName")
    .map((each) => `/${each}/{${each}}`);
  const own = `${containers.join("")}/${kind[0]?.toLowerCase()}${kind.slice(1)}s/{${name ?? "name"}}`;
  return new ArmPath(`${group}/providers/Microsoft.${module[0]?.toUpperCase()}${module.slice(1)}${own}`);
}

/** Formats the first 32 hexadecimal characters as a UUID. */
export function uuid(hex: string): string {
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

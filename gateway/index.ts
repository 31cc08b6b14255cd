import type { Subjects } from "../pulumi/policy";
import type { ResourceType } from "../pulumi/resource-type";
import { hosts } from "./hosts";
import type { Host } from "./hosts/host";
import { joinedKinds } from "./kubernetes-join";
import type { Gateway } from "./model";
import { isGatewaySetting } from "./recognise";

/** Objects of Kubernetes that are no gateway but tell something about one. */
const tellingKinds = new Set([
  "ConfigMap",
  "Secret",
  "ExternalSecret",
  "ClusterExternalSecret",
  "SecretProviderClass",
  "SealedSecret",
  ...joinedKinds,
]);

/** Resources of Azure that do: modules and names. */
const tellingTypes = new Set([
  "azure-native:apimanagement:ApiManagementService",
  "azure:apimanagement/service:Service",
]);

/** The self-hosted gateways of a stack. */
export const gateways: Subjects<Gateway> = {
  noun: "self-hosted gateway",

  concerns: (type) => hostOf(type) !== undefined || tells(type),

  // A gateway, or settings of one whose workload is recognised only together with them.
  matters(resource, around) {
    const data = resource.props.get("data");
    return (
      data.entries.some(([name]) => isGatewaySetting(name)) || gateways.find(resource, around).length > 0
    );
  },

  find: (resource, around) => hostOf(resource.type)?.read(resource, around) ?? [],
};

function hostOf(type: ResourceType): Host | undefined {
  return hosts.find((host) => host.hosts(type));
}

function tells({ package: provider, module, name }: ResourceType): boolean {
  return provider === "kubernetes"
    ? tellingKinds.has(name)
    : tellingTypes.has(`${provider}:${module}:${name}`);
}

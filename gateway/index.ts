import type { Subjects } from "../pulumi/policy";
import type { ResourceType } from "../pulumi/resource-type";
import { azureKind } from "./azure-types";
import { hosts } from "./hosts";
import type { Host } from "./hosts/host";
import { joinedKinds } from "./kubernetes-join";
import type { Gateway } from "./model";
import { isGatewaySetting } from "./recognise";
import { readRole } from "./role";

/** Objects of Kubernetes that are no gateway but tell something about one. */
const tellingKinds = new Set([
  "ConfigMap",
  "Secret",
  "ExternalSecret",
  "ClusterExternalSecret",
  "SecretProviderClass",
  "SealedSecret",
  ...joinedKinds,
  "ServiceAccount",
]);

/** The self-hosted gateways of a stack. */
export const gateways: Subjects<Gateway> = {
  noun: "self-hosted gateway",

  concerns: (type) => hostOf(type) !== undefined || tells(type),

  // A gateway, settings of one whose workload is recognised only together with them, or a role for gateways.
  matters(resource, around) {
    const data = ["data", "stringData"].flatMap((part) => resource.props.get(part).entries);
    return (
      data.some(([name]) => isGatewaySetting(name)) ||
      readRole(resource) !== undefined ||
      gateways.find(resource, around).length > 0
    );
  },

  find: (resource, around) => hostOf(resource.type)?.read(resource, around) ?? [],
};

export function hostOf(type: ResourceType): Host | undefined {
  return hosts.find((host) => host.hosts(type));
}

function tells(type: ResourceType): boolean {
  const isTelling = type.package === "kubernetes" && tellingKinds.has(type.name.replace(/Patch$/, ""));
  return isTelling || azureKind(type) !== undefined || hosts.some((host) => host.tells?.(type));
}

import { readRole } from "../azure/role";
import { azureKind } from "../azure/types";
import { joinedKinds } from "../kubernetes/kinds";
import { perResource, perStack } from "../pulumi/per-stack";
import type { Subjects } from "../pulumi/policy";
import type { Stack } from "../pulumi/resource-set";
import { isDeploymentSchedule, type ResourceType } from "../pulumi/resource-type";
import { networkPolicyKindOf } from "../support/network-policies";
import { secretWriterOf } from "../support/secret-writers";
import { projectOfGroup } from "../support/third-party";
import { hosts } from "./hosts";
import type { Host } from "./hosts/host";
import type { Gateway } from "./model/gateway";
import { isGatewaySetting } from "./model/setting-names";

/** Kubernetes objects that aren't gateways but affect one. */
const affectingKinds = new Set([
  "ConfigMap",
  "Secret",
  "ExternalSecret",
  "ClusterExternalSecret",
  "SecretProviderClass",
  "SealedSecret",
  ...joinedKinds,
  "ServiceAccount",
  "Namespace",
]);

/** The self-hosted gateways of a stack. */
export const gateways: Subjects<Gateway> = {
  noun: "self-hosted gateway",

  concerns: (type) => hostOf(type) !== undefined || affects(type),

  // A gateway or its declaration, settings that are needed to recognize a gateway's workload, or a role for gateways.
  matters(resource, around) {
    const data = ["data", "stringData"].flatMap((part) => resource.props.get(part).keys);
    return (
      data.some(isGatewaySetting) ||
      readRole(resource) !== undefined ||
      azureKind(resource.type) === "gateway" ||
      gateways.find(resource, around).length > 0
    );
  },

  find: perResource((resource, around) => hostOf(resource.type)?.read(resource, around) ?? []),
};

/** Every gateway of a complete stack. */
export const gatewaysOf: (stack: Stack) => readonly Gateway[] = perStack((stack) =>
  [...stack].flatMap((resource) => gateways.find(resource, stack)),
);

export function hostOf(type: ResourceType): Host | undefined {
  return hosts.find((host) => host.hosts(type));
}

/** Custom resources of other projects show what runs in a gateway's namespace. */
function affects(type: ResourceType): boolean {
  const { package: provider, module, name } = type;
  const isObject =
    affectingKinds.has(name.replace(/Patch$/, "")) ||
    projectOfGroup(module) !== undefined ||
    secretWriterOf(module, name) !== undefined ||
    networkPolicyKindOf(module, name) !== undefined;
  return (
    (provider === "kubernetes" && isObject) ||
    azureKind(type) !== undefined ||
    isDeploymentSchedule(type) ||
    hosts.some((host) => host.affects?.(type))
  );
}

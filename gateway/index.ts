import type { Subjects } from "../pulumi/policy";
import type { ResourceSet } from "../pulumi/resource-set";
import type { ResourceType } from "../pulumi/resource-type";
import { projectOfGroup } from "../support/third-party";
import { hosts } from "./hosts";
import type { Host } from "./hosts/host";
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
  "Namespace",
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

const read = new WeakMap<ResourceSet, readonly Gateway[]>();

/** Every gateway of a stack that is complete. They are read once, so later additions to the set do not show. */
export function gatewaysOf(stack: ResourceSet): readonly Gateway[] {
  let found = read.get(stack);
  if (!found) {
    found = [...stack].flatMap((resource) => gateways.find(resource, stack));
    read.set(stack, found);
  }
  return found;
}

function hostOf(type: ResourceType): Host | undefined {
  return hosts.find((host) => host.hosts(type));
}

/** Custom resources of other projects tell what runs beside a gateway. */
function tells({ package: provider, module, name }: ResourceType): boolean {
  return provider === "kubernetes" && (tellingKinds.has(name) || projectOfGroup(module) !== undefined);
}

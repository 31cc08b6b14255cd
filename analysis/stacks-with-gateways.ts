import { gateways, gatewaysOf } from "../gateway";
import type { Subject, Subjects } from "../pulumi/policy";
import { rootStack } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";

/** A stack with gateways, for findings that are reported once per stack. */
export const stacksWithGateways: Subjects<Subject, Stack> = {
  noun: "stack with a self-hosted gateway",
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, around) =>
    gatewaysOf(around)[0]?.resource.urn === resource.urn ? [{ resource: rootStack(resource) }] : [],
};

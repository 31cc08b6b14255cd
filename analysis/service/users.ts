import {
  type DeclaredGateway,
  declaredGatewaysIn,
  declaredGatewaysOf,
  readService,
  type Service,
  serviceKeys,
} from "../../azure/service";
import { gateways } from "../../gateway";
import { addTo } from "../../pulumi/group";
import { perStack } from "../../pulumi/per-stack";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Stack } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { type ConnectedGateway, connectedGatewaysOf, gatewayText } from "../connection/connected-gateway";
import { targetOf } from "../connection/target-service";

/** A service that has, or may have, self-hosted gateways in the stack. */
export interface GatewayService extends Subject {
  readonly service: Service;
  /** Kinds and names of the gateways that certainly use the service. */
  readonly users: readonly string[];
  /** An unknown value that may connect a gateway to the service. */
  readonly open: Value | undefined;
}

export const gatewayServices: Subjects<GatewayService, Stack> = {
  noun: gateways.noun,
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, stack) => {
    const service = readService(resource);
    if (!service) return [];
    const users = [
      ...declaredGatewaysIn(service, stack).gateways.map(declaredText),
      ...(runningByService(stack).get(resource.urn) ?? []).map(gatewayText),
    ];
    const open = openLink(service, stack);
    if (users.length === 0 && !open) return [];
    return [{ resource, service, users, open }];
  },
};

/** The kind and name of a `Gateway` resource. */
export function declaredText({ id, resource }: DeclaredGateway): string {
  return `Gateway \`${id.string ?? resource.name}\``;
}

/** The gateways that certainly connect to a service in the stack, by its URN. */
export const runningByService = perStack((stack) => {
  const byService = new Map<string, ConnectedGateway[]>();
  for (const connected of connectedGatewaysOf(stack)) {
    const target = targetOf(connected, stack);
    if (target.kind !== "service") continue;
    addTo(byService, target.service.resource.urn, connected);
  }
  return byService;
});

/** The unknown value of a gateway that may be this service's: its own reference, or the service's name. */
function openLink(service: Service, stack: Stack): Value | undefined {
  const { toAny, toUnnamed } = openLinks(stack);
  return toAny ?? (service.name.unknown && toUnnamed ? service.name : undefined);
}

const openLinks = perStack((stack): { toAny: Value | undefined; toUnnamed: boolean } => {
  const targets = connectedGatewaysOf(stack).map((connected) => targetOf(connected, stack));
  const declared = declaredGatewaysOf(stack).map(({ serviceName, ...link }) => ({
    serviceName,
    keys: serviceKeys({ serviceName, ...link }, stack),
  }));
  const values = [
    ...declared.flatMap(({ serviceName, keys }) => (keys.length === 0 ? [serviceName] : [])),
    ...targets.flatMap((target) => (target.kind === "open" ? (target.value ?? []) : [])),
  ];
  return {
    toAny: values.find(({ unknown }) => unknown),
    toUnnamed:
      targets.some((target) => target.kind === "open" && target.service) ||
      declared.some(({ keys }) => keys.some((key) => !key.startsWith("urn:"))),
  };
});

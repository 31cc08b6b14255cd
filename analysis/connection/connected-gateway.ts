import { gateways } from "../../gateway";
import type { Gateway } from "../../gateway/model/gateway";
import { resolveSettings, type Setting, type Settings } from "../../gateway/model/settings";
import { findObject } from "../../kubernetes/object";
import { perStack } from "../../pulumi/per-stack";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { type AuthMethod, authMethod } from "./auth-method";

/** A gateway with the parts of its stack that affect it. Created once per gateway and stack. */
export interface ConnectedGateway extends Subject {
  readonly gateway: Gateway;
  /** Its settings, resolved through the ConfigMaps and Secrets of the stack. */
  readonly settings: Settings;
  /** How it authenticates to Azure. */
  readonly method: AuthMethod;
}

/** The gateways of a stack, for policies that check the whole stack. */
export const connectedGateways: Subjects<ConnectedGateway, Stack> = {
  ...gateways,
  find: (resource, stack) => connectedGatewaysIn(resource, stack),
};

export function connect(gateway: Gateway, stack: Stack): ConnectedGateway {
  const { resource } = gateway;
  const settings = resolveSettings(gateway.settings, resource, stack);
  return { resource, gateway, settings, method: authMethod(settings) };
}

const byUrn = perStack((stack) => {
  const found = new Map<string, readonly ConnectedGateway[]>();
  for (const resource of stack) {
    const here = gateways.find(resource, stack).map((gateway) => connect(gateway, stack));
    if (here.length > 0) found.set(resource.urn, here);
  }
  return found;
});

const all = perStack((stack) => [...byUrn(stack).values()].flat());

/** Every gateway of the stack. */
export function connectedGatewaysOf(stack: Stack): readonly ConnectedGateway[] {
  return all(stack);
}

/** Those that one resource runs. */
export function connectedGatewaysIn(resource: Resource, stack: Stack): readonly ConnectedGateway[] {
  return byUrn(stack).get(resource.urn) ?? [];
}

/** Whether the setting isn't set or is empty. False if an unreadable source may set it. */
export function isMissing(name: string, { gateway, settings }: ConnectedGateway): boolean {
  const setting = settings.found.get(name);
  if (!setting) return !gateway.partial && settings.unseen.length === 0;
  const { value, secret } = setting;
  // A secret without a value in the program is set elsewhere.
  if (!value || value.unknown || (secret && value.absent)) return false;
  return value.absent || value.text?.trim() === "";
}

/** Whether the setting has a value, readable or not. */
export function isSet(name: string, connected: ConnectedGateway): boolean {
  return connected.settings.found.has(name) && !isMissing(name, connected);
}

/** The resource that holds the value of a setting. */
function originOf(setting: Setting, { gateway }: ConnectedGateway, stack: Stack): Resource {
  const { source } = setting;
  return "object" in source
    ? (findObject(source.object, gateway.resource, stack) ?? gateway.resource)
    : gateway.resource;
}

/** The resources from which a setting was computed. The engine records them per top-level property. */
export function computedFrom(
  setting: Setting,
  connected: ConnectedGateway,
  stack: Stack,
): readonly Resource[] {
  const origin = originOf(setting, connected, stack);
  // The provider moves a Secret's `stringData` to `data`; the engine keeps the program's name.
  const properties = new Set([String(setting.value?.path[0] ?? "spec"), "data", "stringData"]);
  return [...properties].flatMap((property) => origin.dependenciesOf(property));
}

/** A gateway's name for messages: Deployment `gw`. */
export function gatewayText({ gateway }: ConnectedGateway): string {
  return `${gateway.host} \`${gateway.resource.name}\``;
}

import {
  type DeclaredGateway,
  type DeclaredGateways,
  declaredGatewaysIn,
  declaredGatewaysInNamed,
  declaredGatewaysOf,
  groupOf,
  noGateways,
  sameName,
  serviceNamed,
} from "../../azure/service";
import { settingName } from "../../gateway/model/setting-names";
import type { Setting } from "../../gateway/model/settings";
import { readToken } from "../../gateway/model/token";
import { type Unknown, unknown } from "../../pulumi/match";
import { listText } from "../../pulumi/message";
import { perStack } from "../../pulumi/per-stack";
import type { Stack } from "../../pulumi/resource-set";
import { pathText } from "../../pulumi/value";
import { type ConnectedGateway, computedFrom, isMissing } from "../connection/connected-gateway";
import { endpointOf, type Target, targetOf } from "../connection/target-service";

/** What is known about the name with which a gateway requests its configuration. */
export type NameVerdict =
  | { readonly kind: "fine" }
  /** It starts with `=`, as with `--set gateway.name=='gw'` from a README. */
  | { readonly kind: "typo"; readonly path: string; readonly name: ShownName }
  /** It is the name of the API Management service. */
  | { readonly kind: "service"; readonly path: string; readonly name: ShownName; readonly declared: string }
  /** It isn't the name of a `Gateway` resource. */
  | {
      readonly kind: "stranger";
      readonly from: NameSource;
      readonly path: string;
      readonly name: ShownName;
      readonly declared: string;
    }
  | Unknown
  /** It may be the name of a `Gateway` that isn't known yet. */
  | { readonly kind: "unnamed"; readonly from: NameSource; readonly declared: string };

/** The source of the name: the setting `gateway.name`, or the access token. */
type NameSource = "setting" | "token";

/** Undefined if the value may be something else that must not be shown. */
type ShownName = string | undefined;

/** A gateway's name: its setting, the name if it is known, and its source. */
interface StatedName {
  readonly setting: Setting;
  readonly name: string | undefined;
  readonly from: NameSource;
}

export function judgeName(connected: ConnectedGateway, stack: Stack): NameVerdict {
  const named = nameSetting(connected);
  if (named?.name?.startsWith("=")) return { kind: "typo", path: pathOf(named), name: shown(named.name) };
  const target = targetOf(connected, stack);
  if (named?.name && isServiceName(named.name, connected, target, stack)) {
    const declared = listText(declaredFor(target, stack).gateways, declaredText);
    return { kind: "service", path: pathOf(named), name: shown(named.name), declared };
  }
  const stated = tokenName(connected) ?? named;
  return stated ? compare(stated, target, connected, stack) : { kind: "fine" };
}

/** Compares the name with those of the `Gateway` resources among which it must be. */
function compare(stated: StatedName, target: Target, connected: ConnectedGateway, stack: Stack): NameVerdict {
  const { setting, name, from } = stated;
  const ours = declaredFor(target, stack);
  const { gateways, unnamed } = ours;
  if (gateways.length === 0 || ours.names.has(name?.toLowerCase() ?? "")) return { kind: "fine" };
  if (setting.value?.unknown) {
    const comesFromOurs = computedFrom(setting, connected, stack).some(({ urn }) => ours.urns.has(urn));
    // gateway-token-valid reports a token that is unknown.
    return comesFromOurs || from === "token" ? { kind: "fine" } : unknown(setting.value);
  }
  if (!name) return { kind: "fine" };
  return unnamed
    ? { kind: "unnamed", from, declared: declaredText(unnamed) }
    : {
        kind: "stranger",
        from,
        path: pathOf(stated),
        name: shown(name),
        declared: listText(gateways, declaredText),
      };
}

/** The name with which a gateway requests its configuration, if it is known. */
export function statedName(connected: ConnectedGateway): string | undefined {
  return (tokenName(connected) ?? nameSetting(connected))?.name;
}

function nameSetting(connected: ConnectedGateway): StatedName | undefined {
  const setting = connected.settings.found.get(settingName.gatewayName);
  if (!setting?.value || isMissing(settingName.gatewayName, connected)) return undefined;
  return { setting, name: setting.value.text?.trim(), from: "setting" };
}

/** The property that holds the name. */
function pathOf({ setting: { value } }: StatedName): string {
  return value ? pathText(value.path) : "";
}

/** A token is issued for one gateway and contains its name. */
function tokenName({ method }: ConnectedGateway): StatedName | undefined {
  if (method.kind !== "token") return undefined;
  for (const setting of method.settings) {
    const { token } = readToken(setting.value?.text ?? "");
    if (token) return { setting, name: token.gatewayId, from: "token" };
  }
  const setting = method.settings.find(({ value }) => value?.unknown);
  return setting && { setting, name: undefined, from: "token" };
}

/** The name of a service isn't the name of a gateway, unless a `Gateway` resource has it too. */
function isServiceName(name: string, connected: ConnectedGateway, target: Target, stack: Stack): boolean {
  const ofTarget = target.kind === "service" ? target.service.name.string : undefined;
  const isOne =
    sameName(name, ofTarget ?? "") ||
    sameName(name, endpointOf(connected)?.service ?? "") ||
    serviceNamed(name, stack) !== undefined;
  return isOne && !allDeclared(stack).names.has(name.toLowerCase());
}

/** The `Gateway` resources in the stack of which one must be this gateway's; none if it may be declared elsewhere. */
function declaredFor(target: Target, stack: Stack): DeclaredGateways {
  switch (target.kind) {
    case "service":
      return declaredGatewaysIn(target.service, stack);
    case "elsewhere":
      // The service is not in this stack, but its `Gateway` resources may be.
      return declaredGatewaysInNamed(target.endpoint.service ?? "", stack);
    case "open":
      return target.service ? noGateways : allDeclared(stack);
  }
}

const allDeclared = perStack((stack) => groupOf(declaredGatewaysOf(stack)));

function declaredText({ id, resource }: DeclaredGateway): string {
  return `\`${id.string ?? resource.name}\``;
}

/** The value if it can be a name. Any other value may be a token and must not be shown. */
function shown(name: string): ShownName {
  return /^=?[\w.-]{1,80}$/.test(name) ? name : undefined;
}

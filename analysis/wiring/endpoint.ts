import { configurationHosts, servicesOf } from "../../azure/service";
import { settingName } from "../../gateway/model/setting-names";
import { type Unknown, unknown } from "../../pulumi/match";
import { listText } from "../../pulumi/message";
import { perStack } from "../../pulumi/per-stack";
import type { Stack } from "../../pulumi/resource-set";
import { tokenAudience } from "../../support/entra";
import { type ConnectedGateway, isMissing } from "../connection/connected-gateway";
import { endpointOf, targetOf } from "../connection/target-service";

export type EndpointVerdict =
  | { readonly kind: "fine" }
  /** Nothing sets it. */
  | { readonly kind: "missing" }
  /** It isn't the hostname of a service in the stack. */
  | { readonly kind: "stranger"; readonly endpoint: string; readonly services: string }
  | { readonly kind: "custom"; readonly endpoint: string; readonly services: string }
  | Unknown
  /** It may be the hostname of a service whose name isn't known yet. */
  | { readonly kind: "unnamed"; readonly service: string };

export function judgeEndpoint(connected: ConnectedGateway, stack: Stack): EndpointVerdict {
  const { settings, gateway } = connected;
  if (!settings.found.has(settingName.endpoint)) {
    return settings.unseen.length === 0 && !gateway.partial ? { kind: "missing" } : { kind: "fine" };
  }
  if (servicesOf(stack).length === 0) return { kind: "fine" };
  const target = targetOf(connected, stack);
  switch (target.kind) {
    case "service":
      return { kind: "fine" };
    case "open":
      if (target.value) return unknown(target.value);
      return target.service ? { kind: "unnamed", service: target.service.resource.name } : { kind: "fine" };
    case "elsewhere": {
      const { host, custom } = target.endpoint;
      return {
        kind: custom ? "custom" : "stranger",
        endpoint: host,
        services: listText(
          hostsOf(stack),
          (name) => `\`${name.own ? name.own + cloudOf(host) : name.custom}\``,
        ),
      };
    }
  }
}

/** The hostnames of the services in the stack: the default ones, without the cloud's suffix, and the custom ones. */
const hostsOf = perStack((stack) =>
  servicesOf(stack).flatMap((service): { own?: string; custom?: string }[] => {
    const { string } = service.name;
    const custom = configurationHosts(service).names.map((name) => ({ custom: name }));
    return string === undefined ? custom : [{ own: `${string}.configuration` }, ...custom];
  }),
);

/** The cloud of a hostname that isn't theirs. */
function cloudOf(host: string): string {
  return /\.azure-api\.(?:us|cn)$/.exec(host)?.[0] ?? ".azure-api.net";
}

export type AudienceVerdict =
  | { readonly kind: "fine" }
  /** In a sovereign cloud, tokens of Entra ID need another audience, which isn't set, or has another value. */
  | { readonly kind: "missing" | "wrong"; readonly endpoint: string; readonly expected: string }
  | Unknown;

export function judgeAudience(connected: ConnectedGateway): AudienceVerdict {
  const endpoint = endpointOf(connected);
  if (
    connected.method.kind !== "entra" ||
    !endpoint?.service ||
    !endpoint.suffix ||
    endpoint.suffix === "net"
  ) {
    return { kind: "fine" };
  }
  const expected = tokenAudience[endpoint.suffix];
  if (isMissing(settingName.tokenAudience, connected))
    return { kind: "missing", endpoint: endpoint.host, expected };
  const value = connected.settings.found.get(settingName.tokenAudience)?.value;
  if (value?.unknown) return unknown(value);
  const text = value?.text?.trim().toLowerCase().replace(/\/$/, "");
  return text === undefined || text === expected
    ? { kind: "fine" }
    : { kind: "wrong", endpoint: endpoint.host, expected };
}

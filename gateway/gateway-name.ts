import type { ResourceSet } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { computedFrom, isMissing, listText, type RunningGateway } from "./running";
import { belongsTo, type DeclaredGateway, declaredGatewaysOf, sameName, serviceNamed } from "./service";
import type { Setting } from "./settings";
import { endpointOf, type Target, targetOf } from "./target";
import { parseToken } from "./token";

/** What can be said of the name by which a gateway asks for its configuration. */
export type NameVerdict =
  | { readonly kind: "fine" }
  /** It starts with `=`: `--set gateway.name=='gw'`, as a README has it. */
  | { readonly kind: "typo"; readonly name: string }
  /** It is the name of the API Management service. */
  | { readonly kind: "service"; readonly name: string; readonly declared: string }
  /** It is none of the `Gateway` resources. */
  | { readonly kind: "stranger"; readonly what: string; readonly name: string; readonly declared: string }
  | { readonly kind: "unknown"; readonly value: Value }
  /** It may be that of a `Gateway` whose name is not known yet. */
  | { readonly kind: "undecided"; readonly what: string; readonly declared: string };

const nameSetting = "gateway.name";

export function judgeName(running: RunningGateway, stack: ResourceSet): NameVerdict {
  const { found } = running.settings;
  const named = found.get(nameSetting);
  const name = named?.value?.text?.trim() ?? "";
  if (name.startsWith("=")) return { kind: "typo", name };

  const target = targetOf(running, stack);
  const candidates = declaredFor(target, stack);
  const declared = listText(candidates.map(declaredText)) || "its Gateway resource";
  const isDeclared = (id: string) =>
    declaredGatewaysOf(stack).some((gateway) => sameName(gateway.id.string ?? "", id));
  if (name && isServiceName(name, running, target, stack) && !isDeclared(name)) {
    return { kind: "service", name, declared };
  }
  const said =
    tokenName(running) ??
    (named && !isMissing(nameSetting, running) ? { setting: named, name, what: nameText } : undefined);
  if (!said || candidates.length === 0) return { kind: "fine" };
  const { value } = said.setting;
  if (value?.unknown) {
    const sources = new Set(computedFrom(said.setting, running, stack).map(({ urn }) => urn));
    return candidates.some(({ resource }) => sources.has(resource.urn))
      ? { kind: "fine" }
      : { kind: "unknown", value };
  }
  if (!said.name || candidates.some(({ id }) => sameName(id.string ?? "", said.name)))
    return { kind: "fine" };
  const open = candidates.find(({ id }) => id.string === undefined);
  return open
    ? { kind: "undecided", what: said.what, declared: declaredText(open) }
    : { kind: "stranger", what: said.what, name: said.name, declared };
}

const nameText = `\`${nameSetting}\``;

/** A token is made for one gateway, and names it. */
function tokenName({ method }: RunningGateway): { setting: Setting; name: string; what: string } | undefined {
  if (method.kind !== "token") return undefined;
  const what = "The gateway in its token";
  for (const setting of method.settings) {
    const token = parseToken(setting.value?.text ?? "");
    if (token) return { setting, name: token.gatewayId, what };
  }
  const setting = method.settings.find(({ value }) => value?.unknown);
  return setting && { setting, name: "", what };
}

function isServiceName(name: string, running: RunningGateway, target: Target, stack: ResourceSet): boolean {
  const ofTarget = target.kind === "service" ? target.service.name.string : undefined;
  return (
    sameName(name, ofTarget ?? "") ||
    sameName(name, endpointOf(running)?.service ?? "") ||
    serviceNamed(name, stack) !== undefined
  );
}

/** The `Gateway` resources of the stack among which this gateway must be; none where it may be declared elsewhere. */
function declaredFor(target: Target, stack: ResourceSet): readonly DeclaredGateway[] {
  const declared = declaredGatewaysOf(stack);
  if (target.kind === "service") return declared.filter((gateway) => belongsTo(gateway, target.service));
  if (target.kind === "open") return target.service ? [] : declared;
  // The service is not in this stack, but its `Gateway` resources may be.
  const { service } = target.endpoint;
  return declared.filter(({ serviceName }) => sameName(serviceName.string ?? "", service ?? " "));
}

function declaredText({ id, resource }: DeclaredGateway): string {
  return id.string === undefined ? `Gateway resource \`${resource.name}\`` : `\`${id.string}\``;
}

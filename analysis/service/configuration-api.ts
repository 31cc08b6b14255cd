import { readService, sameName } from "../../azure/service";
import { judgeTier } from "../../azure/tier";
import { gateways } from "../../gateway";
import type { Edit } from "../../pulumi/edit";
import { type Unknown, unknown } from "../../pulumi/match";
import { isRecord } from "../../pulumi/plain";
import type { Subject, Subjects } from "../../pulumi/policy";
import type { ResourceType } from "../../pulumi/resource-type";
import { pathText, type Value } from "../../pulumi/value";

/** How a service that supports self-hosted gateways configures its configuration API. */
export interface ConfigurationApi extends Subject {
  /** Set if it is unknown whether the service supports gateways. */
  readonly openTier: Value | undefined;
  /** Whether the old API is enabled; undefined if the provider has no property for it. */
  readonly legacyApi: Value | undefined;
  /** True if the resource's API version doesn't have the property yet. */
  readonly legacyApiTooNew: boolean;
  /** What may make the service's endpoints unreachable from other networks: {@link closingWords}. */
  readonly reach: readonly Value[];
}

/**
 * Each of these blocks access. Source: Microsoft Learn, "Deploy to a virtual network - internal mode", and "private
 * endpoint".
 */
const closingWords = ["false", "Disabled", "Internal"];

export const configurationApis: Subjects<ConfigurationApi> = {
  ...gateways,
  noun: "API Management service of the Developer or Premium tier",

  find(resource) {
    const service = readService(resource);
    const tier = service && judgeTier(service);
    if (tier?.kind !== "able" && tier?.kind !== "unknown") return [];
    const { props, type } = resource;
    const openTier = tier.kind === "unknown" ? tier.value : undefined;
    const network = props.get("virtualNetworkType");
    if (type.package !== "azure") {
      const legacyApi = props.get("configurationApi", "legacyApi");
      const reach = [props.get("publicNetworkAccess"), network];
      return [{ resource, openTier, legacyApi, legacyApiTooNew: isBefore(firstVersion, type), reach }];
    }
    // The classic provider has no property for the old API, so only the network access can be checked.
    const reach = [props.get("publicNetworkAccessEnabled"), network];
    const isOpen = !reach.some((value) => value.unknown || closingWord(value) !== undefined);
    return isOpen ? [] : [{ resource, openTier, legacyApi: undefined, legacyApiTooNew: false, reach }];
  },
};

export type LegacyApiVerdict =
  | { readonly kind: "fine" }
  /** It is enabled: by default, explicitly, or because the value is invalid. */
  | { readonly kind: "unset" | "open" | "invalid"; readonly path: string }
  /** It is enabled unless it was disabled elsewhere: this API version has no property for it. */
  | { readonly kind: "undetermined"; readonly version: string }
  | Unknown;

/** Source: REST API of API Management, ApiManagementServiceProperties: `legacyApi` is `Enabled` by default. */
export function judgeLegacyApi({ legacyApi, legacyApiTooNew }: ConfigurationApi): LegacyApiVerdict {
  if (!legacyApi || sameName(legacyApi.string ?? "", "Disabled")) return { kind: "fine" };
  if (legacyApi.unknown) return unknown(legacyApi);
  if (legacyApiTooNew && legacyApi.absent) return { kind: "undetermined", version: firstStableVersion };
  const path = pathText(legacyApi.path);
  if (legacyApi.absent) return { kind: "unset", path };
  return { kind: sameName(legacyApi.string ?? "", "Enabled") ? "open" : "invalid", path };
}

/** The change that disables the old API, if it is safe. */
export function closeLegacyApi(api: ConfigurationApi): Edit[] {
  const parent = api.resource.props.get("configurationApi");
  const writable = !api.openTier && (parent.absent || isRecord(parent.whole));
  const isOpen = ["unset", "open", "invalid"].includes(judgeLegacyApi(api).kind);
  return writable && api.legacyApi && isOpen ? [{ path: api.legacyApi.path, value: "Disabled" }] : [];
}

/** The property that disables the service's public endpoints. */
export function closedPlace({ reach }: ConfigurationApi): { path: string; value: string } | undefined {
  const [place] = reach.flatMap((value) => {
    const word = closingWord(value);
    return word === undefined ? [] : { path: pathText(value.path), value: word };
  });
  return place;
}

function closingWord({ text = "" }: Value): string | undefined {
  return closingWords.find((word) => sameName(word, text));
}

/** Source: Azure/azure-rest-api-specs: 2023-03-01-preview lacks `configurationApi`, 2023-05-01-preview has it. */
const firstVersion = "20230501";
const firstStableVersion = "2024-05-01";

/** Whether the resource names an API version, and one before `version`. */
function isBefore(version: string, { token }: ResourceType): boolean {
  const [, own] = /[/_]v(\d{8})/.exec(token) ?? [];
  return own !== undefined && own < version;
}

import type { Edit } from "../pulumi/edit";
import type { Subject, Subjects } from "../pulumi/policy";
import type { ResourceType } from "../pulumi/resource-type";
import { isRecord, pathText, type Value } from "../pulumi/value";
import { gateways } from "./index";
import { readService, sameName } from "./service";
import { judgeTier } from "./tier";

/** What a service that takes self-hosted gateways says of its configuration API. */
export interface ConfigurationApi extends Subject {
  /** Set where it is not known whether the service takes gateways at all. */
  readonly openTier: Value | undefined;
  /** Whether the old API is open; undefined where the provider has no word for it. */
  readonly legacyApi: Value | undefined;
  /** True where the resource's API version is older than the property. */
  readonly legacyApiTooNew: boolean;
  readonly publicAccess: Value;
}

export const configurationApis: Subjects<ConfigurationApi> = {
  ...gateways,
  noun: "API Management service of the Developer or Premium tier",

  find(resource) {
    const service = readService(resource);
    const tier = service && judgeTier(service);
    if (tier?.kind !== "able" && tier?.kind !== "unknown") return [];
    const { props, type } = resource;
    const openTier = tier.kind === "unknown" ? tier.value : undefined;
    if (type.package !== "azure") {
      const legacyApi = props.get("configurationApi", "legacyApi");
      const publicAccess = props.get("publicNetworkAccess");
      return [{ resource, openTier, legacyApi, legacyApiTooNew: isBefore(firstVersion, type), publicAccess }];
    }
    // The classic provider has no word for the old API, so only closing the service is left to judge.
    const publicAccess = props.get("publicNetworkAccessEnabled");
    const isOpen = publicAccess.absent || publicAccess.boolean === true;
    return isOpen ? [] : [{ resource, openTier, legacyApi: undefined, legacyApiTooNew: false, publicAccess }];
  },
};

export type LegacyApiVerdict =
  | { readonly kind: "fine" }
  /** It is open: where that is written, or not. */
  | { readonly kind: "open"; readonly place: string }
  /** It is open unless somebody else closed it: this API version has no word for it. */
  | { readonly kind: "untold"; readonly version: string }
  | { readonly kind: "unknown"; readonly value: Value };

/** Source: REST API of API Management, ApiManagementServiceProperties: `legacyApi` is `Enabled` by default. */
export function judgeLegacyApi({ legacyApi, legacyApiTooNew }: ConfigurationApi): LegacyApiVerdict {
  if (!legacyApi || sameName(legacyApi.string ?? "", "Disabled")) return { kind: "fine" };
  if (legacyApi.unknown) return { kind: "unknown", value: legacyApi };
  if (legacyApiTooNew && legacyApi.absent) return { kind: "untold", version: firstStableVersion };
  const path = `\`${pathText(legacyApi.path)}\``;
  if (legacyApi.absent) return { kind: "open", place: `${path} is not set, which means \`Enabled\`` };
  const isEnabled = sameName(legacyApi.string ?? "", "Enabled");
  return { kind: "open", place: `${path} is ${isEnabled ? "`Enabled`" : "not `Disabled`"}` };
}

/** What closes the old API, where that is safe to write. */
export function closeLegacyApi(api: ConfigurationApi): Edit[] {
  const parent = api.resource.props.get("configurationApi");
  const writable = !api.openTier && (parent.absent || isRecord(parent.whole));
  return writable && api.legacyApi && judgeLegacyApi(api).kind === "open"
    ? [{ path: api.legacyApi.path, value: "Disabled" }]
    : [];
}

/** Where it is written that the service has no public endpoints. */
export function closedPlace({ publicAccess }: ConfigurationApi): string | undefined {
  const { boolean, path, string } = publicAccess;
  const isClosed = boolean === false || sameName(string ?? "", "Disabled");
  return isClosed ? `\`${pathText(path)}\` is \`${boolean === false ? "false" : "Disabled"}\`` : undefined;
}

/** Source: Azure/azure-rest-api-specs: 2023-03-01-preview lacks `configurationApi`, 2023-05-01-preview has it. */
const firstVersion = "20230501";
const firstStableVersion = "2024-05-01";

/** Whether the resource names an API version, and one before `version`. */
function isBefore(version: string, { token }: ResourceType): boolean {
  const [, own] = /[/_]v(\d{8})/.exec(token) ?? [];
  return own !== undefined && own < version;
}

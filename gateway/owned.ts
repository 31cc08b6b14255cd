import type { Subjects } from "../pulumi/policy";
import type { Resource } from "../pulumi/resource";
import type { ResourceType } from "../pulumi/resource-type";
import type { Value } from "../pulumi/value";
import { gateways } from ".";
import { objectData, objectKeys } from "./kubernetes-object";
import type { Owned } from "./ownership";

/** What a team owns of a gateway: its workload, the Secrets with its credentials, the service that it belongs to. */
export const ownedThings: Subjects<Owned> = {
  noun: "workload, Secret or service of a self-hosted gateway",

  concerns: (type) => gateways.concerns(type) || isService(type),

  // Stack policies judge gateways, and look for no owners.
  matters: (resource, around) => gateways.concerns(resource.type) && gateways.matters(resource, around),

  find(resource, around) {
    const { type } = resource;
    if (isService(type)) return service(resource);
    if (type.package === "kubernetes" && type.name === "Secret") return credential(resource);
    // Two gateways in one pod have the labels of one workload.
    const [gateway] = gateways.find(resource, around);
    if (!gateway || gateway.partial || gateway.ownership.length === 0) return [];
    return [{ resource, kind: "workload", noun: gateway.host, labels: gateway.ownership }];
  },
};

function isService({ package: provider, module, name }: ResourceType): boolean {
  return (
    (provider === "azure-native" && module === "apimanagement" && name === "ApiManagementService") ||
    (provider === "azure" && module === "apimanagement/service" && name === "Service")
  );
}

/** A service of the tiers that can have self-hosted gateways; the v2 tiers cannot. */
function service(resource: Resource): Owned[] {
  const { props, type } = resource;
  const tier = type.package === "azure" ? props.get("skuName") : props.get("sku", "name");
  const isTier = /^(?:developer|premium)(?:_\d+)?$/i.test(tier.string ?? "");
  if (!tier.unknown && !isTier) return [];
  const labels = [{ style: "azure", value: props.get("tags") }] as const;
  return [
    {
      resource,
      kind: "service",
      noun: "API Management service",
      labels,
      undecided: tier.unknown ? tier : undefined,
    },
  ];
}

/**
 * A Secret with a credential of a gateway's. One that a chart made cannot be labelled apart from the chart's workload,
 * which answers for it.
 */
function credential(resource: Resource): Owned[] {
  const labels = resource.props.get("metadata", "labels");
  const chart = labels.get("helm.sh/chart");
  const isCharts = !chart.absent && !chart.unknown;
  if (isCharts || !objectKeys(resource).keys.some((key) => isCredential(key, objectData(resource, key)))) {
    return [];
  }
  return [{ resource, kind: "credential", noun: "Secret", labels: [{ style: "kubernetes", value: labels }] }];
}

/** The keys of the chart's Secrets, and the settings that only ever hold a credential. */
const credentialKeys = new Set([
  "gateway-key",
  "azure-ad-app-secret",
  "config.service.auth.key",
  "config.service.auth.azureAd.clientSecret",
]);

/** Names of methods, which `config.service.auth` holds in place of a token. */
const method = /^\s*(?:azureAdApp|workloadIdentity|key)\s*$/i;
/** `GatewayKey <gateway id>&<minute of expiry>&<signature>`, with or without the first word. */
const token = /^\s*(?:GatewayKey\s+\S|[^&\s]+&\d{12}&[A-Za-z0-9+/]+={0,2}\s*$)/;

function isCredential(key: string, value: Value): boolean {
  if (credentialKeys.has(key)) return true;
  if (key === "config.service.auth") return !method.test(value.text ?? "");
  return token.test(value.text ?? "");
}

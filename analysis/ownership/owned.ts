import { readService, tierOf } from "../../azure/service";
import { azureKind } from "../../azure/types";
import { gateways } from "../../gateway";
import { methodNamed, settingName } from "../../gateway/model/setting-names";
import { holdsToken, mayBeToken } from "../../gateway/model/token";
import { objectData, objectKeys } from "../../kubernetes/object";
import { yes, yesUnlessUnknown } from "../../pulumi/match";
import type { Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Value } from "../../pulumi/value";
import type { Owned } from "./ownership";

/** The parts of a gateway that a team owns: its workload, the Secrets with its credentials, and its service. */
export const ownedThings: Subjects<Owned> = {
  noun: "workload, Secret or service of a self-hosted gateway",

  concerns: gateways.concerns,
  // Stack policies check gateways, and don't read owners.
  matters: gateways.matters,

  find(resource, around) {
    const { type } = resource;
    if (azureKind(type) === "service") return service(resource);
    if (type.package === "kubernetes" && type.name === "Secret") return credential(resource);
    // Two gateways in one pod share the labels of one workload.
    const [gateway] = gateways.find(resource, around);
    const labels = gateway?.labels.filter(({ owns }) => owns) ?? [];
    if (!gateway || gateway.partial || labels.length === 0) return [];
    return [{ resource, kind: "workload", noun: gateway.host, labels, belongs: yes }];
  },
};

/** A service of the tiers that can have self-hosted gateways; the v2 tiers cannot. */
function service(resource: Resource): Owned[] {
  const found = readService(resource);
  const tier = found && tierOf(found)?.toLowerCase();
  if (!found || !(found.sku.unknown || tier === "developer" || tier === "premium")) return [];
  const labels = [{ style: "azure", value: resource.props.get("tags") }] as const;
  return [
    {
      resource,
      kind: "service",
      noun: "API Management service",
      labels,
      belongs: yesUnlessUnknown(found.sku),
    },
  ];
}

/**
 * A Secret with a gateway's credential. A chart's Secret can't have labels of its own, so the chart's workload
 * represents it.
 */
function credential(resource: Resource): Owned[] {
  const labels = resource.props.get("metadata", "labels");
  const chart = labels.get("helm.sh/chart");
  const isCharts = !chart.absent && !chart.unknown;
  if (isCharts || !objectKeys(resource).keys.some((key) => isCredential(key, objectData(resource, key)))) {
    return [];
  }
  return [
    {
      resource,
      kind: "credential",
      noun: "Secret",
      labels: [{ style: "kubernetes", value: labels }],
      belongs: yes,
    },
  ];
}

/** A key of the chart's Secrets, and the settings that always contain a credential. */
const credentialKeys = new Set(["azure-ad-app-secret", settingName.authKey, settingName.clientSecret]);

function isCredential(key: string, value: Value): boolean {
  if (credentialKeys.has(key) || (key === "gateway-key" && mayBeToken(value))) return true;
  if (key === settingName.auth) return methodNamed(value.text ?? "") === undefined;
  return holdsToken(value.text ?? "");
}

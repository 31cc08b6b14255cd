import type { Resource } from "../../pulumi/resource";
import type { ResourceSet } from "../../pulumi/resource-set";
import type { Value } from "../../pulumi/value";
import { meansGateway } from "../model/image";
import { isGatewaySetting } from "../model/setting-names";
import { resolveSettings, type SettingSource } from "../model/settings";

/** A container of a host, with the sources of its settings. */
export interface Container {
  readonly value: Value;
  readonly settings: readonly SettingSource[];
}

/**
 * Which of a pod's containers are gateways. The image is the best evidence, in any registry. A mirror with another path
 * is recognized by the gateway's settings. A pod with a gateway's label contains one even if neither is visible. The
 * other containers are sidecars.
 */
export function gatewayContainers(
  containers: readonly Container[],
  labeled: boolean,
  resource: Resource,
  around: ResourceSet,
): readonly Container[] {
  // Also by an image under ignoreChanges: recognizing a gateway doesn't check it.
  const byImage = containers.filter(({ value }) => {
    const image = value.get("image").whole;
    return typeof image === "string" && meansGateway(image);
  });
  if (byImage.length > 0) return byImage;
  const bySetting = containers.filter(({ settings }) => hasGatewaySetting(settings, resource, around));
  if (bySetting.length > 0) return bySetting;
  if (!labeled) return [];
  // A gateway's image may be unknown; a sidecar's usually isn't.
  const open = containers.filter(({ value }) => value.get("image").unknown);
  return (open.length > 0 ? open : containers).slice(0, 1);
}

/** The label that the official chart puts on its objects. */
export function isLabeledGateway(labels: Value): boolean {
  return labels.get("app.kubernetes.io/component").string === "self-hosted-gateway";
}

function hasGatewaySetting(
  sources: readonly SettingSource[],
  resource: Resource,
  around: ResourceSet,
): boolean {
  if (sources.some((source) => "name" in source && isGatewaySetting(source.name))) return true;
  const objects = sources.filter(({ kind }) => kind === "all");
  return (
    objects.length > 0 && [...resolveSettings(objects, resource, around).found.keys()].some(isGatewaySetting)
  );
}

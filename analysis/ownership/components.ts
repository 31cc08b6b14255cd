import { gateways, gatewaysOf } from "../../gateway";
import type { Gateway } from "../../gateway/model/gateway";
import { parseImageReference } from "../../gateway/model/image-reference";
import { namespaceName, objectNamespace, objectsInNamespace, sameCluster } from "../../kubernetes/object";
import { ownPodOf } from "../../kubernetes/workload";
import { unknown, yes } from "../../pulumi/match";
import type { Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText } from "../../pulumi/value";
import { injectors, isAmong, type Project, projectOfGroup, projectOfImage } from "../../support/third-party";
import type { Owned } from "./ownership";

/** Other software at a gateway: beside it in its namespace, or inside of its pods. */
export interface Component extends Owned {
  readonly kind: "third-party";
  readonly project: string;
  /** What puts it into the gateway's pods; undefined for what runs beside the gateway. */
  readonly injectedBy?: string;
}

/** What of other projects runs at the gateways of a complete stack. */
export const components: Subjects<Component, Stack> = {
  noun: "third-party component at a self-hosted gateway",
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, around) => [...beside(resource, around), ...injected(resource, around)],
};

/** A workload or a custom resource of another project, in a namespace that holds the pods of a gateway. */
function beside(resource: Resource, around: Stack): Component[] {
  const project = projectOf(resource);
  if (!project) return [];
  const all = gatewaysOf(around);
  if (all.some((gateway) => gateway.resource.urn === resource.urn)) return [];
  const namespace = objectNamespace(resource);
  // A custom resource without a namespace belongs to the whole cluster.
  if (namespace.absent && !ownPodOf(resource)) return [];
  const near = all.filter((gateway) => gateway.namespace && sameCluster(gateway.resource, resource));
  const isBeside = near.some((gateway) => sharesNamespace(resource, gateway));
  const isOpen = namespace.unknown !== undefined && near.length > 0;
  if (!isBeside && !isOpen) return [];
  return [
    {
      resource,
      kind: "third-party",
      project: project.name,
      noun: resource.type.name,
      labels: [{ style: "kubernetes", value: resource.props.get("metadata", "labels") }],
      belongs: isBeside ? yes : unknown(namespace),
    },
  ];
}

/**
 * CronJobs are left alone: they may renew a gateway's token.
 */
function projectOf(resource: Resource): Project | undefined {
  const { type } = resource;
  if (type.package !== "kubernetes") return undefined;
  const group = projectOfGroup(type.module);
  if (group) return group;
  const pods = type.name === "CronJob" ? undefined : ownPodOf(resource);
  for (const container of pods?.get("spec", "containers").items ?? []) {
    const reference = parseImageReference(container.get("image").string ?? "");
    const project = reference && projectOfImage(reference);
    if (project) return project;
  }
  return undefined;
}

/** Whether both are in one namespace; a name that is not known yet is told by the Namespace that it comes from. */
function sharesNamespace(one: Resource, { resource: other, namespace }: Gateway): boolean {
  const own = objectNamespace(one);
  if (own.unknown || namespace?.unknown) {
    const [first, second] = [one, other].map(declaredNamespaces);
    return first?.some(({ urn }) => second?.some((candidate) => candidate.urn === urn)) ?? false;
  }
  return namespace !== undefined && namespaceName(own) === namespaceName(namespace);
}

function declaredNamespaces(resource: Resource): Resource[] {
  return resource.dependenciesOf("metadata").filter(({ type }) => type.name === "Namespace");
}

/** What a mesh or the like puts into the gateway's own pods; the gateway's labels say who answers for it. */
function injected(resource: Resource, around: Stack): Component[] {
  const [gateway] = gateways.find(resource, around);
  const labels = gateway?.labels.filter(({ owns }) => owns) ?? [];
  if (!gateway || gateway.partial || labels.length === 0) return [];
  const { host: noun } = gateway;
  return injectors.flatMap((project): Component[] => {
    const by = injection(project, gateway, around);
    return by
      ? [{ resource, kind: "third-party", project: project.name, noun, labels, belongs: yes, injectedBy: by }]
      : [];
  });
}

/** Where it is said that the project's side-car goes into the pods. What the pods say wins over their namespace. */
function injection(project: Project, gateway: Gateway, around: Stack): string | undefined {
  const onPods = gateway.labels.filter(({ onPods }) => onPods);
  const said = (project.injectsPods ?? []).flatMap((sign) =>
    onPods.map(({ value }) => ({ sign, value: value.get(sign.key) })).filter(({ value }) => !value.absent),
  );
  if (said.some(({ sign, value }) => isAmong(sign.off, value.text ?? ""))) return undefined;
  const on = said.find(({ sign, value }) => isAmong(sign.on, value.text ?? ""));
  return on ? pathText(on.value.path) : ofNamespace(project, gateway, around);
}

function ofNamespace(project: Project, gateway: Gateway, around: Stack): string | undefined {
  const signs = project.injectsNamespaces ?? [];
  if (signs.length === 0) return undefined;
  const namespace = namespaceOf(gateway, around);
  const marks = ["labels", "annotations"].map((part) => namespace?.props.get("metadata", part));
  const on = signs
    .flatMap(({ key, on }) => marks.map((value) => ({ on, value: value?.get(key) })))
    .find(({ on, value }) => isAmong(on, value?.text ?? ""));
  return on?.value && `${namespace?.type.name} ${namespace?.name}: ${pathText(on.value.path)}`;
}

function namespaceOf({ namespace, resource }: Gateway, around: Stack): Resource | undefined {
  if (!namespace) return undefined;
  const [declared, ...others] = namespace.unknown ? declaredNamespaces(resource) : [];
  if (declared) return others.length === 0 ? declared : undefined;
  return objectsInNamespace("Namespace", undefined, resource, around).find(
    ({ props }) =>
      props.get("metadata", "name").string === namespace.string && namespace.string !== undefined,
  );
}

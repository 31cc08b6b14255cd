import { gateways } from "../../gateway";
import type { Gateway } from "../../gateway/model/gateway";
import { parseImageReference } from "../../gateway/model/image-reference";
import {
  clusterOf,
  namespaceKey,
  namespaceName,
  objectName,
  objectNamespace,
  objectsNamed,
} from "../../kubernetes/object";
import { ownPodOf } from "../../kubernetes/workload";
import { Join } from "../../pulumi/join";
import { unknown, yes } from "../../pulumi/match";
import type { Subjects } from "../../pulumi/policy";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { pathText, type Value } from "../../pulumi/value";
import { injectors, isAmong, type Project, projectOfGroup, projectOfImage } from "../../support/third-party";
import type { Owned } from "./ownership";

/** Other software near a gateway: in its namespace or in its pods. */
export interface Component extends Owned {
  readonly kind: "third-party";
  readonly project: string;
  /** What injects it into the gateway's pods; undefined for software in its namespace. */
  readonly injectedBy?: string;
}

/** The software of other projects near the gateways of a complete stack. */
export const components: Subjects<Component, Stack> = {
  noun: "third-party component at a self-hosted gateway",
  concerns: gateways.concerns,
  matters: gateways.matters,
  find: (resource, around) => [...beside(resource, around), ...injected(resource, around)],
};

/** A workload or a custom resource of another project in a gateway's namespace. */
function beside(resource: Resource, around: Stack): Component[] {
  const project = projectOf(resource);
  if (!project) return [];
  if (gateways.find(resource, around).length > 0) return [];
  const namespace = objectNamespace(resource);
  // A custom resource without a namespace belongs to the whole cluster.
  if (namespace.absent && !ownPodOf(resource)) return [];
  const isBeside = sharesNamespace(resource, around);
  const isOpen =
    namespace.unknown !== undefined && hosting.find([anywhere, clusterOf(resource)], around).length > 0;
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

/** CronJobs are skipped: they may renew a gateway's token. */
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

/** Whether a gateway is in the same namespace. Unknown names are compared by the Namespace that they come from. */
function sharesNamespace(resource: Resource, around: Stack): boolean {
  const own = objectNamespace(resource);
  const declared = declaredNamespaces(resource).map(({ urn }) => urn);
  const shares = (other: Resource, { namespace }: Gateway) =>
    own.unknown || namespace?.unknown
      ? declaredNamespaces(other).some(({ urn }) => declared.includes(urn))
      : namespace !== undefined && namespaceName(own) === namespaceName(namespace);
  const candidates = [...(own.unknown ? [] : [named(own)]), ...declared].map((what) =>
    hosting.find([what, clusterOf(resource)], around),
  );
  return candidates.some((found) =>
    found.some((other) =>
      gateways.find(other, around).some((gateway) => gateway.namespace && shares(other, gateway)),
    ),
  );
}

/** Resources that host gateways: by the namespace's name, by the Namespaces that it comes from, and all. */
const hosting = new Join<Stack>((resource, around) => {
  const namespaces = gateways.find(resource, around).flatMap(({ namespace }) => namespace ?? []);
  if (namespaces.length === 0) return [];
  const declared = declaredNamespaces(resource).map(({ urn }) => urn);
  const known = namespaces.filter(({ unknown }) => !unknown).map(named);
  return [anywhere, ...declared, ...known].map((what) => [what, clusterOf(resource)]);
});

const anywhere = "anywhere";

function named(namespace: Value): string {
  return `named ${namespaceKey(namespace)}`;
}

function declaredNamespaces(resource: Resource): Resource[] {
  return resource.dependenciesOf("metadata").filter(({ type }) => type.name === "Namespace");
}

/** What a mesh, for example, injects into the gateway's pods. The gateway's labels name its owner. */
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

/** The label or annotation that enables the project's sidecar. The pods' takes precedence over their namespace's. */
function injection(project: Project, gateway: Gateway, around: Stack): string | undefined {
  const onPods = gateway.labels.filter(({ onPods }) => onPods);
  const signs = (project.injectsPods ?? []).flatMap((sign) =>
    onPods.map(({ value }) => ({ sign, value: value.get(sign.key) })).filter(({ value }) => !value.absent),
  );
  if (signs.some(({ sign, value }) => isAmong(sign.off, value.text ?? ""))) return undefined;
  const on = signs.find(({ sign, value }) => isAmong(sign.on, value.text ?? ""));
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
  return objectsNamed("Namespace", namespace, undefined, resource, around).find(
    (object) => objectName(object).string === namespace.string && namespace.string !== undefined,
  );
}

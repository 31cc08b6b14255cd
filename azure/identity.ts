import { addTo } from "../pulumi/group";
import { perStack } from "../pulumi/per-stack";
import type { Resource } from "../pulumi/resource";
import type { Stack } from "../pulumi/resource-set";
import type { Value } from "../pulumi/value";
import { azureKind, azureResources } from "./types";

/** The Entra applications and user-assigned identities among these resources. */
export function identitiesAmong(resources: readonly Resource[]): readonly Resource[] {
  return resources.filter(({ type }) => azureKind(type) === "identity").map(applicationOf);
}

/**
 * The identity in the stack that `owner`, a property of `resource`, refers to: by its value, or by the resource that
 * the value came from.
 */
export function identitiesAt(owner: Value, resource: Resource, stack: Stack): readonly Resource[] {
  const computed = identitiesAmong(resource.dependenciesOf(String(owner.path[0])));
  if (computed.length > 0 || !owner.string) return computed;
  return identitiesByName(stack).get(owner.string.toLowerCase()) ?? [];
}

/** Its client ID: an output, so it is unknown before the identity is created. */
export function clientIdOf(identity: Resource): Value {
  const { props } = identity;
  return props.get("clientId").absent ? props.get("applicationId") : props.get("clientId");
}

/** Whether two sets of identities are known and disjoint. */
export function areApart(one: readonly Resource[], other: readonly Resource[]): boolean {
  const urns = new Set(one.map(({ urn }) => urn));
  return one.length > 0 && other.length > 0 && !other.some(({ urn }) => urns.has(urn));
}

/** A service principal represents its application. */
function applicationOf(identity: Resource): Resource {
  if (identity.type.name !== "ServicePrincipal") return identity;
  return identity.dependenciesOf("clientId").find(({ type }) => azureKind(type) === "identity") ?? identity;
}

/** A user-assigned identity is referenced by name or ID, an application by ID. */
const identitiesByName = perStack((stack) => {
  const byName = new Map<string, Resource[]>();
  for (const resource of azureResources("identity", stack)) {
    const names = ["id", "resourceName", "name", "objectId"].flatMap(
      (key) => resource.props.get(key).string ?? [],
    );
    for (const name of new Set(names.map((text) => text.toLowerCase()))) {
      addTo(byName, name, applicationOf(resource));
    }
  }
  return byName;
});
